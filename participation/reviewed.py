"""One return as staff see it: each question, its answer and evidence, and what panels said beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from .models import Answer, Evidence, PanelRating, Question, Return
from .models.kinds import Dimension, Level


@dataclass(frozen=True)
class Said:
    """A question, what the service answers, and what each panel agreed on: beside it, and never part of it."""

    question: Question
    answer: Answer | None
    evidence: list[Evidence]
    ratings: list[PanelRating] = field(default_factory=list)

    @property
    def level(self) -> str:
        return str(Level(self.answer.level).label) if self.answer and self.answer.level else ""

    @property
    def means(self) -> str:
        """The sentence that this level has here."""
        return dict(self.question.levels)[Level(self.answer.level)] if self.answer and self.answer.level else ""


@dataclass(frozen=True)
class Part:
    dimension: Dimension
    said: list[Said]


def parts_of(the_return: Return) -> list[Part]:
    """In the order in which they are asked."""
    said = list(_said(the_return))
    return [Part(Dimension(of), list(some)) for of, some in groupby(said, key=lambda one: one.question.dimension)]


def _said(the_return: Return) -> Iterator[Said]:
    questions = the_return.round.question_set.questions.order_by("position")
    asked = questions.filter(in_short_form=True) if the_return.is_short else questions
    answers = {one.question_id: one for one in the_return.answers.all()}
    evidence: dict[int, list[Evidence]] = {}
    for piece in the_return.evidence.select_related("file").defer("file__content"):
        evidence.setdefault(piece.question_id, []).append(piece)
    ratings: dict[int, list[PanelRating]] = {}
    for rating in _ratings(the_return):
        ratings.setdefault(rating.question_id, []).append(rating)
    for question in asked:
        pk = question.pk
        yield Said(question, answers.get(pk), evidence.get(pk, []), ratings.get(pk, []))


def _ratings(the_return: Return) -> list[PanelRating]:
    """Of panels that have sent theirs, about this service in this round."""
    sent = PanelRating.objects.filter(
        panel_service__service=the_return.service_id,
        panel_service__panel__round=the_return.round_id,
        panel_service__panel__sent_at__isnull=False,
    )
    return list(sent.select_related("panel_service__panel").order_by("panel_service__panel__made_at"))
