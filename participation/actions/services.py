"""The register of services: who stands on it, who leads them, who left, and two that are one."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from config.lib.broken_rules import name_of
from participation.models import Lead, Service
from pledges.slugs import LONGEST, RESERVED, slug_of
from post.locks import take_turns

ONCE = "participation_service_once"


class ServiceGone(Exception):
    """It is not there any more."""


class NameTaken(Exception):
    """Another service of this name and kind stands on the register."""


class HasYears(Exception):
    """It has answers, or panels spoke of it: it can leave the register, and its years stay."""


class NotOnRegister(Exception):
    """It has left the register, or became part of another."""


class NoAddress(Exception):
    """Somebody who leads a service needs an e-mail address."""


class Slugs:
    """Hands out addresses that nobody has. Made while no other act makes any."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    @classmethod
    def now(cls) -> "Slugs":
        """Waits for its turn, so that two never get the same."""
        take_turns("services")
        return cls(Service.objects.values_list("slug", flat=True))

    def give(self, name: str) -> str:
        first = slug_of(name)
        n, slug = self._last.get(first, 1), first
        if n > 1:
            slug = self._numbered(first, n)
        while slug in RESERVED or slug in self._taken:
            n += 1
            slug = self._numbered(first, n)
        self._last[first] = n
        self._taken.add(slug)
        return slug

    def _numbered(self, first: str, n: int) -> str:
        return f"{first[: LONGEST - 7].strip('-')}-{n}"


@transaction.atomic
def save_service(*, service: Service, lead_name: str, lead_email: str) -> Service:
    """A service as staff wrote it, new or changed, and who leads it. Its address is made once and never changed.

    Raises NameTaken, NoAddress where a lead has no address, NotOnRegister where one that has left gets a lead.
    """
    if lead_name and not lead_email:
        raise NoAddress
    if service._state.adding:
        service.slug = Slugs.now().give(service.name)
    elif lead_email and not Service.objects.select_for_update().standing().filter(pk=service.pk).exists():
        raise NotOnRegister
    _save(service)
    if lead_email:
        Lead.objects.update_or_create(service=service, defaults={"name": lead_name, "email": lead_email})
    else:
        Lead.objects.filter(service=service).delete()
    return service


@transaction.atomic
def leave_register(*, service_id: UUID) -> Service:
    """From today it is asked no more. The database drops its lead and all links. Raises ServiceGone."""
    service = _locked(service_id)
    if service.left_on is None:
        service.left_on = timezone.localdate()
        service.save(update_fields=["left_on"])
    return service


@transaction.atomic
def come_back(*, service_id: UUID) -> Service:
    """Stands on the register again, by itself. Raises ServiceGone, NameTaken."""
    service = _locked(service_id)
    service.left_on = service.merged_into = None
    _save(service)
    return service


@transaction.atomic
def remove_service(*, service_id: UUID) -> None:
    """Takes away one that was entered by mistake. Raises HasYears for one with years, which can only leave."""
    try:
        with transaction.atomic():
            Service.objects.filter(pk=service_id).delete()
    except ProtectedError as error:
        raise HasYears from error


@transaction.atomic
def merge_services(*, service_id: UUID, into_id: UUID) -> Service:
    """Two were one, or became one: the first leaves, and its years are told with the second's. Returns the second.

    What the second does not say (who leads it, what it signed, when it was asked) it takes from the first. Raises
    ServiceGone, NotOnRegister where the second has left, ValueError where both are the same.
    """
    if service_id == into_id:
        raise ValueError("A service cannot be merged with itself.")
    first, second = (_locked(pk) for pk in sorted((service_id, into_id)))
    ending, staying = (first, second) if first.pk == service_id else (second, first)
    if staying.left_on is not None:
        raise NotOnRegister
    staying.organisation_id = staying.organisation_id or ending.organisation_id
    staying.asked_on = min(filter(None, (staying.asked_on, ending.asked_on)), default=None)
    staying.save(update_fields=["organisation", "asked_on"])
    lead = Lead.objects.filter(service=ending).first()
    if lead is not None and not Lead.objects.filter(service=staying).exists():
        Lead.objects.create(service=staying, name=lead.name, email=lead.email)
    ending.left_on = ending.left_on or timezone.localdate()
    ending.merged_into = staying
    ending.save(update_fields=["left_on", "merged_into"])
    Service.objects.filter(merged_into=ending).update(merged_into=staying)
    return staying


def _locked(pk: UUID) -> Service:
    found = Service.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise ServiceGone
    return found


def _save(service: Service) -> None:
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError as error:
        if name_of(error) == ONCE:
            raise NameTaken from error
        raise
