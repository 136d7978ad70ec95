"""What every act of somebody who stands by the pledge has in common: their signature, an entry in the ledger."""

from uuid import UUID

from django.utils import timezone

from pledges.kinds import ENDED, Act, State
from pledges.models import ConsentEntry, NoticeVersion, PurposeWording, Signature
from pledges.models.signatures import WrongState

from .how import How


def standing(subject_id: UUID) -> Signature:
    """Their signature, locked. Raises WrongState before they confirmed and after they left; Signature.DoesNotExist."""
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state in (State.UNCONFIRMED, *ENDED):
        raise WrongState(signature.state)
    return signature


def record(subject_id: UUID, act: Act, *, wording: PurposeWording, notice: NoticeVersion, how: How) -> None:
    """One entry of the ledger."""
    ConsentEntry.objects.create(
        subject_id=subject_id,
        purpose=wording.purpose,
        act=act,
        wording=wording,
        notice=notice,
        **(vars(how) | {"given_at": how.given_at or timezone.now()}),
    )


def withdraw(entry: ConsentEntry, *, how: How) -> None:
    """Takes back a yes, under the words and the notice it was given with."""
    record(entry.subject_id, Act.WITHDRAW, wording=entry.wording, notice=entry.notice, how=how)
