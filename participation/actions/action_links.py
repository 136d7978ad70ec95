"""Who looks after an action is reminded of it, and gets a new link for an old one."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from participation.models import Action, ActionReminder, ActionStep, Holder
from participation.models.kinds import StepKind
from post.actions import Addressed, queue_capped_letter, queue_letters
from post.models import Outbox, Token

from .colleagues import RENEW_PAUSE
from .inviting import BATCH, NOT_SO_SOON, step_of

DUE, NEW_LINK = "participation/action_due", "participation/action_new_link"
# Days before the day it is promised for, then every week after it.
DAYS_BEFORE = (14, 1)


def remind_owners(*, on: date | None = None) -> int:
    """Reminds of every open action that is due one; how many letters were queued. Each reminder goes once."""
    on = on or timezone.localdate()
    steps = {one.pk: step for one in _near(on) if (step := step_of((one.due_on - on).days, DAYS_BEFORE)) is not None}
    keys = list(steps)
    return sum(_remind({pk: steps[pk] for pk in keys[n : n + BATCH]}) for n in range(0, len(keys), BATCH))


def _near(on: date) -> list[Action]:
    """Open, due within the next days or before, and not made or moved just now."""
    lately = timezone.now() - NOT_SO_SOON
    moved = ActionStep.objects.filter(action=OuterRef("pk"), kind=StepKind.MOVED, at__gt=lately)
    found = Action.objects.open().filter(due_on__lte=on + timedelta(days=max(DAYS_BEFORE)), made_at__lte=lately)
    return list(found.exclude(Exists(moved)).order_by("pk"))


@transaction.atomic
def _remind(steps: dict[UUID, int]) -> int:
    """Only of those that had no such reminder for this day, whoever else is at it just now."""
    actions = Action.objects.select_for_update(no_key=True).filter(pk__in=steps, done_at=None)
    found = {one.pk: one for one in actions.order_by("pk")}
    had = set(ActionReminder.objects.filter(action__in=found).values_list("action", "due_on", "days"))
    due = [one for one in found.values() if (one.pk, one.due_on, steps[one.pk]) not in had]
    ActionReminder.objects.bulk_create(
        [ActionReminder(action=one, due_on=one.due_on, days=steps[one.pk]) for one in due]
    )
    days = {one.pk: {"due_on": one.due_on.isoformat()} for one in due}
    holders = Holder.objects.filter(of_action__in=due, is_reminded=True).order_by("pk")
    letters = [Addressed(one.email, one.pk, days[one.of_action_id]) for one in holders if one.of_action_id]
    return queue_letters(about_app="participation", template=DUE, letters=letters) if letters else 0


@transaction.atomic
def renew_link(*, holder_id: UUID, network: str) -> None:
    """Mails a new link to the holder's address, and to no other, because an old one ran out."""
    locked = Holder.objects.select_for_update(no_key=True)
    found = locked.filter(pk=holder_id, of_action__isnull=False).first()
    if found is None or _was_renewed(found):
        return
    queue_capped_letter(
        recipient=found.email, about_app="participation", about_id=found.pk, template=NEW_LINK, network=network
    )


def _was_renewed(holder: Holder) -> bool:
    """A letter waits, or has brought a link just now."""
    fresh = {"created_at__gt": timezone.now() - RENEW_PAUSE, "scope": Token.Scope.ACTION}
    waits = Outbox.objects.about("participation", holder.pk).filter(template=NEW_LINK)
    return waits.exists() or Token.objects.about("participation", holder.pk).filter(**fresh).exists()
