"""One return as staff see it: each question, its answer and evidence, what panels say beside it, what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from .disagreements import ratings_of
from .models import Action, AgreedLevel, Answer, Evidence, PanelRating, PublicReply, Question, Return
from .models.kinds import Dimension, Level
from .result_document import is_difference

# Something has to be done about these.
LOW = (Level.NOT_YET, Level.STARTING)


@dataclass(frozen=True)
class Said:
    """A question, what the service answers, and what each panel agreed on: beside it, and never part of it.

    `agreed` and `replies` are all there ever were, the newest first; those of the submission that stands count.
    """

    question: Question
    answer: Answer | None
    submission: int
    evidence: list[Evidence]
    ratings: list[PanelRating] = field(default_factory=list)
    agreed: list[AgreedLevel] = field(default_factory=list)
    replies: list[PublicReply] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def level(self) -> str:
        return str(Level(self.answer.level).label) if self.answer and self.answer.level else ""

    @property
    def means(self) -> str:
        """The sentence that this level has here."""
        return self._means(self.answer.level) if self.answer and self.answer.level else ""

    @property
    def standing(self) -> AgreedLevel | None:
        """What was agreed on the submission that stands."""
        return next((one for one in self.agreed if one.submission == self.submission), None)

    @property
    def agreed_means(self) -> str:
        return self._means(self.standing.level) if self.standing else ""

    @property
    def before(self) -> list[AgreedLevel]:
        """What was agreed before that."""
        return [one for one in self.agreed if one is not self.standing]

    @property
    def counts(self) -> int | None:
        """The level that is published."""
        return self.standing.level if self.standing else self.answer.level if self.answer else None

    @property
    def is_low(self) -> bool:
        return self.counts in LOW

    @property
    def differs(self) -> bool:
        own = self.answer.level if self.answer else None
        return any(is_difference(own, rating.level) for rating in self.ratings)

    @property
    def reply(self) -> PublicReply | None:
        return next((one for one in self.replies if one.submission == self.submission), None)

    def _means(self, level: int) -> str:
        return dict(self.question.levels)[Level(level)]


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
    evidence = _by_question(the_return.evidence.select_related("file").defer("file__content"))
    ratings = _by_question(ratings_of(the_return))
    agreed = _by_question(the_return.agreed.select_related("by").order_by("-pk"))
    replies = _by_question(the_return.replies.order_by("-pk"))
    services = (the_return.service_id, the_return.service.merged_into_id)
    actions = _by_question(Action.objects.filter(service__in=services, question__in=asked))
    for question in asked:
        pk = question.pk
        yield Said(
            question,
            answers.get(pk),
            the_return.submission,
            evidence[pk],
            ratings=ratings[pk],
            agreed=agreed[pk],
            replies=replies[pk],
            actions=actions[pk],
        )


def _by_question(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.question_id].append(row)
    return found
