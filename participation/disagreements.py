"""Where a panel sees a service two levels otherwise, or more: the service answers in public."""

from collections.abc import Iterator
from dataclasses import dataclass

from .models import Answer, PanelRating, PublicReply, Question, Return
from .models.kinds import Level
from .result_document import is_difference


@dataclass(frozen=True)
class Difference:
    """One question: the service's own answer, the panels that see it otherwise, and what the service says to that."""

    question: Question
    own: int
    ratings: list[PanelRating]
    reply: PublicReply | None

    @property
    def says(self) -> tuple[str, str]:
        """What the service's level is called, and what it means here."""
        return self._means(self.own)

    @property
    def panels(self) -> list[tuple[str, str, str]]:
        """Of each panel who is in it, and what its level is called and means here."""
        return [
            (rating.panel_service.panel.get_kind_display(), *self._means(rating.level or 0)) for rating in self.ratings
        ]

    def _means(self, level: int) -> tuple[str, str]:
        return str(Level(level).label), dict(self.question.levels)[Level(level)]


def ratings_of(the_return: Return) -> list[PanelRating]:
    """Of panels that have sent theirs, about this service in this round."""
    sent = PanelRating.objects.filter(
        panel_service__service=the_return.service_id,
        panel_service__panel__round=the_return.round_id,
        panel_service__panel__sent_at__isnull=False,
    )
    return list(sent.select_related("panel_service__panel", "question").order_by("panel_service__panel__made_at", "pk"))


def differences_of(the_return: Return) -> list[Difference]:
    """In the order in which the questions are asked. The database finds the same ones before it publishes."""
    return sorted(_differences(the_return), key=lambda one: one.question.position)


def unanswered(the_return: Return) -> list[Difference]:
    return [one for one in differences_of(the_return) if one.reply is None]


def _differences(the_return: Return) -> Iterator[Difference]:
    own = dict(Answer.objects.filter(of_return=the_return).values_list("question", "level"))
    found: dict[Question, list[PanelRating]] = {}
    for rating in ratings_of(the_return):
        if is_difference(own.get(rating.question_id), rating.level):
            found.setdefault(rating.question, []).append(rating)
    replies = {one.question_id: one for one in standing_replies(the_return)}
    for question, ratings in found.items():
        yield Difference(question, own[question.pk] or 0, ratings, replies.get(question.pk))


def standing_replies(the_return: Return) -> list[PublicReply]:
    """What was said of the submission that stands, the newest last."""
    return list(PublicReply.objects.filter(of_return=the_return, submission=the_return.submission).order_by("pk"))
