"""Lines of easy read that were written for older words, looked at one by one."""

from django.db import transaction

from charters.models import Clause, EasyReadLine
from charters.models.contents import md5_of

from .arranging import writing
from .words import ClauseWords, Gone, Stale, fingerprint


@transaction.atomic
def line_fits(*, version_id: int, clause_id: int, text: str, seen: str) -> bool:
    """The line with these words fits what its clause says now; False where there is none any more.

    `seen` is the fingerprint of the clause that somebody looked at. Raises WrongState, Gone, Stale.
    """
    version = writing(version_id)
    clause = Clause.objects.filter(version=version, pk=clause_id).prefetch_related("lines").first()
    if clause is None:
        raise Gone
    if fingerprint(ClauseWords.of(clause)) != seen:
        raise Stale
    stale = EasyReadLine.objects.filter(clause=clause, text=text).stale()
    return (
        EasyReadLine.objects.filter(pk__in=list(stale.values_list("pk", flat=True))).update(for_md5=md5_of(clause.text))
        > 0
    )
