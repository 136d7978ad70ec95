"""A begun form, kept for the device it was begun on.

The cookie is sent to the signing pages only. It is signed and dated, so a made-up one costs no query, and so
that a draft that is gone before its day is over is known to have been sent, not lost.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from .models import Draft
from .models.drafts import DRAFT_LIFETIME
from .terms import COUNTED_AS, Terms, current_terms

COOKIE = "signing"
PATH = "/pledge/sign/"
# After so long somebody else may hold the tablet: we ask before we show anything.
ASK_AFTER = timedelta(minutes=15)
SEEN = "seen"

WITH_TERMS = """
    SELECT id, key, answers, expires_at, coalesce((SELECT n FROM post_generation WHERE name = %s), 0)
    FROM pledges_draft WHERE key = %s AND expires_at > %s
"""

signer = signing.TimestampSigner(salt="pledges.drafts")


def begin() -> tuple[Draft, str]:
    """A new draft, and the cookie that opens it."""
    secret = secrets.token_urlsafe(32)
    return Draft.objects.create(key=_hash(secret), answers={SEEN: _now()}), signer.sign(secret)


def find(request: HttpRequest) -> Draft | None:
    """This device's draft, if it has one that is alive."""
    secret = _secret(request)
    return Draft.objects.alive().filter(key=_hash(secret)).first() if secret else None


def find_with_terms(request: HttpRequest) -> tuple[Draft | None, Terms | None]:
    """This device's draft, and what can be signed just now: one statement, unless the words have changed."""
    secret = _secret(request)
    row = _row(_hash(secret)) if secret else None
    if row is None:
        return None, current_terms()
    pk, key, answers, expires_at, count = row
    draft = Draft(id=pk, key=key, answers=json.loads(answers), expires_at=expires_at)
    draft._state.adding = False
    return draft, current_terms(count=count)


def _row(key: bytes) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:  # in plain SQL: every page of the form asks this
        cursor.execute(WITH_TERMS, [COUNTED_AS, key, timezone.now()])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def was_sent(request: HttpRequest) -> bool:
    """Whether this device's draft has become a signature: its day is not over, and yet it is gone."""
    secret = _secret(request)
    return bool(secret) and not Draft.objects.filter(key=_hash(secret)).exists()


def has_run_out(request: HttpRequest) -> bool:
    """Whether this device has a draft whose day is over."""
    return COOKIE in request.COOKIES and not _secret(request)


def is_idle(draft: Draft) -> bool:
    """Whether nobody has answered anything for a while."""
    return timezone.now() - datetime.fromisoformat(draft.answers[SEEN]) > ASK_AFTER


@transaction.atomic
def keep(draft: Draft, answers: dict[str, Any]) -> Draft | None:
    """Adds these answers; those that are None are dropped. None where the draft has gone in the meantime."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        return None
    together = {**locked.answers, **answers, SEEN: _now()}
    locked.answers = {name: answer for name, answer in together.items() if answer is not None}
    locked.save(update_fields=["answers"])
    return locked


def discard(request: HttpRequest) -> None:
    """Forgets this device's answers."""
    if secret := _secret(request):
        Draft.objects.filter(key=_hash(secret)).delete()


def set_cookie(response: HttpResponseBase, cookie: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(DRAFT_LIFETIME.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def clear_cookie(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _secret(request: HttpRequest) -> str:
    """What the cookie holds, or nothing where it is too old or not ours."""
    try:
        return signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=DRAFT_LIFETIME)
    except (signing.BadSignature, ValueError):
        return ""


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).digest()


def _now() -> str:
    return timezone.now().isoformat()
