"""What staff do with panels: who is asked, about which services, and who holds the link."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from participation.models import Holder, Panel, PanelService, Service
from participation.models.kinds import PanelKind
from post.actions import drop_letters, queue_letter

from .panels import LINK, Closed, Locked, NotAsked, locked, named_errors


class NothingAsked(Exception):
    """No service is on the list yet: there is nothing to write about."""


class Answered(Exception):
    """The group has said something of this service already."""


@transaction.atomic
def make_panel(*, round_id: int, name: str, kind: PanelKind, count: int, email: str) -> Panel:
    """A group in this round, and who gets its link. Nothing is sent yet."""
    panel = Panel.objects.create(round_id=round_id, name=name, kind=kind, count=count)
    Holder.objects.create(of_panel=panel, email=email)
    return panel


def change_panel(*, panel_id: UUID, name: str, kind: PanelKind, count: int) -> None:
    """Raises Panel.DoesNotExist, Locked."""
    with named_errors():
        locked(panel_id)
        Panel.objects.filter(pk=panel_id).update(name=name, kind=kind, count=count)


def add_services(*, panel_id: UUID, service_ids: Iterable[UUID]) -> int:
    """Puts services of the register at the end of the list; how many are new on it.

    Raises Panel.DoesNotExist, Locked.
    """
    with named_errors():
        panel = locked(panel_id)
        last = panel.services.aggregate(last=Max("position"))["last"] or 0
        found = Service.objects.standing().filter(pk__in=list(service_ids)).exclude(panels__panel=panel)
        new = list(found.order_by("name", "pk"))
        rows = [PanelService(panel=panel, service=one, position=place) for place, one in enumerate(new, last + 1)]
        PanelService.objects.bulk_create(rows)
        return len(rows)


def remove_service(*, panel_id: UUID, service: str) -> None:
    """Takes a service off the list. Raises Panel.DoesNotExist, NotAsked, Answered, Locked."""
    with named_errors():
        rows = _rows(locked(panel_id))
        row = _named(rows, service)
        if row.was_used is not None:
            raise Answered
        row.delete()
        _in_order([one for one in rows if one is not row])


def move_service(*, panel_id: UUID, service: str, by: int) -> None:
    """One place up (-1) or down (1). Raises Panel.DoesNotExist, NotAsked, Locked."""
    with named_errors():
        rows = _rows(locked(panel_id))
        at = rows.index(_named(rows, service))
        to = max(0, min(at + by, len(rows) - 1))
        rows.insert(to, rows.pop(at))
        _in_order(rows)


def _rows(panel: Panel) -> list[PanelService]:
    return list(panel.services.select_related("service").order_by("position"))


def _named(rows: list[PanelService], service: str) -> PanelService:
    found = next((one for one in rows if one.service.slug == service), None)
    if found is None:
        raise NotAsked
    return found


def _in_order(rows: list[PanelService]) -> None:
    """Counted from 1. Two may share a place until the transaction ends."""
    for place, row in enumerate(rows, 1):
        if row.position != place:
            PanelService.objects.filter(pk=row.pk).update(position=place)


def invite_panel(*, panel_id: UUID, email: str) -> Holder:
    """Mails the link to this address, as often as staff want; links that went before still work.

    Raises Panel.DoesNotExist, NothingAsked, Locked, and Closed after the round.
    """
    with named_errors():
        panel = locked(panel_id)
        if panel.sent_at is not None:
            raise Locked
        if timezone.localdate() > panel.round.closes_on:
            raise Closed
        if not panel.services.exists():
            raise NothingAsked
        holder = panel.holders.filter(email__iexact=email).first()
        if holder is None:
            holder = Holder.objects.create(of_panel=panel, email=email)
        drop_letters(about_app="participation", about_id=holder.pk, templates=[LINK])
        queue_letter(recipient=holder.email, about_app="participation", about_id=holder.pk, template=LINK)
        return holder


@transaction.atomic
def take_link(*, panel_id: UUID, holder_id: UUID) -> None:
    """Nobody opens the pages with it any more: links and waiting letters go with the holder (by trigger)."""
    Holder.objects.filter(of_panel=panel_id, pk=holder_id).delete()


def reopen(*, panel_id: UUID) -> None:
    """The group can change its answers again. Raises Panel.DoesNotExist, and Closed after the round."""
    with named_errors():
        locked(panel_id)
        Panel.objects.filter(pk=panel_id).update(sent_at=None)


def delete_panel(*, panel_id: UUID) -> None:
    """With all that it said so far, and its links. Raises Panel.DoesNotExist, and Locked where it has sent."""
    with named_errors():
        locked(panel_id).delete()
