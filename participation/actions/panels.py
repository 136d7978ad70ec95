"""What a panel answers. The database locks it when it is sent, and takes nothing while the round is not open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from config.lib.broken_rules import name_of
from participation.models import Holder, Panel, PanelRating, PanelService, Question
from post.actions import queue_capped_letter
from post.models import Outbox, Token

LINK = "participation/panel"
# A group gets one new link for an old one within this time, however often somebody presses.
RENEW_PAUSE = timedelta(minutes=5)


class Locked(Exception):
    """The group has sent its answers."""


class Closed(Exception):
    """The round is not open: not yet, or no more."""


class NotComplete(Exception):
    """Something is not answered yet, or nothing is asked."""


class NotAsked(Exception):
    """The group is not asked this: the service is off its list, or they did not use it."""


# What the database calls it.
NAMES: dict[str, type[Exception]] = {
    "participation_panel_locked": Locked,
    "participation_panel_in_time": Closed,
    "participation_panel_complete": NotComplete,
    "participation_panelrating_of_what_was_used": NotAsked,
    "participation_panelrating_to_what_is_asked": NotAsked,
}


@contextmanager
def named_errors() -> Iterator[None]:
    """One transaction, in which what the database refuses has a name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        named = NAMES.get(name_of(error))
        if named is None:
            raise
        raise named from error


def locked(panel_id: UUID) -> Panel:
    """The panel, for nobody else until this transaction is over. Raises Panel.DoesNotExist."""
    return Panel.objects.select_for_update(no_key=True).get(pk=panel_id)


def say_used(*, panel_id: UUID, service: str, was_used: bool) -> None:
    """Whether they used the service of this slug. Where they did not, the database forgets what they said of it.

    Raises Panel.DoesNotExist, NotAsked, Locked, Closed.
    """
    with named_errors():
        panel = locked(panel_id)
        if not PanelService.objects.filter(panel=panel, service__slug=service).update(was_used=was_used):
            raise NotAsked


def rate(*, panel_id: UUID, service: str, question: str, level: int | None) -> None:
    """What they agreed on; None: they do not know. The last answer stands. Raises as `say_used`."""
    with named_errors():
        panel = locked(panel_id)
        row = PanelService.objects.filter(panel=panel, service__slug=service).first()
        asked = Question.objects.filter(question_set__rounds=panel.round_id, key=question).first()
        if row is None or asked is None:
            raise NotAsked
        PanelRating.objects.bulk_create(
            [PanelRating(panel_service=row, question=asked, level=level)],
            update_conflicts=True,
            unique_fields=["panel_service", "question"],
            update_fields=["level"],
        )


def send(*, panel_id: UUID) -> None:
    """From now on nothing in it changes. Raises Panel.DoesNotExist, Locked, Closed, NotComplete."""
    with named_errors():
        panel = locked(panel_id)
        if not PanelService.objects.filter(panel=panel).exists():
            raise NotComplete
        Panel.objects.filter(pk=panel_id).update(sent_at=timezone.now())


@transaction.atomic
def renew_link(*, holder_id: UUID, network: str = "") -> None:
    """Mails a new link to this holder's address, and to no other, because an old one ran out."""
    found = Holder.objects.select_for_update(of=("self",)).select_related("of_panel__round")
    holder = found.filter(pk=holder_id, of_panel__isnull=False).first()
    if holder is None or holder.of_panel is None or timezone.localdate() > holder.of_panel.round.closes_on:
        return
    fresh = {"scope": Token.Scope.PANEL, "created_at__gt": timezone.now() - RENEW_PAUSE}
    waits = Outbox.objects.about("participation", holder.pk).filter(template=LINK).exists()
    if waits or Token.objects.about("participation", holder.pk).filter(**fresh).exists():
        return
    queue_capped_letter(
        recipient=holder.email, about_app="participation", about_id=holder.pk, template=LINK, network=network
    )
