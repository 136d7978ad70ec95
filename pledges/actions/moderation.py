"""A moderator's decisions. Each is recorded; each can be taken back while its mail still waits.

What waits is a signature, or a change to an approved one: then the old entry stays up whatever is decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pledges.kinds import ENDED, Judgement, Reason, State
from pledges.models import Decision, Note, Person, Revision, Signature
from pledges.models.signatures import WrongState
from post.actions import queue_letter
from post.models import Outbox

from .organisations import Which, place
from .publishing import refresh_entry
from .renaming import NameTaken, rename

Stage = Revision.Stage
APPROVED, EDIT_APPROVED = "pledges/approved", "pledges/edit_approved"
# The letters that tell of a decision.
DECIDED = (APPROVED, EDIT_APPROVED, "pledges/rejected", "pledges/edit_refused", "pledges/changes_asked")
AT_ONCE = 50  # how many one decision may be about


class Overtaken(Exception):
    """The signatory changed their details after the moderator looked: nobody decides about words they did not see."""


class TooMany(Exception):
    """More than a moderator can have looked at."""


@dataclass(frozen=True)
class Together:
    """What came of one decision about many: the ids of what was recorded, and for whom it was too late."""

    decided: list[int] = field(default_factory=list)
    missed: list[UUID] = field(default_factory=list)


@transaction.atomic
def approve(
    *, subject_id: UUID, by: AbstractBaseUser, seen: datetime | None = None, organisation: Which | None = None
) -> Signature:
    """Puts a signature, or its changed details, on the public list as far as its choices allow.

    `seen` is when the details that the moderator looked at were written; `organisation` says which organisation it is
    (without it: one of the same name and kind, or a new one). Raises WrongState, Overtaken and OrganisationGone.
    """
    signature = _waiting(subject_id, seen)
    letter = EDIT_APPROVED if signature.is_edit else APPROVED
    signature.mark_decided(State.APPROVED)
    stood = Revision.objects.filter(signature=signature, state=Stage.LIVE).first()
    move(signature, Stage.LIVE, Stage.REPLACED)
    move(signature, Stage.PENDING, Stage.LIVE)
    place(signature, organisation, stood=stood.organisation_typed if stood else "")
    refresh_entry(signature)
    _decided(signature, by, Judgement.APPROVE, letter)
    return signature


@transaction.atomic
def reject(*, subject_id: UUID, by: AbstractBaseUser, reason: Reason, seen: datetime | None = None) -> Signature:
    """Turns a signature, or a change to an approved one, down for a coded reason. Raises WrongState and Overtaken."""
    signature = _waiting(subject_id, seen)
    letter = "pledges/edit_refused" if signature.is_edit else "pledges/rejected"
    if signature.is_edit:
        move(signature, Stage.PENDING, Stage.REFUSED)
        call_as(signature, Stage.LIVE)
    signature.mark_decided(State.REJECTED)
    _decided(signature, by, Judgement.REJECT, letter, reason)
    return signature


@transaction.atomic
def ask(*, subject_id: UUID, by: AbstractBaseUser, reason: Reason, seen: datetime | None = None) -> Signature:
    """Asks the signatory to change something, for a coded reason; a link to do it is mailed.

    Raises WrongState and Overtaken.
    """
    signature = _waiting(subject_id, seen)
    signature.mark_decided(State.CHANGES_ASKED)
    _decided(signature, by, Judgement.ASK, "pledges/changes_asked", reason)
    return signature


def decide_together(
    *, seen: Mapping[UUID, datetime | None], by: AbstractBaseUser, act: Judgement, reason: Reason | None = None
) -> Together:
    """One decision about up to 50, each with the time of the details that were looked at. Raises TooMany.

    Each is a transaction of its own, so that one that somebody else decided first does not hold up the others.
    """
    if len(seen) > AT_ONCE:
        raise TooMany
    if (act == Judgement.APPROVE) == (reason is not None) or act == Judgement.UNDO:
        raise ValueError("Turning down and asking have a reason; approving has none, and undoing is undo_together.")
    result = Together()
    for subject_id, written in seen.items():
        try:
            result.decided.append(_decide(subject_id, by, act, reason, written))
        except (WrongState, Overtaken, Signature.DoesNotExist):
            result.missed.append(subject_id)
    return result


@transaction.atomic
def note(*, subject_id: UUID, by: AbstractBaseUser, text: str) -> Note:
    """Keeps a word for colleagues, for as long as the signatory stays.

    Raises WrongState when they have left, or have not confirmed yet.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state in (State.UNCONFIRMED, *ENDED):
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


@transaction.atomic
def _decide(
    subject_id: UUID, by: AbstractBaseUser, act: Judgement, reason: Reason | None, seen: datetime | None
) -> int:
    """The id of the decision, which nobody can have followed with another: the signature is locked."""
    if act == Judgement.APPROVE:
        signature = approve(subject_id=subject_id, by=by, seen=seen)
    else:
        with_reason = ask if act == Judgement.ASK else reject
        signature = with_reason(subject_id=subject_id, by=by, reason=Reason(str(reason)), seen=seen)
    return standing_decisions(signature)[-1].pk


def _waiting(subject_id: UUID, seen: datetime | None) -> Signature:
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.waiting_since is None:
        raise WrongState(signature.state)
    if seen is not None and Revision.objects.latest_of(signature).created_at != seen:
        raise Overtaken
    return signature


def move(signature: Signature, here: Stage, there: Stage) -> bool:
    """Details from one stage to another, in place of what was there; False where there are none to move."""
    found = Revision.objects.filter(signature=signature, state=here)
    if not found.exists():
        return False
    Revision.objects.filter(signature=signature, state=there).delete()
    found.update(state=there)
    return True


def call_as(signature: Signature, stage: Stage) -> None:
    """Their name as it stands in these details, unless somebody else of their address has it by now."""
    details = Revision.objects.get(signature=signature, state=stage)
    if not details.name_shown:
        return  # an organisation that was taken over: nobody has looked at the new name yet
    person = Person.objects.select_for_update().get(subject_id=signature.subject_id)
    try:
        rename(person, signature, name=details.name_shown, organisation=details.organisation_typed)
    except NameTaken:
        return


def _decided(signature: Signature, by: AbstractBaseUser, act: Judgement, letter: str, reason: str = "") -> None:
    """Recorded, and told as soon as it can no longer be taken back; one letter tells all that was decided."""
    record(signature, by, act, reason)
    ids: dict[str, Any] = {"reason": reason} if reason else {}
    unsaid = letters_of(signature).first()
    if unsaid is not None:
        # For undoing: what would have been said without this decision.
        ids["instead_of"] = [unsaid.template, unsaid.ids.get("reason", ""), unsaid.not_before.isoformat()]
        unsaid.delete()
    tell(signature, letter, ids, not_before=timezone.now() + settings.UNDO_WINDOW)


def letters_of(signature: Signature) -> QuerySet[Outbox]:
    """What is not said yet about decisions: one letter at most."""
    return Outbox.objects.about("pledges", signature.subject_id).filter(template__in=DECIDED)


def record(signature: Signature, by: AbstractBaseUser, act: Judgement, reason: str = "") -> None:
    # The very moment that the signature says, so that undoing what follows can say it again.
    at = (None if act == Judgement.UNDO else signature.decided_at) or timezone.now()
    Decision.objects.create(signature=signature, by_id=by.pk, act=act, reason=reason, at=at)


def tell(signature: Signature, template: str, ids: dict[str, Any], *, not_before: datetime) -> None:
    queue_letter(
        recipient=Person.objects.values_list("email", flat=True).get(subject_id=signature.subject_id),
        about_app="pledges",
        about_id=signature.subject_id,
        template=template,
        ids=ids,
        not_before=not_before,
    )
