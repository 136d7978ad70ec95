"""Checks the whole consent ledger, by reckoning every hash again in Python.

What it finds, with the guards off or on: an entry changed, removed, added, swapped with another or cut off at
the end, and a published wording changed under the entries that name it. What it cannot find: an owner of the
tables who changes an entry and reckons all hashes, heads and seals anew. Seals that somebody kept elsewhere show that
(seals.py).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Cast

from .kinds import ShownIn
from .models import NoticeVersion, PurposeWording
from .seals import SealBreak, first_broken_seal
from .streams import stream

UNIT = chr(31)  # between the parts of a wording: cannot be typed into one

# In the same order of subjects, so that one goes along with the other. What is only strung together or written in
# digits is strung together by the server, with PostgreSQL's own means and none of ours; hashes are reckoned here.
SUBJECTS = "SELECT id::text, ledger_n, encode(ledger_head, 'hex') FROM pledges_subject ORDER BY id"
ENTRIES = """
    SELECT subject_id::text, seq, shown_in, wording_id, notice_id,
        concat_ws('|', id, subject_id, seq, purpose, act, wording_id),
        concat_ws('|', channel, given_by, trunc(extract(epoch FROM given_at) * 1000000)::bigint,
            trunc(extract(epoch FROM at) * 1000000)::bigint),
        encode(prev, 'hex'), encode(hash, 'hex')
    FROM (SELECT * FROM pledges_consententry ORDER BY subject_id, seq) AS entry
"""


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


def entry_hash(entry: tuple[Any, ...], wording_digest: str, notice_digest: str) -> str:
    """The hash that the database's trigger gave an entry (migrations/0008_guards_for_everyone.py), in hex."""
    _subject, _seq, form, _wording, notice, who_and_what, how_and_when, prev, _hash = entry
    in_full = form == ShownIn.STANDARD
    version, read_in = ("ledger-1", "") if in_full else ("ledger-2", f"|{form}")
    text = f"{version}|{who_and_what}|{wording_digest}|{notice}|{notice_digest}|{how_and_when}|{prev}{read_in}"
    return hashlib.sha256(text.encode()).hexdigest()


def first_break() -> Break | SealBreak | None:
    """Where the ledger or a seal first does not hold, or None. In constant memory, however long the ledger is.

    Beside writers, call it in a REPEATABLE READ transaction. Entries first: a seal is made of their hashes.
    """
    return _first_broken_entry() or first_broken_seal()


def _first_broken_entry() -> Break | None:
    """Goes along all subjects and their entries together, each chain from its first entry to its head."""
    wordings, notices = _wording_digests()
    entries = stream(ENTRIES)
    entry = next(entries, None)
    for subject, n, head in stream(SUBJECTS):
        number, prev = 0, ""
        while entry is not None and entry[0] == subject:
            number += 1
            what = _wrong_with(entry, number, prev, wordings, notices)
            if what:
                return Break(UUID(subject), number, what)
            prev = entry[-1]
            entry = next(entries, None)
        if (number, prev) != (n, head):
            return Break(UUID(subject), number, f"the subject counts {n} entries, the ledger holds {number}")
        if entry is not None and entry[0] < subject:
            break
    if entry is not None:
        return Break(UUID(entry[0]), entry[1], "there is no such subject")
    return None


def _wrong_with(
    entry: tuple[Any, ...], number: int, prev: str, wordings: Mapping[int, str], notices: Mapping[int, str]
) -> str:
    """Why this entry cannot be the one of this number that follows on `prev`; nothing where it can."""
    _subject, seq, _form, wording, notice, _who_and_what, _how_and_when, before, stored = entry
    if seq != number:
        return "an entry is missing or out of order"
    if before != prev:
        return "does not follow the entry before it"
    if stored != entry_hash(entry, wordings.get(wording, ""), notices.get(notice, "")):
        return "was changed, or the words it names were"
    return ""
