"""Saying stop: to letters that nobody asked for, or that it was somebody else who typed the address."""

from uuid import UUID

from django.db import transaction

from pledges.kinds import BY_MAIL
from pledges.models import ConsentEntry, Person, Signature
from post.actions import suppress
from post.models import Suppression

from .consenting import withdraw
from .how import ON_THE_SITE, How
from .signing import discard_unconfirmed


@transaction.atomic
def unsubscribe(*, subject_id: UUID, how: How = ON_THE_SITE) -> None:
    """No letters any more that they did not ask for, to this mailbox. The signature stays. Twice is once.

    What they had said yes to is taken back in the ledger; before they confirmed nothing is in it, so the boxes they
    ticked are unticked. Raises Signature.DoesNotExist and Person.DoesNotExist for somebody who has left.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    person = Person.objects.get(subject_id=subject_id)
    signature.pending_consents.filter(wording__purpose__in=BY_MAIL).delete()
    for purpose, entry in ConsentEntry.objects.in_force(subject_id).items():
        if purpose in BY_MAIL:
            withdraw(entry, how=how)
    suppress(mailbox=person.canonical, reason=Suppression.Reason.UNSUBSCRIBED)


@transaction.atomic
def was_not_me(*, subject_id: UUID) -> None:
    """Somebody else typed this address: the answers go at once, and nobody is asked to confirm at it again.

    Raises WrongState where it was confirmed, from this mailbox; Signature.DoesNotExist and Person.DoesNotExist.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    person = Person.objects.get(subject_id=subject_id)
    discard_unconfirmed(signature)
    suppress(mailbox=person.canonical, reason=Suppression.Reason.NOT_ME)
