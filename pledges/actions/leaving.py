"""Leaving: at once, without a reason, and with a receipt."""

from uuid import UUID

from django.db import transaction

from pledges.kinds import State
from pledges.models import ConsentEntry, Person, Signature
from post.actions import queue_letter

from .consenting import standing, withdraw
from .how import ON_THE_SITE, How


@transaction.atomic
def leave(*, subject_id: UUID, how: How = ON_THE_SITE, letter: str = "pledges/left") -> Signature:
    """Takes back every consent, takes the entry off the list and deletes everything personal.

    The ledger keeps that somebody agreed and took it back, and nothing that says who; `letter` is the last they get.
    Raises WrongState when they have left already.
    """
    signature = standing(subject_id)
    end(signature, State.WITHDRAWN, how=how, letter=letter)
    return signature


def end(signature: Signature, state: State, *, how: How, letter: str) -> None:
    """Nothing personal is left of who signed but the letter that says so. Raises WrongState."""
    signature.mark_ended(state)
    for entry in ConsentEntry.objects.in_force(signature.subject_id).values():
        withdraw(entry, how=how)
    person = Person.objects.get(subject_id=signature.subject_id)
    # The database takes details, public entry, letters and links along, so the receipt is queued after it.
    person.delete()
    queue_letter(recipient=person.email, about_app="pledges", about_id=signature.subject_id, template=letter)
