"""Evidence of published results, as it may be shown now.

Results name each piece and do not hold its words: after publishing it may be found to name somebody. Then it is taken
back or erased, and gone from every page.
"""

from collections.abc import Iterable

from .models import Evidence
from .models.kinds import EvidenceState


def shown(named: Iterable[str]) -> dict[str, Evidence]:
    """Those that are there and approved, by the names that results have for them; files without their bytes."""
    wanted = list(named)
    if not wanted:
        return {}
    found = Evidence.objects.filter(pk__in=wanted, state=EvidenceState.APPROVED).select_related("file")
    return {str(one.pk): one for one in found.defer("file__content")}
