"""Places in the public list, as they stand in an address."""

import base64
import hmac
import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.crypto import salted_hmac

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PACKED = ">q16s"
MAC_LENGTH = 8


class Place(NamedTuple):
    """Where a row stands in the list."""

    since: datetime
    # As text: making a UUID of each was a seventh of the time of the open data.
    public_id: str


def cursor_for(place: Place, scope: str) -> str:
    """A place as it stands in an address. `scope` is the list and the direction it belongs to.

    It is signed, so that only addresses we gave out name a page: made-up ones cannot fill the cache.
    """
    packed = struct.pack(PACKED, (place.since - EPOCH) // timedelta(microseconds=1), UUID(place.public_id).bytes)
    return base64.urlsafe_b64encode(packed + _mac(packed, scope)).decode().rstrip("=")


def place_of(cursor: str, scope: str) -> Place | None:
    """The place a cursor names, or None for one that we did not make for this list."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        packed, mac = raw[:-MAC_LENGTH], raw[-MAC_LENGTH:]
        microseconds, public_id = struct.unpack(PACKED, packed)
    except (ValueError, struct.error):
        return None
    if not hmac.compare_digest(mac, _mac(packed, scope)):
        return None
    return Place(EPOCH + timedelta(microseconds=microseconds), str(UUID(bytes=public_id)))


def _mac(packed: bytes, scope: str) -> bytes:
    text = f"{packed.hex()}:{scope}"
    return salted_hmac("pledges.listing.cursor", text, algorithm="sha256").digest()[:MAC_LENGTH]
