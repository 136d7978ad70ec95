"""The erasure list: a file, beside the backups, of every consent that was taken back. Ids and times, no names.

A backup brings back those who left after it was made, and shows names that were hidden since. Whoever restores one
replays this list (replaying.py). JSON, a line for each withdrawal; the same line twice does no harm.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pledges.kinds import Channel, GivenBy, Purpose, ShownIn
from pledges.models import ConsentEntry

from .how import How


class Unreadable(Exception):
    """The list, or a line of it, cannot be read. The text says which and why."""


@dataclass(frozen=True)
class Withdrawal:
    """One line: who (a number) took back what, when it entered the ledger, and how they said so."""

    entry: int
    subject: UUID
    purpose: Purpose
    at: datetime
    how: How

    @classmethod
    def of(cls, entry: ConsentEntry) -> "Withdrawal":
        assert entry.at is not None  # noqa: S101 - for mypy: the database gives every entry its time
        how = How(
            channel=Channel(entry.channel),
            given_by=GivenBy(entry.given_by),
            shown_in=ShownIn(entry.shown_in),
            given_at=entry.given_at,
        )
        return cls(entry.pk, entry.subject_id, Purpose(entry.purpose), entry.at, how)

    def line(self) -> str:
        said = {"entry": self.entry, "subject": self.subject, "purpose": self.purpose, "at": self.at}
        return json.dumps(said | vars(self.how), default=_plain) + "\n"

    @classmethod
    def from_line(cls, line: str) -> "Withdrawal":
        """Raises ValueError, KeyError or TypeError for a line that is not ours."""
        said = json.loads(line)
        how = How(
            channel=Channel(said["channel"]),
            given_by=GivenBy(said["given_by"]),
            shown_in=ShownIn(said["shown_in"]),
            given_at=_moment(said["given_at"]),
        )
        return cls(int(said["entry"]), UUID(said["subject"]), Purpose(said["purpose"]), _moment(said["at"]), how)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A moment without its zone.")
    return moment


def append(path: Path, withdrawals: Iterable[Withdrawal]) -> None:
    """Adds these lines, and returns when they are on the disk. One writer at a time. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        _drop_torn_line(file)
        file.write("".join(withdrawal.line() for withdrawal in withdrawals).encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)


def _drop_torn_line(file: Any) -> None:
    """To the end of the last whole line. One that a crash cut short is still waiting in the database."""
    place = file.seek(0, os.SEEK_END)
    while place > 0:
        file.seek(place - 1)
        if file.read(1) == b"\n":
            break
        place -= 1
    file.truncate(place)
    file.seek(place)


def _sync_folder(folder: Path) -> None:
    """Else a power cut could take the new file's name away, and with it the file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path, *, skip_broken: bool = False) -> Iterator[Withdrawal]:
    """Every line in order. Raises Unreadable at the first that is broken, unless told to leave such lines out."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield Withdrawal.from_line(line.decode())
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    if not skip_broken:
                        raise Unreadable(f"Line {number} of {path} is broken.") from None
    except OSError as error:
        raise Unreadable(f"The erasure list {path} cannot be read: {error.strerror}.") from None
