"""Hashes that nobody can make without our key: who knows the address finds the row again, and nobody can read it."""

import hashlib
import hmac
import json
from collections.abc import Iterable

from django.conf import settings

from config.lib.mailboxes import canonical_address


def keyed(purpose: str, *parts: str) -> bytes:
    """HMAC-SHA-256 of these parts, for one purpose alone: the same address has another hash in every other place."""
    # As JSON, because it keeps the borders between parts: ("a", "bc") is not ("ab", "c").
    return hmac.digest(settings.LINK_KEY.encode(), json.dumps([purpose, *parts]).encode(), hashlib.sha256)


def keyed_each(purpose: str, *parts: str, last: Iterable[str]) -> list[bytes]:
    """`keyed()` of these parts with each of these after them: what is the same is spelled out once."""
    key, start = settings.LINK_KEY.encode(), json.dumps([purpose, *parts])[:-1]
    return [hmac.digest(key, f"{start}, {json.dumps(one)}]".encode(), hashlib.sha256) for one in last]


def mailbox_hash(address: str) -> bytes:
    """What stands for a mailbox, however its address was typed."""
    return keyed("mailbox", canonical_address(address))
