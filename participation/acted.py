"""Actions as everybody sees them: open, overdue or done, and every day that was promised."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from charters import words

from .models import Action, ActionStep
from .models.kinds import StepKind

LATE, DONE, OPEN = "overdue", "done", "open"
# On a promise's page. Services' own pages show theirs.
MOST_SHOWN = 30
COUNTED = """
SELECT k.key, count(*) FILTER (WHERE a.done_at IS NULL), count(*) FILTER (WHERE a.done_at IS NULL AND a.due_on < %s),
    count(*)
FROM participation_action a JOIN charters_clausekey k ON k.id = a.clause_key_id
    JOIN charters_charter c ON c.id = k.charter_id
WHERE c.slug = %s GROUP BY k.key
"""


class Count(NamedTuple):
    """How many actions a promise has; those that are overdue are among the open ones."""

    open: int = 0
    overdue: int = 0
    all: int = 0

    @property
    def done(self) -> int:
        return self.all - self.open


class Shown(NamedTuple):
    """One action. `days` that were promised before, the first one first; `evidence`: what shows that it is done."""

    what: str
    who: str
    service: str
    slug: str
    state: str
    day: str
    days: list[str]
    reason: str
    evidence: list[tuple[str, str]]


def counts(slug: str) -> dict[str, Count]:
    """Of all promises of a charter that have any, by the keys of their clauses."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [timezone.localdate(), slug])
        return {key: Count(*some) for key, *some in cursor.fetchall()}


def of_promise(slug: str, key: str) -> list[Shown]:
    """Overdue ones first, then by day; what is done comes last, the newest first."""
    about = Action.objects.filter(clause_key__key=key, clause_key__charter__slug=slug).select_related("service")
    still = about.open().order_by("due_on", "pk")[:MOST_SHOWN]
    done = about.exclude(done_at=None).order_by("-done_at", "pk")[:MOST_SHOWN]
    return shown([*still, *done][:MOST_SHOWN])


def shown(actions: Iterable[Action]) -> list[Shown]:
    """These, with what was said of them; two statements however many they are, one of which the caller has asked."""
    some, today = list(actions), timezone.localdate()
    said: dict[object, list[ActionStep]] = {one.pk: [] for one in some}
    told = ActionStep.objects.filter(action__in=some).exclude(kind=StepKind.NOTE)
    for step in told.order_by("pk") if some else ():
        said[step.action_id].append(step)
    return [_shown(one, said[one.pk], today) for one in some]


def state_of(one: Action, today: date | None = None) -> str:
    if one.done_at:
        return DONE
    return LATE if one.is_overdue(on=today or timezone.localdate()) else OPEN


def days_of(one: Action, steps: Iterable[ActionStep]) -> list[date]:
    """The days that were promised before the one that stands, the first one first."""
    days = [one.first_due_on, *(step.due_on for step in steps if step.due_on)]
    return [day for day in days if day != one.due_on]


def _shown(one: Action, steps: list[ActionStep], today: date) -> Shown:
    moves = [step for step in steps if step.kind == StepKind.MOVED]
    return Shown(
        what=one.what,
        who=one.who,
        service=one.service.name,
        slug=one.service.slug,
        state=state_of(one, today),
        day=words.day(one.done_at or one.due_on),
        days=[words.day(day) for day in days_of(one, steps)],
        reason=moves[-1].text if moves else "",
        evidence=[(step.text, step.url) for step in steps if step.kind == StepKind.EVIDENCE] if one.done_at else [],
    )
