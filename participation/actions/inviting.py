"""Inviting services to a round, many at once, and reminding those who have not answered."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.models import Holder, Reminder, Return, Round, Service
from participation.models.kinds import Size
from post.actions import Addressed, queue_letters

INVITED, REMINDER = "participation/invited", "participation/reminder"
# Services at one go: each batch is a transaction of its own.
BATCH = 500
# Days before the due day on which a service is reminded, then every week after it.
DAYS_BEFORE = (28, 14, 7, 1)
WEEK = 7
# A reminder that could not go on its day goes on one of the next two; so does none so soon after the invitation.
DAYS_LATE = 2
NOT_SO_SOON = timedelta(days=3)


def ask_to_invite(*, round_id: int) -> None:
    """The worker invites, from the day on which the round opens, every service that has no invitation yet."""
    Round.objects.filter(pk=round_id).update(invite_asked_at=timezone.now())


def invite_due() -> int:
    """Invites whoever is to be invited now; how many letters were queued. Safe to repeat: nobody is invited twice."""
    today = timezone.localdate()
    written = 0
    for one in Round.objects.open(on=today).exclude(invite_asked_at=None):
        asked_at = one.invite_asked_at
        while batch := _uninvited(one):
            written += _invite(one, batch)
        # Only if nobody pressed the button meanwhile.
        Round.objects.filter(pk=one.pk, invite_asked_at=asked_at).update(invite_asked_at=None)
    return written


def _uninvited(one: Round) -> list[Service]:
    """On the register and without a return, or with one that had no address until now."""
    returns = Return.objects.filter(round=one)
    waiting = returns.filter(invited_at=None, service__lead__isnull=False)
    found = Service.objects.standing().filter(
        ~Q(pk__in=returns.values("service")) | Q(pk__in=waiting.values("service"))
    )
    return list(found.select_related("lead").order_by("pk")[:BATCH])


@transaction.atomic
def _invite(one: Round, services: Iterable[Service]) -> int:
    """A return for each, and a letter to each lead. One without a lead waits for an address."""
    services = list(services)
    Return.objects.bulk_create(
        [Return(round=one, service=service, is_short=service.size == Size.SMALL) for service in services],
        ignore_conflicts=True,
    )
    to_whom = {service.pk: service.lead for service in services if hasattr(service, "lead")}
    returns = list(Return.objects.select_for_update().filter(round=one, service__in=to_whom, invited_at=None))
    holders = [
        Holder(of_return=found, email=to_whom[found.service_id].email, name=to_whom[found.service_id].name)
        for found in returns
    ]
    Holder.objects.bulk_create(holders)
    Return.objects.filter(pk__in=[found.pk for found in returns]).update(invited_at=timezone.now())
    return _write(INVITED, holders)


def _write(template: str, holders: Iterable[Holder]) -> int:
    letters = [Addressed(one.email, one.pk) for one in holders]
    return queue_letters(about_app="participation", template=template, letters=letters) if letters else 0


def step_of(days: int, before: Sequence[int] = DAYS_BEFORE) -> int | None:
    """Which reminder is due with so many days left; below zero it is overdue. None: none today."""
    if days < 0:
        weeks = -days // WEEK
        return -weeks * WEEK if weeks else None
    return next((step for step in before if step - DAYS_LATE <= days <= step), None)


def remind_due(*, on: date | None = None) -> int:
    """Reminds every service whose return is due one; how many letters were queued. Each reminder goes once."""
    on = on or timezone.localdate()
    written = 0
    for one in Round.objects.filter(opens_on__lte=on):
        steps = {found.pk: step for found in _late(one, on) if (step := step_of((found.due_on - on).days)) is not None}
        for some in _batches(steps):
            written += _remind({pk: steps[pk] for pk in some})
    return written


def _batches(steps: dict[UUID, int]) -> Iterable[list[UUID]]:
    keys = list(steps)
    return (keys[n : n + BATCH] for n in range(0, len(keys), BATCH))


def _late(one: Round, on: date) -> list[Return]:
    """Outstanding returns that can still be answered and whose reminders nobody stopped."""
    open_still = Q(round__closes_on__gte=on) | Q(more_time_until__gte=on)
    found = Return.objects.outstanding().filter(open_still, round=one, is_reminded=True)
    early = found.filter(invited_at__gt=timezone.now() - NOT_SO_SOON).values("pk")
    return list(found.exclude(pk__in=early).select_related("round").order_by("pk"))


@transaction.atomic
def _remind(steps: dict[UUID, int]) -> int:
    """Only those that did not have this reminder, whoever else is at it just now."""
    returns = {found.pk: found for found in Return.objects.select_for_update().filter(pk__in=steps)}
    had = set(Reminder.objects.filter(of_return__in=returns).values_list("of_return", "days"))
    due = [pk for pk in returns if (pk, steps[pk]) not in had]
    Reminder.objects.bulk_create([Reminder(of_return_id=pk, days=steps[pk]) for pk in due])
    return _write(REMINDER, Holder.objects.filter(of_return__in=due, is_reminded=True))
