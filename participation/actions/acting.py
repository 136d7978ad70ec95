"""What a service will do: made at the desk, told by whoever looks after it, done when something shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.lib.texts import clean_line, clean_text
from participation.addresses import public_address
from participation.models import Action, ActionStep, Holder
from participation.models.kinds import StepKind
from post.actions import Addressed, queue_letters

from .refusals import IsDone, Kept, refusals

LINK = "participation/action"
# An action is looked after by a few people.
MOST_OWNERS = 5


class SameDay(Exception):
    """It is promised for this day already."""


class TooManyOwners(Exception):
    """As many people as may have a link to it."""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What, who (a role), by when, about which question, for which promise."""

    service_id: UUID
    question_id: int
    clause_key_id: int
    what: str
    who: str
    due_on: date


@dataclass(frozen=True)
class Told:
    """One step: how far it is, a new day and why, or what shows that it is done."""

    kind: StepKind
    text: str
    due_on: date | None = None
    url: str = ""


@transaction.atomic
def make_action(*, promised: Promised, email: str, by: int | None) -> Action:
    """Everybody can see it from now on. Whoever looks after it gets a link."""
    made = Action.objects.create(
        service_id=promised.service_id,
        question_id=promised.question_id,
        clause_key_id=promised.clause_key_id,
        what=clean_text(promised.what),
        who=clean_line(promised.who),
        first_due_on=promised.due_on,
        due_on=promised.due_on,
        made_by_id=by,
    )
    _give(made, email)
    return made


def word_anew(*, action_id: UUID, what: str, who: str) -> None:
    """Puts its words right, as where they named somebody. Raises IsDone."""
    with refusals():
        Action.objects.filter(pk=action_id).update(what=clean_text(what), who=clean_line(who))


def delete_action(*, action_id: UUID) -> None:
    """It was a mistake. Raises Kept where something was said of it."""
    with refusals():
        if ActionStep.objects.filter(action=action_id).exists():
            raise Kept
        Action.objects.filter(pk=action_id).delete()


def tell(*, action_id: UUID, told: Told, by: int | None = None) -> None:
    """Everybody can read it. The same twice is once.

    Raises Action.DoesNotExist, IsDone, SameDay, addresses.NotAllowed.
    """
    with refusals():
        _tell(_locked(action_id), told, by)


def finish(*, action_id: UUID, shown: Told | None = None, by: int | None = None) -> None:
    """It is done; `shown` is what shows it, where nothing does yet. Twice is once.

    Raises Action.DoesNotExist, NothingShown, addresses.NotAllowed.
    """
    with refusals():
        found = _locked(action_id)
        if found.done_at is not None:
            return
        if shown is not None:
            _tell(found, shown, by)
        Action.objects.filter(pk=found.pk).update(done_at=timezone.now())


@transaction.atomic
def send_link(*, action_id: UUID, email: str) -> None:
    """A link for one more address, or a new one for an address that has one.

    Raises Action.DoesNotExist, IsDone, TooManyOwners.
    """
    found = _locked(action_id)
    if found.done_at is not None:
        raise IsDone
    _give(found, email)


def take_link(*, action_id: UUID, holder_id: UUID) -> None:
    """Whoever held it cannot open the action any more."""
    Holder.objects.filter(pk=holder_id, of_action=action_id).delete()


def _give(action: Action, email: str) -> None:
    holder = action.holders.filter(email__iexact=email).first()
    if holder is None:
        if action.holders.count() >= MOST_OWNERS:
            raise TooManyOwners
        holder = Holder.objects.create(of_action=action, email=email)
    queue_letters(about_app="participation", template=LINK, letters=[Addressed(holder.email, holder.pk)])


def _tell(action: Action, told: Told, by: int | None) -> None:
    url = public_address(told.url) if told.url else ""
    step = ActionStep(action=action, kind=told.kind, text=clean_text(told.text), due_on=told.due_on, url=url, by_id=by)
    last = action.steps.order_by("pk").last()
    if last is not None and _same(last, step):
        return
    if told.kind == StepKind.MOVED and told.due_on == action.due_on:
        raise SameDay
    step.save(force_insert=True)


def _same(one: ActionStep, other: ActionStep) -> bool:
    return (one.kind, one.text, one.due_on, one.url) == (other.kind, other.text, other.due_on, other.url)


def _locked(action_id: UUID) -> Action:
    """One after the other."""
    return Action.objects.select_for_update(no_key=True).get(pk=action_id)
