"""Lines of easy read that were written for older words, looked at one by one."""

from django.db import transaction

from charters.models import Clause
from charters.models.contents import md5_of
from charters.models.steps import Act

from .places import find_clause, writing
from .steps import recorded
from .words import Stale


@transaction.atomic
def line_fits(*, version_id: int, clause_id: int, text: str, seen: int, by: int | None = None) -> Clause:
    """The line with these words, where there still is one, fits what its clause says now.

    `seen` is the revision of the clause that somebody looked at. Raises WrongState, Gone, Stale.
    """
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    if clause.revision != seen:
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_CLAUSE) as step:
        step.about(clause)
        clause.lines.filter(text=text).stale().update(for_md5=md5_of(clause.text))
    clause.refresh_from_db(fields=["revision"])
    return clause
