"""What every act of somebody who stands by the pledge has in common: their signature, an entry in the ledger."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from pledges.kinds import ENDED, Act, State
from pledges.models import ConsentEntry, NoticeVersion, Person, PurposeWording, Signature
from pledges.models.signatures import WrongState
from post.actions import queue_letter
from post.models import Outbox

from .how import How

# Somebody who goes through their choices one by one gets one receipt of all of them.
RECEIPT_AFTER = timedelta(minutes=5)
# A letter that goes this soon may be written already, without the change that is being made now.
TOO_SOON = timedelta(seconds=30)


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


def queue_receipt(person: Person) -> None:
    """Mails a receipt of a change, unless one waits that will tell of it. Under the lock of `standing`."""
    now = timezone.now()
    waits = Outbox.objects.about("pledges", person.subject_id).queued().filter(template="pledges/receipt")
    if not waits.filter(not_before__gt=now + TOO_SOON).exists():
        queue_letter(
            recipient=person.email,
            about_app="pledges",
            about_id=person.subject_id,
            template="pledges/receipt",
            not_before=now + RECEIPT_AFTER,
        )
