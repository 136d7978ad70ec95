"""How many stand behind the pledge, counted now and then so that no reader's page has to."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import connection

from pledges.kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, Kind
from pledges.listing import GENERATION
from pledges.models import SignatureCount
from pledges.signed import PLACE, ByWording
from post.models import Generation

# By kind and by the wording that they agreed to last; the last figure is without groups that are too small to be shown.
COUNTED = """
SELECT s.kind, coalesce(a.wording_id, s.wording_id) AS wording, count(*), sum(coalesce(s.people, 1)),
    coalesce(sum(coalesce(s.people, 1)) FILTER (WHERE coalesce(s.people, %s) >= %s), 0)
FROM pledges_signature s
    LEFT JOIN (SELECT DISTINCT ON (f.signature_id) f.signature_id, f.wording_id
        FROM pledges_affirmation f JOIN pledges_pledgewording w ON w.id = f.wording_id
        ORDER BY f.signature_id, w.n DESC) a ON a.signature_id = s.subject_id
WHERE s.state = 'approved' GROUP BY 1, 2 ORDER BY 2
"""


def count_signatures() -> int:
    """Counts every kind again; how many figures have changed. Reads all signatures, so it is for a job.

    Only a figure that changed is written: each one that is makes the pages anew that say it.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [GROUP_SHOWN_FROM, GROUP_SHOWN_FROM])
        rows = cursor.fetchall()
    found = {kind: _sums(row[2:4] for row in rows if row[0] == kind) for kind in Kind.values}
    known = {kind: (n, heads) for kind, n, heads in SignatureCount.objects.values_list("kind", "signatures", "people")}
    changed = [kind for kind in found if found[kind] != known.get(kind)]
    SignatureCount.objects.bulk_create(
        [SignatureCount(kind=kind, signatures=found[kind][0], people=found[kind][1]) for kind in changed],
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["signatures", "people"],
    )
    _keep({str(wording): _by_wording(rows, wording) for wording in dict.fromkeys(row[1] for row in rows)})
    return len(changed)


def _sums(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    some = list(pairs)
    return sum(n for n, _heads in some), sum(heads for _n, heads in some)


def _by_wording(rows: list[Any], wording: int) -> tuple[int, int]:
    mine = [row for row in rows if row[1] == wording]
    organisations = sum(n for kind, _wording, n, *_heads in mine if kind in ORGANISATION_KINDS)
    return organisations, sum(large for kind, *_rest, large in mine if kind not in ORGANISATION_KINDS)


def _keep(found: ByWording) -> None:
    """Beside the figures by kind, for pages of promises."""
    if cache.get(PLACE) != found:
        cache.set(PLACE, found, None)
        Generation.bump(GENERATION)
