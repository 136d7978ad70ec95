"""Standing by newer words of the pledge."""

from uuid import UUID

from django.db import transaction

from pledges.kinds import Act
from pledges.models import Affirmation, Person, PledgeWording
from pledges.terms import current_terms

from .choosing import WordsChanged
from .consenting import queue_receipt, record, standing
from .how import ON_THE_SITE, How
from .publishing import refresh_entry


@transaction.atomic
def affirm(*, subject_id: UUID, wording: PledgeWording, how: How = ON_THE_SITE) -> bool:
    """Records that somebody read the newest version and stands by it. False: they did so already.

    Taking part enters the ledger once more, with the words and the notice of today, and a receipt follows by mail.
    Raises WordsChanged where a newer version came out meanwhile, or these are not the words of their own pledge while
    it is open. Raises WrongState when they have left, Signature.DoesNotExist.
    """
    signature = standing(subject_id)
    if signature.stands_by.n >= wording.n:
        return False
    terms = current_terms()
    if terms is None or terms.wording != wording or wording.pledge_id != signature.pledge_id:
        raise WordsChanged
    Affirmation.objects.create(signature=signature, wording=wording, shown_in=how.shown_in)
    record(subject_id, Act.GIVE, wording=terms.taking_part, notice=terms.notice, how=how)
    refresh_entry(signature)
    queue_receipt(Person.objects.get(subject_id=subject_id))
    return True
