"""When the page that signs was shown: signed by us, so that nobody can make it up or use one page for many forms.

A program that fills in forms sends them at once, or sends what it kept from yesterday. Nobody is refused for either:
who was too quick gets their letter a minute later, and who was too slow presses once more.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils import timezone

from .models import Draft
from .models.drafts import DRAFT_LIFETIME

# What was too quick waits this long before its letter goes.
TOO_QUICK_WAITS = timedelta(minutes=1)
# Its first letter marks it as ours, not as something that somebody wrote (config/again.py).
FIELD = "_shown_at"
WORD = "check"


def stamp(draft: Draft) -> str:
    """For a hidden field of the page: that it was shown for this draft, and when."""
    return _signer(draft).sign(WORD).removeprefix(f"{WORD}:")


def shown_at(draft: Draft, stamped: Any) -> datetime | None:
    """When the page was shown; None where we did not say so, or longer ago than any draft lives."""
    try:
        signed = f"{WORD}:{stamped}"
        _signer(draft).unsign(signed, max_age=DRAFT_LIFETIME)
        seconds = signing.b62_decode(signed.split(":")[1])
    except (signing.BadSignature, ValueError):
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def not_before(shown: datetime) -> datetime | None:
    """When the letter may go at the earliest, where the form came back too quickly for anybody to have read it."""
    now = timezone.now()
    # The stamp counts whole seconds, so a form may be a second quicker than we say.
    too_quick = now - shown < timedelta(seconds=settings.SIGNING_LEAST_SECONDS)
    return now + TOO_QUICK_WAITS if too_quick else None


def _signer(draft: Draft) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"pledges.shown.{draft.pk}")
