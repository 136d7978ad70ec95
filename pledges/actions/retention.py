"""What is kept no longer than we said."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from pledges.kinds import State
from pledges.models import Draft, Revision, Signature

from .signing import discard_unconfirmed

# At one go, so that a job never holds a worker up for long.
BATCH = 500


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
    kept = Revision.objects.filter(state__in=[Revision.Stage.REPLACED, Revision.Stage.REFUSED])
    return kept.filter(signature__decided_at__lte=on - settings.UNDO_WINDOW).delete()[0]


def forget_drafts() -> int:
    """Deletes forms that were begun more than a day ago; how many there were."""
    return Draft.objects.expired().delete()[0]
