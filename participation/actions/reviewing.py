"""What staff do with returns: hand one back, give more time, look at evidence, and say who holds a link."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.lib.texts import clean_text
from participation.models import Erasure, Evidence, HandBack, Holder, Return
from participation.models.kinds import EvidenceState, ReturnState
from post.actions import Addressed, queue_letters

from .colleagues import MOST_HOLDERS

INVITED, HANDED_BACK = "participation/invited", "participation/handed_back"


class NotSubmitted(Exception):
    """It is being answered: somebody handed it back already."""


class NoTimeLeft(Exception):
    """Its round has closed: whoever is to answer again needs more time."""


class TooManyHolders(Exception):
    """As many people as may have a link to it."""


@transaction.atomic
def hand_back(*, return_id: UUID, reason: str, by: int | None, more_time_until: date | None = None) -> Return:
    """Opens a submitted return again for its service, which is told why. Raises NotSubmitted, NoTimeLeft."""
    found = _locked(return_id)
    if found.state != ReturnState.SUBMITTED:
        raise NotSubmitted
    found.more_time_until = more_time_until or found.more_time_until
    if found.closes_on < timezone.localdate():
        raise NoTimeLeft
    HandBack.objects.create(of_return=found, submission=found.submission, reason=clean_text(reason), by_id=by)
    found.state = ReturnState.OPEN
    found.save(update_fields=["state", "more_time_until"])
    letters = [Addressed(one.email, one.pk) for one in found.holders.all()]
    if letters:
        queue_letters(about_app="participation", template=HANDED_BACK, letters=letters)
    return found


def give_more_time(*, return_id: UUID, until: date | None) -> None:
    """One service may answer until the end of this day; None takes it back."""
    Return.objects.filter(pk=return_id).update(more_time_until=until)


def switch_reminders(*, return_id: UUID, on: bool) -> None:
    Return.objects.filter(pk=return_id).update(is_reminded=on)


@transaction.atomic
def send_link(*, return_id: UUID, email: str, name: str = "") -> Holder:
    """A link to the return for one more address, or a new one for an address that has one."""
    found = _locked(return_id)
    holder = found.holders.filter(email__iexact=email).first()
    if holder is None:
        if found.holders.count() >= MOST_HOLDERS:
            raise TooManyHolders
        holder = Holder.objects.create(of_return=found, email=email, name=name)
    if found.invited_at is None and found.state == ReturnState.OPEN:
        Return.objects.filter(pk=found.pk).update(invited_at=timezone.now())
    queue_letters(about_app="participation", template=INVITED, letters=[Addressed(holder.email, holder.pk)])
    return holder


def take_link(*, return_id: UUID, holder_id: UUID) -> None:
    """Whoever held it cannot open the return any more."""
    Holder.objects.filter(pk=holder_id, of_return=return_id).delete()


def decide_evidence(*, evidence_id: UUID, may_be_shown: bool, reason: str = "", by: int | None) -> None:
    """Whether anybody may see this piece of evidence; where not, why. The last decision counts."""
    state = EvidenceState.APPROVED if may_be_shown else EvidenceState.REFUSED
    why = "" if may_be_shown else clean_text(reason)
    Evidence.objects.filter(pk=evidence_id).update(state=state, reason=why, decided_at=timezone.now(), decided_by_id=by)


@transaction.atomic
def erase_evidence(*, evidence_id: UUID, reason: str, by: int | None) -> None:
    """Nothing of it is kept, whatever the state of its return; that it was there, and why it went, is.

    Raises Evidence.DoesNotExist.
    """
    found = Evidence.objects.select_for_update().get(pk=evidence_id)
    Erasure.objects.create(
        evidence=found.pk,
        of_return_id=found.of_return_id,
        question_id=found.question_id,
        reason=clean_text(reason),
        by_id=by,
    )
    found.delete()


def _locked(return_id: UUID) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("round", "service").get(pk=return_id)
