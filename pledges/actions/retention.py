"""What is kept no longer than we said: each lets go of one batch. pledges/retention.py says how long, and why."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from config.lib.retention import deleting
from pledges.kinds import Channel, Purpose, ShownIn, State
from pledges.models import ConsentEntry, Draft, HandOver, Pledge, Revision, Signature

from .how import How
from .leaving import leave
from .signing import discard_unconfirmed

# At one go, where each is a transaction of its own with a letter or a ledger in it.
BATCH = 50


def forget_unconfirmed(*, on: datetime) -> int:
    """Deletes answers that nobody confirmed within a week; how many there were."""
    forgotten = 0
    for subject_id in Signature.objects.never_confirmed(on=on).values_list("subject_id", flat=True)[:BATCH]:
        with transaction.atomic():
            signature = Signature.objects.select_for_update().filter(subject_id=subject_id).first()
            if signature is not None and signature.state == State.UNCONFIRMED:
                discard_unconfirmed(signature)
                forgotten += 1
    return forgotten


def forget_replaced(*, on: datetime) -> int:
    """Deletes details that were kept for undoing a decision, once it cannot be undone; how many there were.

    With them goes which organisation it was before, and with that perhaps the organisation.
    """
    decided = Signature.objects.filter(organisation_before__isnull=False, decided_at__lte=on - settings.UNDO_WINDOW)
    decided.update(organisation_before=None)
    return deleting(lambda moment: Revision.objects.left_over(on=moment))(on)


def forget_invitations(*, on: datetime) -> int:
    """Deletes the addresses of colleagues who did not take over within two weeks; how many there were."""
    return deleting(lambda moment: HandOver.objects.expired(on=moment))(on)


def forget_drafts(*, on: datetime) -> int:
    """Deletes forms that were begun more than a day ago; how many there were."""
    return deleting(lambda moment: Draft.objects.expired(on=moment))(on)


def end_signatures(*, on: datetime) -> int:
    """Lets those go whose pledge has been closed for half a year and who were told of it; how many there were."""
    due = Signature.objects.ended(on=on).values_list("subject_id", flat=True)[:BATCH]
    return sum(_end(subject_id, on) for subject_id in due)


@transaction.atomic
def _end(subject_id: UUID, on: datetime) -> bool:
    """As if they had left, but the ledger says why. False where they have, or the pledge was opened again meanwhile."""
    # First the pledge, so that nobody opens it between this look and the deletion.
    Pledge.objects.select_for_update(no_key=True, of=("self",)).get(signatures=subject_id)
    if Signature.objects.ended(on=on).select_for_update(of=("self",)).filter(pk=subject_id).first() is None:
        return False
    read = ConsentEntry.objects.in_force(subject_id)[Purpose.TAKE_PART].shown_in
    how = How(channel=Channel.ENDED, shown_in=ShownIn(read))
    leave(subject_id=subject_id, how=how, letter="pledges/ended")
    return True
