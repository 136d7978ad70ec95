"""An organisation's signature goes on under a colleague's name.

The colleague is somebody new to us: a subject of their own, who says yes for themselves. The organisation and what it
will do stay up meanwhile; the new name is shown once a moderator has looked at it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from pledges.addresses import canonical_address, normal_name
from pledges.kinds import Channel, GivenBy, State
from pledges.models import ConsentEntry, HandOver, Person, Revision, Signature, Subject
from pledges.models.signatures import WrongState
from pledges.terms import Terms
from post.actions import drop_letters, lift, queue_capped_letter, queue_letter, suppress
from post.locks import take_turns
from post.models import Suppression

from .choosing import WordsChanged
from .consenting import standing
from .how import How
from .leaving import end
from .organisations import carry_on
from .publishing import refresh_entry
from .renaming import NameTaken
from .signing import Agreed, discard_unconfirmed, enter_choices, keep_choices, take_slot, wanted


class OwnAddress(Exception):
    """Whoever signed cannot hand over to themselves."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Who takes over, what they say of themselves and what they agree to; taking part is always among it."""

    name: str
    role: str
    agreed: Iterable[Agreed]


@transaction.atomic
def invite(
    *, subject_id: UUID, email: str, network: str, channel: Channel = Channel.WEB, by: AbstractBaseUser | None = None
) -> HandOver:
    """Asks a colleague to take over; an earlier invitation is void. Nothing else changes until they do.

    Anybody's address can be typed here, so the letter goes under post's caps; `network` is where the request came from.
    `by` is whoever of our staff was told of it; then the signatory is told too. Raises OwnAddress; WrongState where the
    signature is not an approved one of an organisation, of an open pledge; Signature.DoesNotExist, Person.DoesNotExist.
    """
    signature = standing(subject_id)
    person = Person.objects.get(subject_id=subject_id)
    if not signature.can_be_handed_over:
        raise WrongState(signature.state)
    if canonical_address(email) == person.canonical:
        raise OwnAddress
    asked = _ask(HandOver(signature=signature, email=email, channel=channel, by_id=by.pk if by else None))
    queue_capped_letter(
        recipient=email, about_app="pledges", about_id=asked.pk, template="pledges/hand_over", network=network
    )
    if by is not None:
        queue_letter(
            recipient=person.email, about_app="pledges", about_id=subject_id, template="pledges/hand_over_asked"
        )
    return asked


def _ask(asked: HandOver) -> HandOver:
    """In place of an earlier invitation. To the same mailbox it stays one, so that each letter's way to stop works."""
    before = HandOver.objects.filter(signature=asked.signature_id).first()
    if before is not None and canonical_address(before.email) == canonical_address(asked.email):
        drop_letters(about_app="pledges", about_id=before.pk)
        asked.pk = before.pk
        asked.save(force_update=True)
        return asked
    if before is not None:
        before.delete()
    asked.save(force_insert=True)
    return asked


@transaction.atomic
def take_back_invitation(*, subject_id: UUID) -> bool:
    """Nobody is invited any more; False where nobody was."""
    return bool(HandOver.objects.filter(signature=standing(subject_id)).delete()[0])


@transaction.atomic
def decline(*, hand_over_id: UUID) -> bool:
    """The colleague wants no such letters: nobody is asked any more, and this mailbox is left alone.

    False where there is no such invitation.
    """
    asked = HandOver.objects.filter(pk=hand_over_id).first()
    if asked is None:
        return False
    suppress(mailbox=canonical_address(asked.email), reason=Suppression.Reason.UNSUBSCRIBED)
    asked.delete()
    return True


@transaction.atomic
def take_over(*, hand_over_id: UUID, colleague: Colleague, terms: Terms) -> Signature:
    """The colleague pressed the button in the mail: the signature goes on with them, and the old person's data goes.

    Raises HandOver.DoesNotExist when the invitation is void; WordsChanged where the open pledge is another one by now;
    NameTaken when they have signed for this organisation themselves; WrongState.
    """
    # First the signature, as all other acts do; then whether it is still to be handed over.
    old = standing(HandOver.objects.open().get(pk=hand_over_id).signature_id)
    asked = HandOver.objects.open().get(pk=hand_over_id)
    if terms.wording.pledge_id != old.pledge_id:
        raise WordsChanged
    details = Revision.objects.latest_of(old)
    live = Revision.objects.get(signature=old, state=Revision.Stage.LIVE)
    new = _begin(old, terms)
    end(old, State.HANDED_OVER, how=_how(asked), letter="pledges/handed_over")
    _keep_person(new, colleague, asked.email, details.organisation_typed)
    _keep_details(new, colleague, live=live, details=details)
    keep_choices(new, colleague.agreed)
    new.mark_taken_over(at=timezone.now())
    carry_on(old, new)
    enter_choices(new)
    agreed = ConsentEntry.objects.in_force(new.pk)
    lift(mailbox=canonical_address(asked.email), reasons=wanted(agreed))
    refresh_entry(new)
    queue_letter(recipient=asked.email, about_app="pledges", about_id=new.pk, template="pledges/took_over")
    return new


def _begin(old: Signature, terms: Terms) -> Signature:
    """The signature that goes on, not yet confirmed, under the words of today."""
    return Signature.objects.create(
        subject=Subject.objects.create(),
        pledge=old.pledge,
        kind=old.kind,
        wording=terms.wording,
        notice=terms.notice,
        told_of=terms.wording,
        succeeds=old,
        first_signed_at=old.since,
    )


def _how(asked: HandOver) -> How:
    """How the old signatory's yes was taken back: by themselves, or by the organisation they had left."""
    given_by = GivenBy.ORGANISATION if asked.by_id else GivenBy.SELF
    return How(channel=Channel(asked.channel), given_by=given_by)


def _keep_person(signature: Signature, colleague: Colleague, email: str, organisation: str) -> None:
    canonical, name = canonical_address(email), normal_name(organisation)
    take_turns(f"sign {signature.pledge_id} {canonical} {name}")
    begun = Signature.objects.select_for_update(of=("self",)).filter(
        state=State.UNCONFIRMED, subject__person__canonical=canonical, subject__person__name_norm=name
    )
    for unconfirmed in begun.filter(pledge=signature.pledge_id):
        discard_unconfirmed(unconfirmed)
    try:
        with transaction.atomic():
            person = Person.objects.create(
                subject_id=signature.pk,
                pledge_id=signature.pledge_id,
                name=colleague.name,
                email=email,
                canonical=canonical,
                name_norm=name,
            )
    except IntegrityError:
        raise NameTaken from None
    take_slot(person)


def _keep_details(signature: Signature, colleague: Colleague, *, live: Revision, details: Revision) -> None:
    """What stands on the list stays, without a name; the new name waits, with any change that waited already."""
    Revision.objects.create(
        signature=signature,
        state=Revision.Stage.LIVE,
        name_shown="",
        organisation_typed=live.organisation_typed,
        promise=live.promise,
    )
    Revision.objects.create(
        signature=signature,
        name_shown=colleague.name,
        role=colleague.role,
        organisation_typed=details.organisation_typed,
        promise=details.promise,
    )
