"""From a filled-in form to a confirmed signature in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from pledges.addresses import canonical_address, normal_name
from pledges.kinds import PERSON_KINDS, Act, AgeBand, GivenBy, ShownIn, State
from pledges.models import (
    ConsentEntry,
    Draft,
    NoticeVersion,
    PendingConsent,
    Person,
    Pledge,
    PledgeWording,
    PurposeWording,
    Revision,
    Signature,
    Subject,
)
from pledges.models.signatures import WrongState
from post.actions import queue_letter
from post.locks import take_turns
from post.models import Outbox, Token

RENEW_PAUSE = timedelta(minutes=5)
SLOTS = (1, 2, 3)  # how many confirmed signatures one address may have


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One purpose somebody said yes to: the words, when, and in which form they read them."""

    wording: PurposeWording
    given_at: datetime
    shown_in: ShownIn = ShownIn.STANDARD


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything somebody answered, and the exact wordings they were shown when they did."""

    draft_id: UUID
    kind: str
    name: str
    email: str
    role: str = ""
    organisation: str = ""
    promise: str = ""
    age_band: str = AgeBand.ADULT
    people: int | None = None
    wording: PledgeWording
    notice: NoticeVersion
    # The purposes they said yes to. Taking part is always among them.
    agreed: Iterable[Agreed]
    given_by: str = GivenBy.SELF

    @property
    def signatory(self) -> str:
        """Whose promise it is: the organisation's or the group's, or the person's own."""
        return self.name if self.kind in PERSON_KINDS else self.organisation


def sign(*, answers: Answers) -> None:
    """Keeps the answers unconfirmed and mails a link to confirm; sending a form twice signs once.

    Somebody who has signed already gets their own link instead, and nobody at the screen can tell.
    """
    try:
        with transaction.atomic():
            _sign_once(answers)
    except IntegrityError:
        # The same form, with another name in it, a moment earlier: look again, now that it is there.
        with transaction.atomic():
            _sign_once(answers)


def _sign_once(answers: Answers) -> None:
    pledge, canonical, name = answers.wording.pledge, canonical_address(answers.email), normal_name(answers.signatory)
    # Somebody who presses the button on two devices waits here for themselves.
    take_turns(f"sign {pledge.pk} {canonical} {name}")
    Draft.objects.filter(id=answers.draft_id).delete()
    if Signature.objects.filter(draft_id=answers.draft_id).exists():
        return
    found = {"pledge": pledge, "canonical": canonical, "name_norm": name}
    # First the signature, then the person, as all other acts do: else this and a confirmation wait for each other.
    mine = {f"subject__person__{column}": value for column, value in found.items()}
    signature = Signature.objects.select_for_update(of=("self",)).filter(**mine).first()
    person = Person.objects.select_for_update().filter(**found).first() if signature else None
    if signature is not None and person is not None:
        if signature.state != State.UNCONFIRMED:
            _mail_own_link("pledges/already", person)
            return
        discard_unconfirmed(signature)
    _keep(answers)


def discard_unconfirmed(signature: Signature) -> None:
    """Forgets a signature that was never confirmed: nothing of it is in the ledger."""
    if signature.state != State.UNCONFIRMED:
        raise WrongState(signature.state)
    Person.objects.filter(subject_id=signature.subject_id).delete()
    Subject.objects.filter(id=signature.subject_id).delete()


def _keep(answers: Answers) -> None:
    subject = Subject.objects.create()
    signature = Signature.objects.create(
        subject=subject,
        pledge=answers.wording.pledge,
        kind=answers.kind,
        draft_id=answers.draft_id,
        people=answers.people,
        wording=answers.wording,
        notice=answers.notice,
    )
    _keep_person(subject, answers)
    Revision.objects.create(
        signature=signature,
        name_shown=answers.name,
        role=answers.role,
        organisation_typed=answers.organisation,
        promise=answers.promise,
    )
    keep_choices(signature, answers.agreed, given_by=answers.given_by)
    _queue("pledges/confirm", answers.email, subject.id)


def _keep_person(subject: Subject, answers: Answers) -> None:
    Person.objects.create(
        subject=subject,
        pledge=answers.wording.pledge,
        name=answers.name,
        email=answers.email,
        canonical=canonical_address(answers.email),
        name_norm=normal_name(answers.signatory),
        age_band=answers.age_band,
    )


def keep_choices(signature: Signature, agreed: Iterable[Agreed], *, given_by: str = GivenBy.SELF) -> None:
    """Boxes that were ticked, until they enter the ledger."""
    PendingConsent.objects.bulk_create(
        PendingConsent(
            signature=signature,
            wording=said.wording,
            given_at=said.given_at,
            given_by=given_by,
            shown_in=said.shown_in,
        )
        for said in agreed
    )


def _queue(template: str, recipient: str, subject_id: UUID) -> None:
    queue_letter(recipient=recipient, about_app="pledges", about_id=subject_id, template=template)


@transaction.atomic
def renew_own_link(*, subject_id: UUID) -> None:
    """Mails a new link to somebody's own page, to the address we hold and no other."""
    person = Person.objects.select_for_update().filter(subject_id=subject_id).first()
    if person is not None:
        _mail_own_link("pledges/own_link", person)


def _mail_own_link(template: str, person: Person) -> None:
    """Not while one waits or has just gone: nobody must be able to fill somebody else's mailbox."""
    waits = Outbox.objects.about("pledges", person.subject_id).filter(template=template)
    fresh = Token.objects.about("pledges", person.subject_id).filter(
        scope=Token.Scope.OWN, created_at__gt=timezone.now() - RENEW_PAUSE
    )
    if not waits.exists() and not fresh.exists():
        _queue(template, person.email, person.subject_id)


@transaction.atomic
def confirm(*, subject_id: UUID, signed_at: datetime | None = None) -> Signature:
    """The person pressed the button in the mail: now, and only now, their choices enter the ledger.

    `signed_at` is for a signature that was made earlier and reaches us late, as one on paper does.
    Raises WrongState when it was confirmed before; Signature.DoesNotExist when it is gone.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    person = Person.objects.select_for_update().get(subject_id=subject_id)
    held = not take_slot(person)
    signature.mark_confirmed(held=held, at=signed_at or timezone.now())
    enter_choices(signature)
    _queue("pledges/confirmed", person.email, subject_id)
    return signature


def enter_choices(signature: Signature) -> None:
    """What was ticked enters the ledger, and waits no more."""
    for pending in signature.pending_consents.select_related("wording").order_by("id"):
        ConsentEntry.objects.create(
            subject_id=signature.subject_id,
            purpose=pending.wording.purpose,
            act=Act.GIVE,
            wording=pending.wording,
            notice_id=signature.notice_id,
            given_at=pending.given_at,
            given_by=pending.given_by,
            shown_in=pending.shown_in,
        )
    signature.pending_consents.all().delete()


def take_slot(person: Person) -> bool:
    """Gives the person one of the places of their address; False when all are taken."""
    # Not FOR UPDATE: that would make everybody who signs just now wait.
    pledge = Pledge.objects.select_for_update(no_key=True).get(people=person)
    taken = Person.objects.filter(pledge=pledge, canonical=person.canonical, slot__isnull=False).values_list(
        "slot", flat=True
    )
    free = sorted(set(SLOTS) - set(taken))
    if not free:
        return False
    person.slot = free[0]
    person.save(update_fields=["slot"])
    return True
