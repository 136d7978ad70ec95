"""Letters that nobody asked for, each once: a reminder to confirm, new words of the pledge, and its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from pledges.models import Person, Signature
from pledges.terms import current_terms
from post.actions import queue_capped_letter, queue_letter

# At one go. The signatures are locked meanwhile, and somebody among them may want to leave.
BATCH = 50


def remind_unconfirmed(*, on: datetime) -> int:
    """Reminds those who have not pressed the button for three days; how many were looked at.

    Anybody could have typed these addresses, so post's caps count a reminder too: a mailbox that has had its day's
    worth gets none. Each in a transaction of its own, because that is counted in it.
    """
    waiting = Signature.objects.to_remind(on=on).values_list("subject_id", flat=True)[:BATCH]
    return sum(_remind(subject_id, on) for subject_id in waiting)


@transaction.atomic
def _remind(subject_id: UUID, on: datetime) -> bool:
    """False where somebody else is at it just now, or they have signed or begun anew meanwhile."""
    still = Signature.objects.to_remind(on=on).filter(pk=subject_id)
    signature = still.select_for_update(skip_locked=True, of=("self",)).first()
    if signature is None:
        return False
    signature.reminded_at = on
    signature.save(update_fields=["reminded_at"])
    queue_capped_letter(
        recipient=_mailbox(signature), about_app="pledges", about_id=subject_id, template="pledges/reminder", network=""
    )
    return True


@transaction.atomic
def tell_of_new_words() -> int:
    """Writes to those who stand by an older version of the open pledge; how many there were."""
    terms = current_terms()
    if terms is None:
        return 0
    behind = Signature.objects.to_tell_of(terms.wording).select_for_update(skip_locked=True, of=("self",))[:BATCH]
    for signature in behind:
        signature.told_of = terms.wording
        signature.save(update_fields=["told_of"])
        _queue("pledges/new_words", signature)
    return len(behind)


@transaction.atomic
def tell_of_the_end(*, on: datetime) -> int:
    """Writes to those whose details go in a month, because the pledge has closed; how many there were."""
    waiting = Signature.objects.to_tell_of_the_end(on=on).select_related("pledge")
    untold = waiting.select_for_update(skip_locked=True, of=("self",))[:BATCH]
    for signature in untold:
        signature.mark_told_of_the_end(on=on)
        _queue("pledges/ending", signature)
    return len(untold)


def _queue(template: str, signature: Signature) -> None:
    queue_letter(recipient=_mailbox(signature), about_app="pledges", about_id=signature.subject_id, template=template)


def _mailbox(signature: Signature) -> str:
    return Person.objects.values_list("email", flat=True).get(subject_id=signature.subject_id)
