"""Taking a moderator's decision back while its mail still waits: everything is as it was before."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from pledges.kinds import Judgement, State
from pledges.models import Decision, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState
from post.actions import drop_letters

from .moderation import (
    APPROVED,
    AT_ONCE,
    DECIDED,
    EDIT_APPROVED,
    TooMany,
    call_as,
    move,
    record,
    standing_decisions,
    tell,
)
from .publishing import refresh_entry

Stage = Revision.Stage


class TooLate(Exception):
    """The person has been told: the decision can no longer be taken back quietly."""


@transaction.atomic
def undo(*, subject_id: UUID, by: AbstractBaseUser, decision: int | None = None) -> Signature:
    """Takes the last decision back: into the queue again, the list as it was before, and its mail is not sent.

    `decision` is the one that is meant: one that somebody made since is left alone. Raises TooLate once the mail may
    have gone; WrongState where there is no such decision to take back.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    standing = standing_decisions(signature)
    if signature.decided_at is None or signature.waiting_since or signature.state == State.WITHDRAWN or not standing:
        raise WrongState(signature.state)
    if decision is not None and standing[-1].pk != decision:
        raise WrongState(signature.state)
    if not signature.can_be_undone:
        raise TooLate
    # Whatever the clocks say: where the letter has gone, they have been told.
    if not drop_letters(about_app="pledges", about_id=subject_id, templates=DECIDED):
        raise TooLate
    _put_back(signature, standing)
    record(signature, by, Judgement.UNDO)
    return signature


def undo_together(*, decisions: Iterable[int], by: AbstractBaseUser) -> tuple[list[UUID], list[UUID]]:
    """Takes up to 50 decisions back: for whom it was done, and for whom it was too late. Raises TooMany."""
    chosen = list(dict.fromkeys(decisions))
    if len(chosen) > AT_ONCE:
        raise TooMany
    undone, missed = [], []
    for decision in Decision.objects.filter(pk__in=chosen):
        try:
            undo(subject_id=decision.signature_id, by=by, decision=decision.pk)
            undone.append(decision.signature_id)
        except (WrongState, TooLate):
            missed.append(decision.signature_id)
    return undone, missed


def _put_back(signature: Signature, standing: list[Decision]) -> None:
    """Everything as it was before the last decision."""
    last, before = standing[-1], standing[-2] if len(standing) > 1 else None
    was_edit = _was_edit(standing, last)
    if last.act == Judgement.APPROVE:
        move(signature, Stage.LIVE, Stage.PENDING)
        if was_edit and not move(signature, Stage.REPLACED, Stage.LIVE):
            raise TooLate
    elif was_edit and last.act == Judgement.REJECT:
        if not move(signature, Stage.REFUSED, Stage.PENDING):
            raise TooLate
        call_as(signature, Stage.PENDING)
    since = _waited_since(signature, before)
    if was_edit and before is not None:
        signature.mark_undecided(since=since, before=before.at)
        refresh_entry(signature)
        _tell_again(signature, standing)
        return
    PublicEntry.objects.filter(signature=signature).delete()
    signature.mark_undecided(since=since)


def _was_edit(standing: list[Decision], decision: Decision) -> bool:
    """Whether this decision was about a change: an approval before it holds."""
    return any(earlier.act == Judgement.APPROVE for earlier in standing[: standing.index(decision)])


def _waited_since(signature: Signature, before: Decision | None) -> datetime:
    """Nobody loses their place: a first signature waits since it was made, however often it was changed meanwhile."""
    written = Revision.objects.get(signature=signature, state=Stage.PENDING).created_at
    if signature.confirmed_at is None:
        return written
    return signature.confirmed_at if before is None else max(written, signature.confirmed_at)


def _tell_again(signature: Signature, standing: list[Decision]) -> None:
    """The letter about the approval before, where the decision that is taken back came in its place.

    Nothing else can have waited: to say something new takes back what was not said yet about the old words.
    """
    last, before = standing[-1], standing[-2]
    due = before.at + settings.UNDO_WINDOW
    if before.act == Judgement.APPROVE and last.at < due:
        tell(signature, EDIT_APPROVED if _was_edit(standing, before) else APPROVED, not_before=due)
