"""How many stand behind the pledge, counted now and then so that no reader's page has to."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from pledges.kinds import Kind
from pledges.models import Signature, SignatureCount


def count_signatures() -> int:
    """Counts every kind again; how many figures have changed. Reads all signatures, so it is for a job.

    Only a figure that changed is written: each one that is makes the pages anew that say it.
    """
    counted = Signature.objects.counted().values("kind").order_by("kind")
    figures = counted.annotate(n=Count("pk"), heads=Sum(Coalesce("people", 1))).values_list("kind", "n", "heads")
    found = dict.fromkeys(Kind.values, (0, 0)) | {kind: (n, heads) for kind, n, heads in figures}
    known = {kind: (n, heads) for kind, n, heads in SignatureCount.objects.values_list("kind", "signatures", "people")}
    changed = [kind for kind in found if found[kind] != known.get(kind)]
    SignatureCount.objects.bulk_create(
        [SignatureCount(kind=kind, signatures=found[kind][0], people=found[kind][1]) for kind in changed],
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["signatures", "people"],
    )
    return len(changed)
