"""What an evidence pack is about, and its tables. All of it is public already, and names nobody.

Figures are those of the frozen results; only actions are read as they stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from charters.models import ClauseKey

from .acted import days_of, state_of
from .models import Action, ServiceResult, Snapshot
from .models.kinds import PanelKind, StepKind
from .promises import named

# Read at one go: a service's document is some 20 kilobytes.
BATCH = 200
Row = Sequence[object]
LEVELS = ("year", "service", "kind", "question", "own_level", "agreed_level", "why_agreed", "not_applicable",
          "what_they_do", "what_changed", *PanelKind.values)  # fmt: skip
QUESTIONS = ("year", "question", "text", "who", "not_yet", "starting", "doing", "shared", "not_said")
PROMISES = ("year", "promise", "text", "who", "kept", "of")
REPLIES = ("year", "service", "question", "panel", "own_level", "panels_level", "public_reply")
ACTIONS = ("promise", "service", "question", "what", "who", "made", "first_due", "days_between", "due", "state", "done",
           "why_moved", "evidence", "links")  # fmt: skip


@dataclass(frozen=True)
class About:
    """One promise, or all between two days, both of them included."""

    promise: ClauseKey | None = None
    since: date = date.min
    until: date = date.max

    @cached_property
    def snapshots(self) -> list[Snapshot]:
        """The newest results of each round, newest year first."""
        if self.promise:
            some = Snapshot.objects.filter(document__promises__has_key=self.promise.key)
        else:
            some = Snapshot.objects.filter(published_at__date__range=(self.since, self.until))
        newest = some.order_by("-round__year", "-n").distinct("round__year")
        return list(newest.select_related("round"))

    def questions(self, one: Snapshot) -> dict[str, dict[str, Any]]:
        """Of these results, those that are about the promise; else all."""
        return {asked["key"]: asked for asked in one.document["questions"]
                if not self.promise or self.promise.key in asked["promises"]}  # fmt: skip

    def promises(self, one: Snapshot) -> dict[str, dict[str, Any]]:
        every = one.document["promises"]
        return {key: every[key] for key in every if not self.promise or key == self.promise.key}

    def services(self, one: Snapshot) -> Iterator[tuple[ServiceResult, dict[str, Any]]]:
        """Each answer of each service, one after another: no more than some are held at once."""
        wanted = self.questions(one)
        for result in ServiceResult.objects.filter(snapshot=one).order_by("name", "pk").iterator(BATCH):
            yield from ((result, answer) for answer in result.document["answers"] if answer["key"] in wanted)

    @property
    def actions(self) -> QuerySet[Action]:
        some = Action.objects.select_related("service", "question", "clause_key").order_by("due_on", "pk")
        if self.promise:
            return some.filter(clause_key=self.promise)
        span = (self.since, self.until)
        within = Q(made_at__date__range=span) | Q(done_at__date__range=span) | Q(first_due_on__range=span)
        within |= Q(due_on__range=span) | Q(steps__at__date__range=span)
        return some.filter(pk__in=Action.objects.filter(within).values("pk"))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The words of the promises, as they are in force, else as they were last."""
        keys = {key for one in self.snapshots for key in self.promises(one)}
        rows = ClauseKey.objects.filter(key__in=keys, questions__question_set__rounds__snapshots__in=self.snapshots)
        found = dict(rows.order_by("pk").values_list("pk", "key"))
        return dict(zip(found.values(), named(found.keys()), strict=True))


def levels(about: About) -> Iterator[Row]:
    for one in about.snapshots:
        for result, answer in about.services(one):
            rated = [_rated(answer, kind) for kind in PanelKind.values]
            yield (one.round.year, result.name, result.document["kind"], answer["key"], answer["own"] or "",
                   answer["agreed"] or "", answer["reason"], answer["not_applicable"], answer["note"],
                   answer["changed"], *rated)  # fmt: skip


def _rated(answer: dict[str, Any], kind: str) -> str:
    """What each panel of this kind said, one after another."""
    return " ".join(str(said["level"] or "unknown") for said in answer["panels"] if said["kind"] == kind)


def questions(about: About) -> Iterator[Row]:
    for one in about.snapshots:
        for key, asked in about.questions(one).items():
            for who, counted in (("services", asked["services"]), *asked["panels"].items()):
                yield one.round.year, key, asked["text"], who, *counted.values()


def promises(about: About) -> Iterator[Row]:
    for one in about.snapshots:
        for key, told in about.promises(one).items():
            for who, kept in told.items():
                yield one.round.year, key, about.texts.get(key, ""), who, kept["kept"], kept["of"]


def replies(about: About) -> Iterator[Row]:
    for one in about.snapshots:
        wanted = about.questions(one)
        for told in one.document["differences"]:
            if told["question"] in wanted:
                yield (one.round.year, told["name"], told["question"], told["panel"], told["own"], told["panels"],
                       told["reply"])  # fmt: skip


def actions(about: About) -> Iterator[Row]:
    for one in about.actions.prefetch_related("steps").iterator(BATCH):
        steps = list(one.steps.all())
        shows = [step for step in steps if step.kind == StepKind.EVIDENCE]
        moves = [step.text for step in steps if step.kind == StepKind.MOVED]
        yield (one.clause_key.key, one.service.name, one.question.key, one.what, one.who, one.made_at.date(),
               one.first_due_on, " ".join(str(day) for day in days_of(one, steps)[1:]), one.due_on, state_of(one),
               one.done_at.date() if one.done_at else "", " | ".join(moves), " | ".join(step.text for step in shows),
               " ".join(step.url for step in shows if step.url))  # fmt: skip
