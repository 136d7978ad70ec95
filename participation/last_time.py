"""What a service answered to the same question in an earlier year."""

from dataclasses import dataclass

from django.db import connection

from .models import Answer, Return
from .models.kinds import Level, ReturnState

# The service itself, and every service that became part of it.
ONE_SERVICE = """
    WITH RECURSIVE one(id) AS (
        SELECT %s::uuid UNION SELECT s.id FROM participation_service s JOIN one ON s.merged_into_id = one.id
    ) SELECT id FROM one
"""


@dataclass(frozen=True)
class LastTime:
    """`level` is what it was called; `sentence` says what it meant in that year."""

    year: int
    level: str
    sentence: str
    not_applicable: str
    note: str


def last_time(the_return: Return, key: str) -> LastTime | None:
    """The newest answer of an earlier round that was submitted. Where two became one, its own goes first."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_SERVICE, [the_return.service_id])
        services = [pk for (pk,) in cursor.fetchall()]
    earlier = Answer.objects.filter(
        question__key=key,
        of_return__service__in=services,
        of_return__state=ReturnState.SUBMITTED,
        of_return__round__year__lt=the_return.round.year,
    )
    found = list(earlier.select_related("of_return__round", "question").order_by("-of_return__round__year")[:10])
    if not found:
        return None
    year = found[0].of_return.round.year
    same_year = [one for one in found if one.of_return.round.year == year]
    return _told(min(same_year, key=lambda one: one.of_return.service_id != the_return.service_id))


def _told(answer: Answer) -> LastTime:
    level = Level(answer.level) if answer.level else None
    return LastTime(
        year=answer.of_return.round.year,
        level=str(level.label) if level else "",
        sentence=dict(answer.question.levels)[level] if level else "",
        not_applicable=answer.not_applicable,
        note=answer.note,
    )
