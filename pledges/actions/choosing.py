"""Saying yes or taking it back, one purpose at a time, for as long as somebody stands behind the pledge."""

from uuid import UUID

from django.db import transaction

from pledges.kinds import BY_MAIL, NEVER_NAMED, Act, Purpose
from pledges.models import ConsentEntry, NoticeVersion, Person, PurposeWording, Signature
from post.actions import lift
from post.models import Suppression

from .consenting import queue_receipt, record, standing, withdraw
from .how import ON_THE_SITE, How
from .publishing import refresh_entry


class NotAChoice(Exception):
    """Nobody can be asked this: to stop taking part is to leave, and nobody under 16 is named."""


class WordsChanged(Exception):
    """Newer words were published since these were shown: nobody agrees to words they did not see."""


def may_choose(signature: Signature, person: Person) -> tuple[Purpose, ...]:
    """The purposes this signatory may say yes or no to, in the order they are asked."""
    barred = {Purpose.TAKE_PART, *([Purpose.PUBLISH] if person.age_band in NEVER_NAMED else [])}
    return tuple(purpose for purpose in Purpose if purpose not in barred)


@transaction.atomic
def choose(*, subject_id: UUID, wording: PurposeWording, yes: bool, how: How = ON_THE_SITE) -> bool:
    """Records a yes to these words, or takes an earlier yes back; shows or hides at once. False: it was so already.

    A receipt follows by mail. Raises NotAChoice, WordsChanged, and WrongState when they have left;
    Signature.DoesNotExist.
    """
    signature = standing(subject_id)
    person = Person.objects.get(subject_id=subject_id)
    if wording.purpose not in may_choose(signature, person):
        raise NotAChoice(wording.purpose)
    if yes and wording.purpose in BY_MAIL:
        # They, or somebody with the same address, told us to stop once. Now they want our letters.
        lift(mailbox=person.canonical, reasons=[Suppression.Reason.UNSUBSCRIBED])
    before = ConsentEntry.objects.in_force(subject_id).get(wording.purpose)
    if yes == (before is not None):
        return False
    if before:
        withdraw(before, how=how)
    else:
        _agree(subject_id, wording, how)
    if wording.purpose == Purpose.PUBLISH:
        refresh_entry(signature)
    queue_receipt(person)
    return True


def _agree(subject_id: UUID, wording: PurposeWording, how: How) -> None:
    if wording != PurposeWording.objects.filter(purpose=wording.purpose).current():
        raise WordsChanged
    notice = NoticeVersion.objects.current()
    assert notice is not None  # noqa: S101 - nobody could have signed without one
    record(subject_id, Act.GIVE, wording=wording, notice=notice, how=how)
