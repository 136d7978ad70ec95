"""Letters that nobody asked for, each once: a reminder to confirm, new words of the pledge, and its end."""

from datetime import datetime

from django.db import transaction

from pledges.models import Person, Signature
from pledges.terms import current_terms
from post.actions import queue_letter

# At one go. The signatures are locked meanwhile, and somebody among them may want to leave.
BATCH = 50


@transaction.atomic
def remind_unconfirmed(*, on: datetime) -> int:
    """Reminds those who have not pressed the button for three days; how many there were."""
    waiting = Signature.objects.to_remind(on=on).select_for_update(skip_locked=True, of=("self",))[:BATCH]
    for signature in waiting:
        signature.reminded_at = on
        signature.save(update_fields=["reminded_at"])
        _queue("pledges/reminder", signature)
    return len(waiting)


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
    queue_letter(
        recipient=Person.objects.values_list("email", flat=True).get(subject_id=signature.subject_id),
        about_app="pledges",
        about_id=signature.subject_id,
        template=template,
    )
