"""From a filled-in form to a confirmed signature in the ledger."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pledges.addresses import canonical_address, normal_name
from pledges.kinds import BY_MAIL, PERSON_KINDS, Act, AgeBand, GivenBy, ShownIn, State
from pledges.models import (
    ConsentEntry,
    NoticeVersion,
    PendingConsent,
    Person,
    Pledge,
    PledgeWording,
    PurposeWording,
    Signature,
)
from pledges.models.signatures import WrongState
from post.actions import lift, message_id, queue_letter
from post.caps import MAILBOX_A_DAY, TO_COUNT, to_count
from post.locks import key_of
from post.models import Suppression

SLOTS = (1, 2, 3)  # how many confirmed signatures one address may have
# How many signatures of one address may wait to be confirmed; then the oldest goes. Because an address gets no more
# letters than this in a day, and a signature without its letter is not kept, the one that goes is a day old.
WAITING = MAILBOX_A_DAY


# The whole of it is one statement and one function of the database (migrations/0020, docs/decisions/0017).
SIGN = f"""
    SELECT pledges_sign(
        ROW(
            %(draft_id)s, %(pledge_id)s, %(wording_id)s, %(notice_id)s, %(kind)s, %(people)s,
            %(name)s, %(email)s, %(canonical)s, %(name_norm)s, %(age_band)s, %(role)s, %(organisation)s, %(promise)s,
            %(wordings)s, %(given_at)s, %(shown_in)s, %(given_by)s
        )::pledges_answers,
        %(turn)s, {TO_COUNT}, %(not_before)s, %(message_id)s, %(most_waiting)s
    )
"""


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

    Somebody who has signed already gets their own link instead, and nobody at the screen can tell: for both it is the
    same statement, which writes the same rows. `network` is where the form came from; the letter goes under post's
    caps, and not before `not_before`.
    """
    on = timezone.now()
    values = _to_sign(answers) | to_count(recipient=answers.email, network=network, on=on)
    values |= {"not_before": not_before, "message_id": message_id(), "most_waiting": WAITING}
    try:
        _execute(SIGN, values)
    except IntegrityError:
        # Somebody took this very name and address a moment earlier: look again, now that it is there.
        _execute(SIGN, values)


def _to_sign(answers: Answers) -> dict[str, Any]:
    """What the form comes to, and whose turn it is: somebody who presses on two devices waits for themselves."""
    pledge_id, canonical = answers.wording.pledge_id, canonical_address(answers.email)
    name, agreed = normal_name(answers.signatory), list(answers.agreed)
    return {
        "turn": key_of(f"sign {pledge_id} {canonical} {name}"),
        "draft_id": answers.draft_id,
        "pledge_id": pledge_id,
        "wording_id": answers.wording.pk,
        "notice_id": answers.notice.pk,
        "kind": answers.kind,
        "people": answers.people,
        "name": answers.name,
        "email": answers.email,
        "canonical": canonical,
        "name_norm": name,
        "age_band": answers.age_band,
        "role": answers.role,
        "organisation": answers.organisation,
        "promise": answers.promise,
        "wordings": [said.wording.pk for said in agreed],
        "given_at": [said.given_at for said in agreed],
        "shown_in": [said.shown_in for said in agreed],
        "given_by": answers.given_by,
    }


def _execute(statement: str, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def discard_unconfirmed(signature: Signature) -> None:
    """Forgets a signature that was never confirmed: nothing of it is in the ledger."""
    if signature.state != State.UNCONFIRMED:
        raise WrongState(signature.state)
    _execute("SELECT pledges_discard_unconfirmed(%(subject)s)", {"subject": signature.subject_id})


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
