"""How long something has waited, in words. Colour comes on top of the words, never instead."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_FROM_DAYS = 8
LATE_OVER_DAYS = 14


@dataclass(frozen=True)
class Age:
    """Whole calendar days in the site's time zone."""

    days: int

    @property
    def urgency(self) -> str:
        """ "late", "soon" or "": what a stylesheet may go by."""
        if self.days > LATE_OVER_DAYS:
            return "late"
        return "soon" if self.days >= SOON_FROM_DAYS else ""

    @property
    def warning(self) -> str:
        """The same in words."""
        return {"late": _("Late"), "soon": _("Soon late"), "": ""}[self.urgency]

    def __str__(self) -> str:
        if self.days < 1:
            return _("today")
        return ngettext("%(days)s day", "%(days)s days", self.days) % {"days": self.days}


def age_of(since: datetime, *, now: datetime | None = None) -> Age:
    """How many nights lie between then and now."""
    today = timezone.localdate(now) if now else timezone.localdate()
    return Age((today - timezone.localdate(since)).days)
