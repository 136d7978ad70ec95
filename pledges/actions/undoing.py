"""Taking a moderator's decision back while its mail still waits: everything is as it was before."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from pledges.kinds import Judgement
from pledges.models import Decision, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState

from .moderation import AT_ONCE, TooMany, call_as, letters_of, move, record, standing_decisions, tell
from .organisations import put_back
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
    if signature.decided_at is None or signature.waiting_since or signature.has_ended or not standing:
        raise WrongState(signature.state)
    if decision is not None and standing[-1].pk != decision:
        raise WrongState(signature.state)
    if not signature.can_be_undone:
        raise TooLate
    letter = letters_of(signature).first()
    # Whatever the clocks say: where the letter has gone, they have been told.
    if letter is None or not letters_of(signature).delete()[0]:
        raise TooLate
    _put_back(signature, standing)
    if "instead_of" in letter.ids:
        template, reason, due = letter.ids["instead_of"]
        tell(signature, template, {"reason": reason} if reason else {}, not_before=datetime.fromisoformat(due))
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
    was_edit = _was_edit(signature, standing, last)
    if last.act == Judgement.APPROVE:
        move(signature, Stage.LIVE, Stage.PENDING)
        if was_edit and not move(signature, Stage.REPLACED, Stage.LIVE):
            raise TooLate
        names = dict(Revision.objects.filter(signature=signature).values_list("state", "organisation_typed"))
        put_back(signature, typed=names[Stage.PENDING], stood=names.get(Stage.LIVE, ""))
    elif was_edit and last.act == Judgement.REJECT:
        if not move(signature, Stage.REFUSED, Stage.PENDING):
            raise TooLate
        call_as(signature, Stage.PENDING)
    since = _waited_since(signature, before)
    approved_at = before.at if before else _inherited(signature)
    if was_edit and approved_at is not None:
        signature.mark_undecided(since=since, before=approved_at)
        refresh_entry(signature)
        return
    PublicEntry.objects.filter(signature=signature).delete()
    signature.mark_undecided(since=since)


def _inherited(signature: Signature) -> datetime | None:
    """When the signature was approved that this one goes on from, if it does."""
    return signature.succeeds.decided_at if signature.succeeds else None


def _was_edit(signature: Signature, standing: list[Decision], decision: Decision) -> bool:
    """Whether this decision was about a change: an approval before it holds, or that of a colleague's signature."""
    return signature.succeeds_id is not None or any(
        earlier.act == Judgement.APPROVE for earlier in standing[: standing.index(decision)]
    )


def _waited_since(signature: Signature, before: Decision | None) -> datetime:
    """Nobody loses their place: a first signature waits since it was made, however often it was changed meanwhile."""
    written = Revision.objects.get(signature=signature, state=Stage.PENDING).created_at
    if signature.confirmed_at is None:
        return written
    return signature.confirmed_at if before is None else max(written, signature.confirmed_at)
