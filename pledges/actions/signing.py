"""From a filled-in form to a confirmed signature in the ledger."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from pledges.addresses import canonical_address, normal_name
from pledges.kinds import BY_MAIL, PERSON_KINDS, Act, AgeBand, GivenBy, ShownIn, State
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
from post.actions import lift, queue_capped_letter, queue_letter
from post.caps import MAILBOX_A_DAY
from post.locks import take_turns
from post.models import Outbox, Suppression

SLOTS = (1, 2, 3)  # how many confirmed signatures one address may have
# How many signatures of one address may wait to be confirmed; then the oldest goes. Because an address gets no more
# letters than this in a day, and a signature without its letter is not kept, the one that goes is a day old.
WAITING = MAILBOX_A_DAY


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


def sign(*, answers: Answers, network: str = "", not_before: datetime | None = None) -> None:
    """Keeps the answers unconfirmed and mails a link to confirm; sending a form twice signs once.

    Somebody who has signed already gets their own link instead, and nobody at the screen can tell: both take the same
    steps, statement by statement. `network` is where the form came from; the letter goes under post's caps, and not
    before `not_before`.
    """
    try:
        with transaction.atomic():
            _sign_once(answers, network, not_before)
    except IntegrityError:
        # The same form, with another name in it, a moment earlier: look again, now that it is there.
        with transaction.atomic():
            _sign_once(answers, network, not_before)


def _sign_once(answers: Answers, network: str, not_before: datetime | None) -> None:
    pledge, canonical, name = answers.wording.pledge, canonical_address(answers.email), normal_name(answers.signatory)
    # Somebody who presses the button on two devices waits here for themselves.
    take_turns(f"sign {pledge.pk} {canonical} {name}")
    Draft.objects.filter(id=answers.draft_id).delete()
    if Signature.objects.filter(draft_id=answers.draft_id).exists():
        return
    found = {"pledge": pledge, "canonical": canonical, "name_norm": name}
    # First the signature, then the person, as all other acts do: else this and a confirmation wait for each other.
    mine = {f"subject__person__{column}": value for column, value in found.items()}
    before = Signature.objects.select_for_update(of=("self",)).filter(**mine).first()
    person = Person.objects.select_for_update().filter(**found).first()
    signed = person if before is not None and before.state != State.UNCONFIRMED else None
    subject = Subject()
    letter = _queue(answers, subject, signed, network=network, not_before=not_before)
    # For somebody who has signed, and where no letter goes, the same is written down and taken back again.
    point = transaction.savepoint()
    if before is not None and before.state == State.UNCONFIRMED:
        discard_unconfirmed(before)
    _keep(answers, subject, as_nobody=signed is not None)
    if signed is not None or letter is None:
        transaction.savepoint_rollback(point)
    else:
        transaction.savepoint_commit(point)


def _queue(
    answers: Answers, subject: Subject, signed: Person | None, *, network: str, not_before: datetime | None
) -> Outbox | None:
    """The letter that asks to confirm; to somebody who has signed, the one with their own link."""
    return queue_capped_letter(
        recipient=signed.email if signed else answers.email,
        about_app="pledges",
        about_id=signed.subject_id if signed else subject.id,
        template="pledges/already" if signed else "pledges/confirm",
        network=network,
        not_before=not_before,
    )


def discard_unconfirmed(signature: Signature) -> None:
    """Forgets a signature that was never confirmed: nothing of it is in the ledger."""
    if signature.state != State.UNCONFIRMED:
        raise WrongState(signature.state)
    Person.objects.filter(subject_id=signature.subject_id).delete()
    Subject.objects.filter(id=signature.subject_id).delete()


def _keep(answers: Answers, subject: Subject, *, as_nobody: bool) -> None:
    """Writes it all down; `as_nobody` under an address that no person has, for what is taken back again."""
    subject.save(force_insert=True)
    signature = Signature.objects.create(
        subject=subject,
        pledge=answers.wording.pledge,
        kind=answers.kind,
        draft_id=answers.draft_id,
        people=answers.people,
        wording=answers.wording,
        notice=answers.notice,
    )
    Person.objects.create(
        subject=subject,
        pledge=answers.wording.pledge,
        name=answers.name,
        email=answers.email,
        canonical=uuid4().hex if as_nobody else canonical_address(answers.email),
        name_norm=normal_name(answers.signatory),
        age_band=answers.age_band,
    )
    Revision.objects.create(
        signature=signature,
        name_shown=answers.name,
        role=answers.role,
        organisation_typed=answers.organisation,
        promise=answers.promise,
    )
    keep_choices(signature, answers.agreed, given_by=answers.given_by)
    _make_room(answers)


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


def _make_room(answers: Answers) -> None:
    """Lets the oldest go where more wait for one address than may."""
    waiting = Signature.objects.unconfirmed().filter(
        subject__person__pledge=answers.wording.pledge, subject__person__canonical=canonical_address(answers.email)
    )
    too_many = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("-created_at")[WAITING:]
    for signature in too_many:
        discard_unconfirmed(signature)


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
    lift(mailbox=person.canonical, reasons=wanted(ConsentEntry.objects.in_force(subject_id)))
    queue_letter(recipient=person.email, about_app="pledges", about_id=subject_id, template="pledges/confirmed")
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


def wanted(agreed: Container[str]) -> list[Suppression.Reason]:
    """What a mailbox told us once and takes back now: it was them after all, and perhaps they want our letters."""
    letters = any(purpose in agreed for purpose in BY_MAIL)
    return [Suppression.Reason.NOT_ME, *([Suppression.Reason.UNSUBSCRIBED] if letters else [])]


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
