"""What somebody is shown before they sign, all of it in its current version."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pledges.kinds import Purpose

from .models import NoticeVersion, Pledge, PledgeWording, PurposeWording


@dataclass(frozen=True)
class Terms:
    """The open pledge's wording, the privacy notice, and the purposes in the order they are asked."""

    wording: PledgeWording
    notice: NoticeVersion
    purposes: tuple[PurposeWording, ...]

    @property
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


def current_terms(*, on: datetime | None = None) -> Terms | None:
    """The terms of now, or of another moment; None while there is nothing that can be signed."""
    on = on or timezone.now()
    wording = (
        PledgeWording.objects.filter(pledge__in=Pledge.objects.open(), published_at__lte=on)
        .select_related("pledge")
        .order_by("-n")
        .first()
    )
    notice = NoticeVersion.objects.filter(published_at__lte=on).order_by("-n").first()
    newest = {w.purpose: w for w in PurposeWording.objects.filter(published_at__lte=on).order_by("n")}
    if wording is None or notice is None or Purpose.TAKE_PART not in newest:
        return None
    return Terms(wording, notice, tuple(newest[p] for p in Purpose.values if p in newest))
