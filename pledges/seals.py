"""Seals reckoned again in Python, and compared with seals that somebody kept.

A seal by itself shows nothing to somebody who distrusts the owner of the tables: whoever can rewrite the ledger can
rewrite its seals. A copy kept elsewhere is what gives them away.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from post.models import Generation

from .models import Seal
from .moments import microseconds
from .streams import stream

PAGE_SIZE = 50
CHUNK = 2000


@dataclass(frozen=True)
class SealBreak:
    """The first seal that does not hold, and why."""

    n: int
    what: str

    def __str__(self) -> str:
        return f"seal {self.n}: {self.what}"


def first_broken_seal() -> SealBreak | None:
    """The first seal that is not the one its entries give, or None. One pass over the ledger, in constant memory."""
    entries = _Entries()
    prev = b""
    for n, seal in enumerate(Seal.objects.order_by("n").iterator(chunk_size=CHUNK), start=1):
        if seal.n != n:
            return SealBreak(n, "is missing")
        if bytes(seal.prev) != prev:
            return SealBreak(n, "does not follow the seal before it")
        digest = hashlib.sha256(header(seal))
        for entry_hash in entries.upto(seal.upto_id):
            digest.update(entry_hash)
        if (entries.count, entries.last_id, digest.digest()) != (seal.count, seal.upto_id, bytes(seal.root)):
            return SealBreak(n, f"one of the first {seal.count} entries was changed, removed or added, or the seal was")
        prev = bytes(seal.root)
    return None


def header(seal: Seal) -> bytes:
    """What a root is made of besides the entries' hashes (migrations/0013_seals.py)."""
    parts = ("seal-1", seal.n, seal.upto_id, seal.count, bytes(seal.prev).hex(), microseconds(seal.at))
    return "|".join(map(str, parts)).encode() + b"\n"


class _Entries:
    """The hashes of all entries in the order of their ids, handed out up to one and then on from there."""

    def __init__(self) -> None:
        self._rows = stream("SELECT id, hash FROM pledges_consententry ORDER BY id")
        self._next = next(self._rows, None)
        self.count = self.last_id = 0

    def upto(self, entry_id: int) -> Iterator[bytes]:
        while self._next is not None and self._next[0] <= entry_id:
            self.last_id, entry_hash = self._next
            self.count += 1
            yield entry_hash
            self._next = next(self._rows, None)


@dataclass(frozen=True)
class Published:
    """A seal as everybody sees it. The root stands for the rest: it is made from it."""

    n: int
    at: datetime
    count: int
    root: str

    @classmethod
    def of(cls, seal: Seal) -> "Published":
        return cls(n=seal.n, at=seal.at, count=seal.count, root=bytes(seal.root).hex())

    @property
    def time(self) -> str:
        """To the microsecond, in UTC: the root is made from it."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def generation() -> int:
    """Goes up with every seal. Read it before the seals."""
    return Generation.current("seals")


def newest() -> int:
    """The highest number there is; 0 without seals. Numbers have no gaps."""
    return Seal.objects.order_by("-n").values_list("n", flat=True).first() or 0


def published() -> Iterator[Published]:
    """All seals, oldest first, a few at a time."""
    return map(Published.of, Seal.objects.order_by("n").iterator(chunk_size=CHUNK))


@dataclass(frozen=True)
class SealPage:
    """Seals newest first, and the numbers that the neighbouring pages start below (0: the newest; None: no page)."""

    seals: list[Published]
    newer: int | None
    older: int | None


def read_page(before: int | None) -> SealPage:
    """The seals with lower numbers than this one; without one, the newest."""
    seals = Seal.objects.order_by("-n")
    if before is not None:
        seals = seals.filter(n__lt=before)
    rows = list(map(Published.of, seals[:PAGE_SIZE]))
    older = rows[-1].n if rows and rows[-1].n > 1 else None
    if before is None:
        return SealPage(rows, newer=None, older=older)
    newer = before + PAGE_SIZE
    return SealPage(rows, newer=newer if newer <= newest() else 0, older=older)


def where_it_differs(kept: list[Published]) -> SealBreak | None:
    """The first of these seals that is not ours, and what that means; None where all are."""
    wanted = {seal.n: seal for seal in kept}
    for seal in published():
        mine = wanted.pop(seal.n, None)
        if mine is not None and mine != seal:
            return SealBreak(seal.n, _changed(seal, mine))
    if not wanted:
        return None
    first = min(wanted)
    return SealBreak(first, f"it was kept, and is not here: the newest here is {newest() or 'none'}. {GONE}")


GONE = (
    "Either seals were taken away, and with them whatever entered the ledger since; or an older backup was restored, "
    "and what was entered after it is lost. The records of the restore must say which."
)


def _changed(here: Published, kept: Published) -> str:
    if here.root == kept.root:
        return "its time or number of entries in the file is not the one its root was made from: the file was altered."
    return (
        f"the one kept ({kept.root}, {kept.count} entries, {kept.time}) is not the one here ({here.root}, "
        f"{here.count} entries, {here.time}). Entries up to there, or a seal before it, are not what they were when it "
        "was kept: the ledger was rewritten and its hashes reckoned anew. The only other way is that an older backup "
        "was restored and seals were made since; then the seals before that backup still agree, and the records of the "
        "restore must say so."
    )
