"""Actions as everybody sees them: what, who, by when, and every date there was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.models import Clause
from charters.models.kinds import PUBLIC
from charters.words import day, paragraphs

from .acted import DONE, LATE, state_of
from .models import Action, ActionStep
from .models.kinds import StepKind


@dataclass(frozen=True)
class Step:
    """What was said of an action since."""

    on: str
    kind: str
    text: list[str]
    url: str
    new_day: str


@dataclass(frozen=True)
class ShownAction:
    """One action. `first_day` is the day promised first, `day` the day it is promised for now."""

    what: str
    who: str
    service: str
    service_url: str
    promise: str
    promise_url: str
    first_day: str
    day: str
    state: str
    done_on: str
    steps: list[Step]

    @property
    def has_moved(self) -> bool:
        return self.first_day != self.day

    @property
    def state_words(self) -> str:
        return {LATE: _("Overdue"), DONE: _("Done")}.get(self.state, _("To do"))


def shown(actions: QuerySet[Action], *, on: date, with_steps: bool = True) -> list[ShownAction]:
    """In three questions to the database, however many there are."""
    chosen = actions.select_related("service__merged_into", "clause_key__charter")
    if with_steps:
        chosen = chosen.prefetch_related(Prefetch("steps", ActionStep.objects.order_by("pk")))
    found = list(chosen)
    texts = _promises({one.clause_key_id for one in found})
    return [_shown(one, texts.get(one.clause_key_id, ""), on, with_steps=with_steps) for one in found]


def _promises(keys: set[int]) -> dict[int, str]:
    """The newest words of each promise that anybody may read."""
    if not keys:
        return {}
    last = Clause.objects.filter(key__in=keys, version__state__in=PUBLIC).order_by("key", "-version__n")
    return dict(last.distinct("key").values_list("key", "text"))


def _shown(one: Action, promise: str, on: date, *, with_steps: bool) -> ShownAction:
    # Its page is that of the service it became part of.
    service = one.service.merged_into or one.service
    key = one.clause_key
    return ShownAction(
        what=one.what,
        who=one.who,
        service=one.service.name,
        service_url=reverse("participation:service", args=[service.slug]),
        promise=promise,
        promise_url=reverse("charters:commitment", args=[key.charter.slug, key.key]) if promise else "",
        first_day=day(one.first_due_on),
        day=day(one.due_on),
        state=state_of(one, on),
        done_on=day(one.done_at) if one.done_at else "",
        steps=list(_steps(one.steps.all())) if with_steps else [],
    )


def _steps(steps: Iterable[ActionStep]) -> Iterable[Step]:
    kinds: dict[str, Any] = dict(StepKind.choices)
    for step in steps:
        new_day = day(step.due_on) if step.due_on else ""
        yield Step(day(step.at), str(kinds[step.kind]), paragraphs(step.text), step.url, new_day)
