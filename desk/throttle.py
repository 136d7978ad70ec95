"""Slows down guessing of passwords: five tries in a quarter of an hour for each name and network.

Counted in the shared cache, so that all processes count together. Each try takes one of five slots; `add` is
atomic, so tries at the same moment cannot share one, and each slot frees itself.
"""

import hashlib
import unicodedata

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from config.lib.network import network_of

TRIES = 5
SECONDS = 15 * 60


class Tries:
    """The tries of one name from one network. Neither stands in the cache: only a hash of both."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        one_name = unicodedata.normalize("NFKC", name).strip().casefold()
        digest = hashlib.sha256(f"{settings.LINK_KEY}|{one_name}|{network_of(request)}".encode()).hexdigest()
        self.slots = [f"sign-in:{digest}:{slot}" for slot in range(TRIES)]

    def take(self) -> bool:
        """Uses up one try. False where none is left."""
        return any(cache.add(slot, 1, SECONDS) for slot in self.slots)

    def forget(self) -> None:
        """After signing in: whoever knows the password was not guessing."""
        cache.delete_many(self.slots)
