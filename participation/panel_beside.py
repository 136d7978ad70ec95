"""A panel as staff see it: what it is asked about, who opens it, and what it said beside each service's own answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from post.models import Outbox, Token

from .actions.panels import LINK
from .models import Answer, Holder, Panel, Question, Return, Service
from .models.kinds import Level, ReturnState
from .panel_screens import Sheet

# Services to choose from at one go. Whoever looks for another writes more of its name.
MOST = 30


@dataclass(frozen=True)
class Found:
    """Services of the register that can be put on the list: those ticked before, then those that fit the words."""

    words: str
    ticked: list[Service]
    fitting: list[Service]
    is_more: bool


def find(panel: Panel, words: str, ticked: Collection[UUID] = ()) -> Found:
    """Without words the first of the alphabet, so that a short register can be ticked off."""
    free = Service.objects.standing().exclude(panels__panel=panel).order_by("name", "pk")
    fitting = free.exclude(pk__in=ticked)
    for word in words.split():
        fitting = fitting.filter(name__icontains=word)
    some = list(fitting[: MOST + 1])
    return Found(words, list(free.filter(pk__in=ticked)), some[:MOST], len(some) > MOST)


@dataclass(frozen=True)
class Held:
    """Somebody with a link. `state` is where it is: sent, waiting, failed, or none yet."""

    holder: Holder
    state: str


def holders(panel: Panel) -> list[Held]:
    every = list(panel.holders.order_by("since", "pk"))
    keys = [one.pk for one in every]
    letters = dict(
        Outbox.objects.filter(about_app="participation", about_id__in=keys, template=LINK).values_list(
            "about_id", "state"
        )
    )
    tokens = Token.objects.filter(about_app="participation", about_id__in=keys, scope=Token.Scope.PANEL)
    linked = set(tokens.values_list("about_id", flat=True))
    return [Held(one, _state(letters.get(one.pk), one.pk in linked)) for one in every]


def _state(letter: str | None, has_link: bool) -> str:
    if letter == Outbox.State.FAILED:
        return "failed"
    return "waiting" if letter else "sent" if has_link else "none"


@dataclass(frozen=True)
class Beside:
    """One question about one service: what the panel agreed on, and what the service says of itself."""

    question: Question
    panel: str
    service: str


def beside(panel: Panel) -> list[tuple[Service, list[Beside]]]:
    """For each service, in four statements for all; none of its answers where its members did not use it."""
    sheet = Sheet.of(panel)
    services = [row.service_id for row in sheet.services]
    returns = {one.service_id: one for one in Return.objects.filter(round=panel.round_id, service__in=services)}
    given = Answer.objects.filter(of_return__in=returns.values(), question__in=sheet.questions)
    own = {(one.of_return_id, one.question_id): one for one in given}
    return [
        (
            row.service,
            [
                Beside(
                    question, _said(sheet.levels, row.pk, question), _own(returns.get(row.service_id), question, own)
                )
                for question in sheet.questions
                if row.was_used
            ],
        )
        for row in sheet.services
    ]


def _said(levels: Mapping[tuple[int, int], int | None], row: int, question: Question) -> str:
    level = levels.get((row, question.pk))
    return str(Level(level).label) if level else _("we do not know")


def _own(the_return: Return | None, question: Question, own: Mapping[tuple[UUID, int], Answer]) -> str:
    """Only what is submitted: until then the service may still change it."""
    if the_return is None:
        return _("is not asked")
    if the_return.state != ReturnState.SUBMITTED:
        return _("not submitted yet")
    answer = own.get((the_return.pk, question.pk))
    if answer is None:
        return _("is not asked")
    return str(Level(answer.level).label) if answer.level else _("does not apply")
