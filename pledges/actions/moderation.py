"""A moderator's decisions. Each is recorded; each can be taken back while its mail still waits."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from pledges.kinds import Judgement, Reason, State
from pledges.models import Decision, Person, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState
from post.actions import drop_letters, queue_letter

from .publishing import refresh_entry

DECIDED = ("pledges/approved", "pledges/rejected")  # the letters that tell of a decision


class TooLate(Exception):
    """The person has been told: the decision can no longer be taken back quietly."""


@transaction.atomic
def approve(*, subject_id: UUID, by: AbstractBaseUser) -> Signature:
    """Puts a signature on the public list, as far as its choices allow. Raises WrongState."""
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    signature.mark_decided(State.APPROVED)
    pending = Revision.objects.filter(signature=signature, state=Revision.Stage.PENDING)
    if pending.exists():
        Revision.objects.filter(signature=signature, state=Revision.Stage.LIVE).delete()
        pending.update(state=Revision.Stage.LIVE)
    refresh_entry(signature)
    _record(signature, by, Judgement.APPROVE)
    _tell_later(signature, "pledges/approved")
    return signature


@transaction.atomic
def reject(*, subject_id: UUID, by: AbstractBaseUser, reason: Reason) -> Signature:
    """Turns a signature down for a coded reason. Raises WrongState."""
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    signature.mark_decided(State.REJECTED)
    _record(signature, by, Judgement.REJECT, reason)
    _tell_later(signature, "pledges/rejected", reason)
    return signature


@transaction.atomic
def undo(*, subject_id: UUID, by: AbstractBaseUser) -> Signature:
    """Takes the last decision back: off the list, back into the queue, and its mail is not sent.

    Raises TooLate once the mail may have gone; WrongState where there is no decision.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state not in (State.APPROVED, State.REJECTED):
        raise WrongState(signature.state)
    if not signature.can_be_undone:
        raise TooLate
    # Whatever the clocks say: where the letter has gone, they have been told.
    if not drop_letters(about_app="pledges", about_id=subject_id, templates=DECIDED):
        raise TooLate
    PublicEntry.objects.filter(signature=signature).delete()
    Revision.objects.filter(signature=signature, state=Revision.Stage.LIVE).update(state=Revision.Stage.PENDING)
    signature.mark_undecided()
    _record(signature, by, Judgement.UNDO)
    return signature


def _record(signature: Signature, by: AbstractBaseUser, act: Judgement, reason: str = "") -> None:
    Decision.objects.create(signature=signature, by_id=by.pk, act=act, reason=reason)


def _tell_later(signature: Signature, template: str, reason: str = "") -> None:
    """The mail waits as long as the decision can be taken back."""
    queue_letter(
        recipient=Person.objects.values_list("email", flat=True).get(subject_id=signature.subject_id),
        about_app="pledges",
        about_id=signature.subject_id,
        template=template,
        ids={"reason": reason} if reason else {},
        not_before=timezone.now() + settings.UNDO_WINDOW,
    )
