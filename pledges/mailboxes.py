"""Mailboxes: who shares one, what has just been mailed there, and whether it gets letters at all."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from post.models import Outbox, Suppression, Token

from .addresses import canonical_address
from .kinds import BY_MAIL, State
from .models import ConsentEntry, Person, Pledge, Signature

RENEW_PAUSE = timedelta(minutes=5)


def has_fresh_link(subject_id: UUID) -> bool:
    """Whether a link to their own page went a moment ago: nobody must be able to fill somebody else's mailbox."""
    fresh = {"scope": Token.Scope.OWN, "created_at__gt": timezone.now() - RENEW_PAUSE}
    return Token.objects.about("pledges", subject_id).filter(**fresh).exists()


def waits(subject_id: UUID, template: str) -> bool:
    """Whether this letter to them has not gone yet."""
    return Outbox.objects.about("pledges", subject_id).filter(template=template).exists()


def gets_none(signature: Signature) -> bool:
    """Whether this mailbox gets no letters that it did not ask for already."""
    if any(purpose in BY_MAIL for purpose in ConsentEntry.objects.in_force(signature.pk)):
        return False
    return Suppression.objects.of(signature.subject.person.canonical).exists()


def first_of_each_address(typed: str) -> list[Person]:
    """Of all who confirmed from this mailbox the first for each spelling of the address, locked.

    "ada+x@" can be another mailbox than "ada@" after all, so what is for one is never sent to the other.
    """
    first_of: dict[str, Person] = {}
    for person in _confirmed(canonical_address(typed)).order_by("pk").select_for_update(of=("self",)):
        first_of.setdefault(person.email.casefold(), person)
    return list(first_of.values())


def sharing(person: Person) -> list[Person]:
    """All who have confirmed with exactly this address, this one among them, longest ago first."""
    found = _confirmed(person.canonical).select_related("subject__signature__pledge")
    found = found.order_by("subject__signature__confirmed_at", "pk")
    return [other for other in found if other.email.casefold() == person.email.casefold()]


def _confirmed(canonical: str) -> QuerySet[Person]:
    """Those of a mailbox who have a page of their own. By pledge, because the index of addresses is."""
    people = Person.objects.filter(pledge__in=Pledge.objects.all(), canonical=canonical)
    return people.exclude(subject__signature__state=State.UNCONFIRMED)
