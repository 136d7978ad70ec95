"""What somebody is shown before they sign, all of it in its current version."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.utils import timezone

from pledges.kinds import Purpose
from post.models import Generation

from .models import NoticeVersion, Pledge, PledgeWording, PurposeWording
from .models.wordings import Wording


@dataclass(frozen=True)
class Terms:
    """The open pledge's wording, the privacy notice, and the purposes in the order they are asked."""

    wording: PledgeWording
    notice: NoticeVersion
    purposes: tuple[PurposeWording, ...]

    @cached_property
    def key(self) -> str:
        """Names these exact wordings: they are today's while this is the key of today's terms."""
        return ".".join(str(w.pk) for w in (self.wording, self.notice, *self.purposes))

    @property
    def taking_part(self) -> PurposeWording:
        """What signing itself means: always there."""
        return next(purpose for purpose in self.purposes if purpose.purpose == Purpose.TAKE_PART)

    @property
    def asked(self) -> tuple[PurposeWording, ...]:
        """The purposes with a box."""
        return tuple(purpose for purpose in self.purposes if purpose.needs_box)

    @property
    def explained(self) -> tuple[PurposeWording, ...]:
        """The purposes without a box: signing itself is the act."""
        return tuple(purpose for purpose in self.purposes if not purpose.needs_box)


@dataclass(frozen=True)
class Published:
    """All published words that somebody may be shown while one pledge is open, each kind in the order of versions."""

    pledge: tuple[PledgeWording, ...]
    notices: tuple[NoticeVersion, ...]
    purposes: tuple[PurposeWording, ...]

    def on(self, moment: datetime) -> Terms | None:
        wording = next((w for w in reversed(self.pledge) if _was_published(w, moment)), None)
        notice = next((w for w in reversed(self.notices) if _was_published(w, moment)), None)
        newest = {w.purpose: w for w in self.purposes if _was_published(w, moment)}
        if wording is None or notice is None or Purpose.TAKE_PART not in newest:
            return None
        return Terms(wording, notice, tuple(newest[p] for p in Purpose.values if p in newest))


# Counts up with every change of what could be shown (migrations/0020).
COUNTED_AS = "terms"
# What this process read last, and at which count. Published words never change, so one reading may serve all threads.
_last_read: tuple[int, Published] | None = None


def current_terms(*, on: datetime | None = None, count: int | None = None) -> Terms | None:
    """The terms of now, or of another moment; None while there is nothing that can be signed.

    `count` is for who has read the counter already: then it costs no statement as long as nothing has changed.
    """
    return _published(Generation.current(COUNTED_AS) if count is None else count).on(on or timezone.now())


def _published(count: int) -> Published:
    global _last_read  # noqa: PLW0603 - that is what is kept
    last = _last_read
    if last is not None and last[0] == count:
        return last[1]
    # After the count: what is newer than it is read again with the next.
    found = _read()
    if not connection.in_atomic_block:
        # Not what a transaction sees that may never be committed.
        _last_read = count, found
    return found


def _read() -> Published:
    wordings = PledgeWording.objects.filter(pledge__in=Pledge.objects.open()).select_related("pledge")
    found = (words.published().order_by("n") for words in (wordings, NoticeVersion.objects, PurposeWording.objects))
    return Published(*map(tuple, found))


def _was_published(wording: Wording, moment: datetime) -> bool:
    return wording.published_at is not None and wording.published_at <= moment
