"""Private links: made by the worker, kept only as a hash. Most are mailed once; one for stopping is always the same."""

import base64
import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from post.errors import LinkError, LinkExpired, LinkUnknown, LinkUsed
from post.keyed import keyed
from post.models import Token

KEEP = """
    INSERT INTO post_token (hash, about_app, about_id, scope, created_at, expires_at) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (hash) DO NOTHING
"""

__all__ = ["LinkError", "LinkExpired", "LinkUnknown", "LinkUsed", "absolute", "find", "in_full", "issue", "lasting"]


def issue(*, about_app: str, about_id: UUID, scope: str, lifetime: timedelta | None) -> str:
    """Make a private link and return its secret, which nobody can ask for again. Without a lifetime it stays."""
    secret = secrets.token_urlsafe(32)
    _keep(secret, about_app, about_id, scope, lifetime)
    return secret


def lasting(*, about_app: str, about_id: UUID, scope: str, is_kept: bool = True) -> str:
    """The secret of the link that works for ever: the same in every letter, so there is one row for each subject.

    We can make it again from our key and need not keep it. `is_kept=False` is for those of whom nothing is kept any
    more: the page that it opens says so.
    """
    secret = base64.urlsafe_b64encode(keyed("link", scope, about_app, str(about_id))).decode().rstrip("=")
    if is_kept:
        _keep(secret, about_app, about_id, scope, None)
    return secret


def _keep(secret: str, about_app: str, about_id: UUID, scope: str, lifetime: timedelta | None) -> None:
    """One row, where it is not there yet. In plain SQL: each letter makes one or two."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [_hash(secret), about_app, about_id, scope, now, now + lifetime if lifetime else None])


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


def about(token: str, *, scope: str) -> UUID | None:
    """Whom the link with this secret is about, where it ran out too; None where there is no such link."""
    try:
        return find(token, scope=scope).about_id
    except LinkExpired as old:
        return old.token.about_id
    except LinkUnknown:
        return None


def absolute(viewname: str, *args: object) -> str:
    """A whole address for a letter: the worker has no request to take the site's name from."""
    return in_full(reverse(viewname, args=args))


def in_full(address: str) -> str:
    """An address of ours with the name of the site in front: for what leaves it."""
    return f"{settings.SITE_URL}{address}"


def _hash(secret: str) -> bytes:
    """A secret of 256 random bits needs neither salt nor a slow hash. Odd characters hash to nothing we issued."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).digest()
