"""Writing the erasure list, and carrying it out again on a portal that was restored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from pledges.kinds import Purpose
from pledges.models import ConsentEntry, ErasureNote
from post.actions import drop_letters

from .choosing import choose
from .erasure_list import Withdrawal, append
from .leaving import leave

# How many withdrawals are written, or subjects looked up, at one go.
BATCH = 1000


@transaction.atomic
def note_withdrawals(*, path: Path) -> int:
    """Writes to the erasure list what was taken back since the last time; how many there were.

    First onto the disk, then out of the database: after a crash a line may be there twice, but never not at all.
    """
    notes = ErasureNote.objects.select_related("entry").order_by("pk")[:BATCH]
    entries = [note.entry for note in notes]
    # Also when there is nothing to write yet: where there is no list, `restore` asks where it is.
    if entries or not path.exists():
        append(path, map(Withdrawal.of, entries))
    return ErasureNote.objects.filter(pk__in=[entry.pk for entry in entries]).delete()[0]


@transaction.atomic
def replay(*, withdrawals: Iterable[Withdrawal]) -> Mapping[str, int]:
    """Takes back again what people took back after the backup; by purpose, how often. Safe to repeat.

    Nobody is written to: they were told when it was true for the first time.
    """
    last: dict[UUID, dict[str, Withdrawal]] = {}
    for withdrawal in withdrawals:
        mine = last.setdefault(withdrawal.subject, {})
        if withdrawal.purpose not in mine or mine[withdrawal.purpose].at < withdrawal.at:
            mine[withdrawal.purpose] = withdrawal
    done: Counter[str] = Counter()
    subjects = list(last)
    for start in range(0, len(subjects), BATCH):
        for subject_id, entries in _in_force(subjects[start : start + BATCH]).items():
            done.update(_again(subject_id, entries, last[subject_id]))
    return done


def _in_force(subjects: Iterable[UUID]) -> dict[UUID, list[ConsentEntry]]:
    """What each of these subjects agrees to, as far as they are known here at all."""
    latest = ConsentEntry.objects.filter(subject_id__in=subjects, subject__person__isnull=False)
    found: dict[UUID, list[ConsentEntry]] = {}
    for entry in latest.order_by("subject", "purpose", "-seq").distinct("subject", "purpose").select_related("wording"):
        if entry.act == "give":
            found.setdefault(entry.subject_id, []).append(entry)
    return found


def _again(subject_id: UUID, entries: list[ConsentEntry], taken_back: Mapping[str, Withdrawal]) -> list[str]:
    """The purposes taken back, with the acts of their own page. By time: numbers of entries are used again.

    One by one, so that the ledger says of each when and how it was taken back, also of who left later.
    """
    due = [e for e in entries if e.purpose in taken_back and _moment(e) <= taken_back[e.purpose].at]
    purposes = [entry.purpose for entry in due]
    for entry in due:
        if entry.purpose != Purpose.TAKE_PART:
            choose(subject_id=subject_id, wording=entry.wording, yes=False, how=taken_back[entry.purpose].how)
    if Purpose.TAKE_PART in purposes:
        leave(subject_id=subject_id, how=taken_back[Purpose.TAKE_PART].how)
        drop_letters(about_app="pledges", about_id=subject_id)
        return [str(Purpose.TAKE_PART)]
    if due:
        drop_letters(about_app="pledges", about_id=subject_id, templates=["pledges/receipt"])
    return purposes


def _moment(entry: ConsentEntry) -> datetime:
    assert entry.at is not None  # noqa: S101 - for mypy: the database gives every entry its time
    return entry.at
