"""Checks the whole consent ledger, by reckoning every hash again in Python.

What it finds, with the guards off or on: an entry changed, removed, added, swapped with another or cut off at
the end, and a published wording changed under the entries that name it. What it cannot find: an owner of the
tables who changes an entry and reckons all hashes, heads and seals anew. Seals that somebody kept elsewhere show that
(seals.py).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Cast

from .kinds import ShownIn
from .models import ConsentEntry, NoticeVersion, PurposeWording, Subject
from .moments import microseconds
from .seals import SealBreak, first_broken_seal

UNIT = chr(31)  # between the parts of a wording: cannot be typed into one


@dataclass(frozen=True)
class Break:
    """The first place where the ledger does not hold."""

    subject: UUID
    seq: int
    what: str

    def __str__(self) -> str:
        return f"subject {self.subject}, entry {self.seq}: {self.what}"


def _digest(*words: object) -> str:
    return hashlib.sha256(UNIT.join(map(str, words)).encode()).hexdigest()


def _wording_digests() -> tuple[dict[int, str], dict[int, str]]:
    """The digest of every purpose wording and of every notice, by id."""
    easy = Cast("easy", models.TextField())
    purposes = PurposeWording.objects.annotate(easy_text=easy).values_list(
        "id", "purpose", "basis", "n", "language", "standard", "easy_text"
    )
    notices = NoticeVersion.objects.annotate(easy_text=easy).values_list("id", "n", "language", "standard", "easy_text")
    return (
        {wording: _digest(*words) for wording, *words in purposes},
        {notice: _digest("notice", *words) for notice, *words in notices},
    )


def entry_hash(row: Mapping[str, Any], wording_digest: str, notice_digest: str) -> bytes:
    """The hash that the database's trigger gave an entry (migrations/0008_guards_for_everyone.py)."""
    in_full = row["shown_in"] == ShownIn.STANDARD
    parts = [
        "ledger-1" if in_full else "ledger-2",
        row["id"],
        row["subject_id"],
        row["seq"],
        row["purpose"],
        row["act"],
        row["wording_id"],
        wording_digest,
        row["notice_id"],
        notice_digest,
        row["channel"],
        row["given_by"],
        microseconds(row["given_at"]),
        microseconds(row["at"]),
        bytes(row["prev"]).hex(),
        *([] if in_full else [row["shown_in"]]),
    ]
    return hashlib.sha256("|".join(map(str, parts)).encode()).digest()


def _chains() -> Iterator[tuple[UUID, int, bytes, list[Mapping[str, Any]]]]:
    """Every subject with its count, its head and its entries in order; constant memory."""
    subjects = Subject.objects.order_by("id").values_list("id", "ledger_n", "ledger_head").iterator(chunk_size=2000)
    entries = ConsentEntry.objects.order_by("subject_id", "seq").values().iterator(chunk_size=2000)
    row = next(entries, None)
    for subject, n, head in subjects:
        chain: list[Mapping[str, Any]] = []
        while row is not None and row["subject_id"] == subject:
            chain.append(row)
            row = next(entries, None)
        yield subject, n, bytes(head), chain
    if row is not None:
        yield row["subject_id"], 0, b"", [row]


def first_break() -> Break | SealBreak | None:
    """Where the ledger or a seal first does not hold, or None.

    Beside writers, call it in a REPEATABLE READ transaction. Entries first: a seal is made of their hashes.
    """
    return _first_broken_entry() or first_broken_seal()


def _first_broken_entry() -> Break | None:
    wordings, notices = _wording_digests()
    for subject, n, head, chain in _chains():
        prev = b""
        for number, row in enumerate(chain, start=1):
            if row["seq"] != number:
                return Break(subject, number, "an entry is missing or out of order")
            if bytes(row["prev"]) != prev:
                return Break(subject, number, "does not follow the entry before it")
            found = entry_hash(row, wordings.get(row["wording_id"], ""), notices.get(row["notice_id"], ""))
            if bytes(row["hash"]) != found:
                return Break(subject, number, "was changed, or the words it names were")
            prev = found
        if len(chain) != n or prev != head:
            return Break(subject, len(chain), f"the subject counts {n} entries, the ledger holds {len(chain)}")
    return None
