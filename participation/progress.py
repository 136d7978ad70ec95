"""How far a return is: what stands there for each question, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from .actions.submitting import missing
from .models import Answer, Evidence, Return
from .questions import Asked, asked

NOT_STARTED, BEGUN, NEEDS_EVIDENCE, ANSWERED = "not_started", "begun", "needs_evidence", "answered"


@dataclass(frozen=True)
class Place:
    """One question of a return, with what was answered."""

    n: int
    asked: Asked
    answer: Answer | None
    evidence: Sequence[Evidence]
    state: str


@dataclass(frozen=True)
class Progress:
    places: Sequence[Place]

    @property
    def answered(self) -> int:
        return sum(one.state == ANSWERED for one in self.places)

    @property
    def missing(self) -> list[Place]:
        return [one for one in self.places if one.state != ANSWERED]

    @cached_property
    def parts(self) -> list[tuple[str, list[Place]]]:
        """The questions under the part that they belong to."""
        return [(part, list(places)) for part, places in groupby(self.places, key=lambda one: one.asked.part)]


def progress_of(the_return: Return) -> Progress:
    """The rule of what is missing is the database's: the same that lets it be submitted."""
    answers = {one.question_id: one for one in Answer.objects.filter(of_return=the_return)}
    evidence: dict[int, list[Evidence]] = {}
    for one in Evidence.objects.filter(of_return=the_return).select_related("file").defer("file__content"):
        evidence.setdefault(one.question_id, []).append(one)
    lacks = {question: code for code, question in missing(the_return.pk)}
    return Progress(
        [
            Place(n, one, answers.get(one.pk), evidence.get(one.pk, []), _state(lacks.get(one.pk), answers.get(one.pk)))
            for n, one in enumerate(asked(the_return), 1)
        ]
    )


def _state(lacks: str | None, answer: Answer | None) -> str:
    if lacks == "no_evidence":
        return NEEDS_EVIDENCE
    if lacks is None:
        return ANSWERED
    return BEGUN if answer is not None and (answer.note or answer.changed) else NOT_STARTED
