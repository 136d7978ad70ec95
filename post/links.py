"""Private links: made by the worker, mailed once, kept only as a hash."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from post.errors import LinkError, LinkExpired, LinkUnknown, LinkUsed
from post.models import Token

__all__ = ["LinkError", "LinkExpired", "LinkUnknown", "LinkUsed", "absolute", "find", "issue"]


def issue(*, about_app: str, about_id: UUID, scope: str, lifetime: timedelta | None) -> str:
    """Make a private link and return its secret, which nobody can ask for again. Without a lifetime it stays."""
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    Token.objects.create(
        hash=_hash(secret),
        about_app=about_app,
        about_id=about_id,
        scope=scope,
        created_at=now,
        expires_at=now + lifetime if lifetime else None,
    )
    return secret


def find(token: str, *, scope: str) -> Token:
    """The link with this secret. Raises LinkUnknown, or LinkExpired, which carries the link as `.token`.

    A used link is found: its page says what happened. Whatever is passed costs one hash and one look-up by primary
    key; a link for another purpose is as unknown as one that never was.
    """
    found = Token.objects.filter(pk=_hash(token), scope=scope).first()
    if found is None:
        raise LinkUnknown("There is no such link.")
    if found.has_expired(on=timezone.now()):
        raise LinkExpired(found)
    return found


def absolute(viewname: str, *args: object) -> str:
    """A whole address for a letter: the worker has no request to take the site's name from."""
    return f"{settings.SITE_URL}{reverse(viewname, args=args)}"


def _hash(secret: str) -> bytes:
    """A secret of 256 random bits needs neither salt nor a slow hash. Odd characters hash to nothing we issued."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).digest()
