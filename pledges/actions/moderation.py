"""A moderator's decisions. Each is recorded; each can be taken back while its mail still waits.

What waits is a signature, or a change to an approved one: then the old entry stays up whatever is decided.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from pledges.kinds import Judgement, Reason, State
from pledges.models import Decision, Note, Person, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState
from post.actions import drop_letters, queue_letter

from .publishing import refresh_entry
from .renaming import NameTaken, rename

Stage = Revision.Stage
APPROVED, EDIT_APPROVED = "pledges/approved", "pledges/edit_approved"
# The letters that tell of a decision.
DECIDED = (APPROVED, EDIT_APPROVED, "pledges/rejected", "pledges/edit_refused", "pledges/changes_asked")
AT_ONCE = 50  # how many one decision may be about


class TooLate(Exception):
    """The person has been told: the decision can no longer be taken back quietly."""


class TooMany(Exception):
    """More than a moderator can have looked at."""


@transaction.atomic
def approve(*, subject_id: UUID, by: AbstractBaseUser) -> Signature:
    """Puts a signature, or its changed details, on the public list as far as its choices allow. Raises WrongState."""
    signature = _waiting(subject_id)
    letter = EDIT_APPROVED if signature.is_edit else APPROVED
    signature.mark_decided(State.APPROVED)
    _move(signature, Stage.LIVE, Stage.REPLACED)
    _move(signature, Stage.PENDING, Stage.LIVE)
    refresh_entry(signature)
    _decided(signature, by, Judgement.APPROVE, letter)
    return signature


@transaction.atomic
def reject(*, subject_id: UUID, by: AbstractBaseUser, reason: Reason) -> Signature:
    """Turns a signature, or a change to an approved one, down for a coded reason. Raises WrongState."""
    signature = _waiting(subject_id)
    letter = "pledges/edit_refused" if signature.is_edit else "pledges/rejected"
    if signature.is_edit:
        _move(signature, Stage.PENDING, Stage.REFUSED)
        _call_as(signature, Stage.LIVE)
    signature.mark_decided(State.REJECTED)
    _decided(signature, by, Judgement.REJECT, letter, reason)
    return signature


@transaction.atomic
def ask(*, subject_id: UUID, by: AbstractBaseUser, reason: Reason) -> Signature:
    """Asks the signatory to change something, for a coded reason; a link to do it is mailed. Raises WrongState."""
    signature = _waiting(subject_id)
    signature.mark_decided(State.CHANGES_ASKED)
    _decided(signature, by, Judgement.ASK, "pledges/changes_asked", reason)
    return signature


@transaction.atomic
def undo(*, subject_id: UUID, by: AbstractBaseUser) -> Signature:
    """Takes the last decision back: into the queue again, the list as it was before, and its mail is not sent.

    Raises TooLate once the mail may have gone; WrongState where there is no decision.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    standing = standing_decisions(signature)
    if signature.decided_at is None or signature.waiting_since or signature.state == State.WITHDRAWN or not standing:
        raise WrongState(signature.state)
    if not signature.can_be_undone:
        raise TooLate
    # Whatever the clocks say: where the letter has gone, they have been told.
    if not drop_letters(about_app="pledges", about_id=subject_id, templates=DECIDED):
        raise TooLate
    _put_back(signature, standing)
    _record(signature, by, Judgement.UNDO)
    return signature


def decide_together(
    *, subject_ids: Iterable[UUID], by: AbstractBaseUser, act: Judgement, reason: Reason | None = None
) -> tuple[list[UUID], list[UUID]]:
    """One decision about up to 50: those it was done for, and those it was too late for. Raises TooMany.

    Each is a transaction of its own, so that one that somebody else decided first does not hold up the others.
    """
    chosen = list(dict.fromkeys(subject_ids))
    if len(chosen) > AT_ONCE:
        raise TooMany
    done, missed = [], []
    for subject_id in chosen:
        try:
            _decide(subject_id, by, act, reason or "")
            done.append(subject_id)
        except (WrongState, Signature.DoesNotExist):
            missed.append(subject_id)
    return done, missed


@transaction.atomic
def note(*, subject_id: UUID, by: AbstractBaseUser, text: str) -> Note:
    """Keeps a word for colleagues, for as long as the signatory stays. Raises WrongState when they have left."""
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state == State.WITHDRAWN:
        raise WrongState(signature.state)
    return Note.objects.create(signature=signature, by_id=by.pk, text=text)


def standing_decisions(signature: Signature) -> list[Decision]:
    """The decisions that were not undone, oldest first. Undoing takes the last one away."""
    standing: list[Decision] = []
    for decision in signature.decisions.order_by("id"):
        if decision.act != Judgement.UNDO:
            standing.append(decision)
        elif standing:
            standing.pop()
    return standing


def _decide(subject_id: UUID, by: AbstractBaseUser, act: Judgement, reason: str) -> None:
    if act == Judgement.APPROVE:
        approve(subject_id=subject_id, by=by)
    elif act == Judgement.ASK:
        ask(subject_id=subject_id, by=by, reason=Reason(reason))
    else:
        reject(subject_id=subject_id, by=by, reason=Reason(reason))


def _waiting(subject_id: UUID) -> Signature:
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.waiting_since is None:
        raise WrongState(signature.state)
    return signature


def _move(signature: Signature, here: Stage, there: Stage) -> bool:
    """Details from one stage to another, in place of what was there; False where there are none to move."""
    found = Revision.objects.filter(signature=signature, state=here)
    if not found.exists():
        return False
    Revision.objects.filter(signature=signature, state=there).delete()
    found.update(state=there)
    return True


def _call_as(signature: Signature, stage: Stage) -> None:
    """Their name as it stands in these details, unless somebody else of their address has it by now."""
    details = Revision.objects.get(signature=signature, state=stage)
    person = Person.objects.select_for_update().get(subject_id=signature.subject_id)
    try:
        rename(person, signature, name=details.name_shown, organisation=details.organisation_typed)
    except NameTaken:
        return


def _put_back(signature: Signature, standing: list[Decision]) -> None:
    """Everything as it was before the last decision."""
    last, before = standing[-1], standing[-2] if len(standing) > 1 else None
    # A change to an approved signature was decided about: the approval before it still holds.
    was_edit = signature.state == State.APPROVED and before is not None and _stays_up(signature, last)
    if last.act == Judgement.APPROVE:
        _move(signature, Stage.LIVE, Stage.PENDING)
        _move(signature, Stage.REPLACED, Stage.LIVE)
    elif was_edit and last.act == Judgement.REJECT:
        _move(signature, Stage.REFUSED, Stage.PENDING)
        _call_as(signature, Stage.PENDING)
    pending = Revision.objects.get(signature=signature, state=Stage.PENDING)
    since = max(pending.created_at, signature.confirmed_at or pending.created_at)
    if was_edit and before is not None:
        signature.mark_undecided(since=since, before=before.at)
        refresh_entry(signature)
        if before.at + settings.UNDO_WINDOW > timezone.now():
            _tell(signature, APPROVED, not_before=before.at + settings.UNDO_WINDOW)
        return
    PublicEntry.objects.filter(signature=signature).delete()
    signature.mark_undecided(since=since)


def _stays_up(signature: Signature, last: Decision) -> bool:
    """Whether there are older details to show once the last decision is gone."""
    stage = Stage.REPLACED if last.act == Judgement.APPROVE else Stage.LIVE
    return Revision.objects.filter(signature=signature, state=stage).exists()


def _decided(signature: Signature, by: AbstractBaseUser, act: Judgement, letter: str, reason: str = "") -> None:
    """Recorded, and told as soon as it can no longer be taken back; one letter tells all that was decided."""
    _record(signature, by, act, reason)
    drop_letters(about_app="pledges", about_id=signature.subject_id, templates=DECIDED)
    _tell(signature, letter, reason, not_before=timezone.now() + settings.UNDO_WINDOW)


def _record(signature: Signature, by: AbstractBaseUser, act: Judgement, reason: str = "") -> None:
    Decision.objects.create(signature=signature, by_id=by.pk, act=act, reason=reason)


def _tell(signature: Signature, template: str, reason: str = "", *, not_before: datetime) -> None:
    queue_letter(
        recipient=Person.objects.values_list("email", flat=True).get(subject_id=signature.subject_id),
        about_app="pledges",
        about_id=signature.subject_id,
        template=template,
        ids={"reason": reason} if reason else {},
        not_before=not_before,
    )
