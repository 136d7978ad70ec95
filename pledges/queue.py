"""What a moderator's queue and screen show, gathered in as few questions to the database as it takes."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.ages import Age, age_of
from config.lib.queue_sources import QueueSource, Waiting
from pledges.actions.publishing import Words, words_shown
from pledges.kinds import ORGANISATION_KINDS, PERSON_KINDS, Purpose
from pledges.models import ConsentEntry, Decision, Person, PublicEntry, Revision, Signature

# How many others of the same name or address a moderator is shown.
OTHERS = 5


def details_of(signature: Signature) -> Revision | None:
    """What a moderator judges: the details that wait, else those that are live. Reads what was prefetched."""
    by_stage = {revision.state: revision for revision in signature.revisions.all()}
    return by_stage.get(Revision.Stage.PENDING) or by_stage.get(Revision.Stage.LIVE)


def called(signature: Signature) -> str:
    """The organisation, the group's place or the person, as staff see them; the reference where nothing is left."""
    details = details_of(signature)
    if details is None:
        return signature.reference
    return details.name_shown if signature.kind in PERSON_KINDS else details.organisation_typed


def awaiting(limit: int) -> list[Waiting]:
    """For the desk's one queue."""
    return [
        Waiting(
            key=str(signature.pk),
            what=called(signature),
            kind=signature.get_kind_display(),
            since=signature.waiting_since or signature.created_at,
        )
        for signature in Signature.objects.awaiting_moderation().prefetch_related("revisions")[:limit]
    ]


def address_of(key: str | UUID) -> str:
    return reverse("admin:pledges_signature_change", args=[key])


def decide(waiting: Waiting) -> str:
    """For the desk's one queue: where this one is decided."""
    return address_of(waiting.key)


SOURCE = QueueSource(
    title=_("Signatures awaiting moderation"),
    permission="pledges.change_signature",
    awaiting=awaiting,
    decide=decide,
)


def colleague(staff: AbstractBaseUser) -> str:
    """The name colleagues know somebody by; str() of staff is a reference."""
    return (staff.get_full_name() if isinstance(staff, AbstractUser) else "") or staff.get_username()


def next_after(signature: Signature) -> Signature | None:
    """The next in the queue behind this one, else the oldest of all, but never this one itself."""
    queue = Signature.objects.awaiting_moderation().exclude(pk=signature.pk)
    # One that was just decided waits no more: the queue goes on after when it was signed.
    since = signature.waiting_since or signature.confirmed_at
    behind = Q(waiting_since__gt=since) | Q(waiting_since=since, subject_id__gt=signature.pk)
    return queue.filter(behind).first() or queue.first()


@dataclass(frozen=True)
class Choice:
    """One purpose and what they said to it."""

    purpose: str
    yes: bool
    entry: ConsentEntry | None


@dataclass(frozen=True)
class Screen:
    """Everything needed to decide, on one page."""

    signature: Signature
    details: Revision | None
    person: Person | None
    shown: Words | None
    choices: list[Choice]
    decisions: list[Decision]
    same_name: list[PublicEntry]
    same_address: list[Signature]

    @property
    def name(self) -> str:
        return called(self.signature)

    @property
    def age(self) -> Age:
        return age_of(self.signature.waiting_since or self.signature.created_at)


def screen_of(signature: Signature) -> Screen:
    details = details_of(signature)
    person = Person.objects.filter(subject_id=signature.pk).first()
    in_force = ConsentEntry.objects.in_force(signature.pk)
    return Screen(
        signature=signature,
        details=details,
        person=person,
        shown=words_shown(signature, details) if details else None,
        choices=[Choice(str(purpose.label), purpose in in_force, in_force.get(purpose)) for purpose in Purpose],
        decisions=list(Decision.objects.filter(signature=signature).select_related("by")),
        same_name=_same_name(signature, details),
        same_address=_same_address(signature, person),
    )


def _same_name(signature: Signature, details: Revision | None) -> list[PublicEntry]:
    """Organisations of this name that are on the list already: one may sign once."""
    if details is None or signature.kind not in ORGANISATION_KINDS:
        return []
    same = PublicEntry.objects.organisations().filter(organisation__iexact=details.organisation_typed)
    return list(same.exclude(signature_id=signature.pk)[:OTHERS])


def _same_address(signature: Signature, person: Person | None) -> list[Signature]:
    """Confirmed signatures from the same e-mail address."""
    if person is None or person.pledge_id is None:
        return []
    others = Person.objects.filter(pledge_id=person.pledge_id, canonical=person.canonical).exclude(pk=person.pk)
    found = Signature.objects.filter(subject__person__in=others, confirmed_at__isnull=False)
    return list(found.prefetch_related("revisions")[:OTHERS])
