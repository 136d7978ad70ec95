"""Saying yes or taking it back, one purpose at a time, for as long as somebody stands behind the pledge."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pledges.kinds import NEVER_NAMED, Act, Purpose, State
from pledges.models import ConsentEntry, NoticeVersion, Person, PurposeWording, Signature
from pledges.models.signatures import WrongState

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
def choose(
    *,
    subject_id: UUID,
    wording: PurposeWording,
    yes: bool,
    how: How = ON_THE_SITE,
) -> bool:
    """Records a yes to these words, or takes an earlier yes back; shows or hides at once. False: it was so already.

    Raises NotAChoice, WordsChanged, and WrongState when they have left; Signature.DoesNotExist.
    """
    signature = Signature.objects.select_for_update().get(subject_id=subject_id)
    if signature.state in (State.UNCONFIRMED, State.WITHDRAWN):
        raise WrongState(signature.state)
    if wording.purpose not in may_choose(signature, Person.objects.get(subject_id=subject_id)):
        raise NotAChoice(wording.purpose)
    before = ConsentEntry.objects.in_force(subject_id).get(wording.purpose)
    if yes == (before is not None):
        return False
    if before is None and wording != PurposeWording.objects.filter(purpose=wording.purpose).current():
        raise WordsChanged
    ConsentEntry.objects.create(
        subject_id=subject_id,
        purpose=wording.purpose,
        act=Act.GIVE if yes else Act.WITHDRAW,
        wording=before.wording if before else wording,
        notice_id=before.notice_id if before else _notice_id(),
        **vars(how),
        given_at=timezone.now(),
    )
    if wording.purpose == Purpose.PUBLISH:
        refresh_entry(signature)
    return True


def _notice_id() -> int:
    notice = NoticeVersion.objects.current()
    assert notice is not None  # noqa: S101 - nobody could have signed without one
    return notice.pk
