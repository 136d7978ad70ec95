"""Pieces of evidence: added whole, taken out whole, and never changed."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from charters.uploads import attachment, file_name
from participation.addresses import public_address
from participation.cleaned import cleaned
from participation.models import Evidence, EvidenceFile, Return
from participation.models.kinds import EvidenceKind

from .refusals import refusals

# Of one question.
MOST_PIECES = 10
# Bytes of all files of one return: what a service shows in a year, with room to spare.
MOST_BYTES = 100 * 1024 * 1024


class TooMany(Exception):
    """There are as many pieces for this question as there can be."""


class TooMuch(Exception):
    """The files of this return have grown too large together."""


@dataclass(frozen=True)
class About:
    """Which question of which return a piece is for, and what it shows."""

    return_id: UUID
    question_id: int
    text: str

    def piece(self, kind: EvidenceKind, url: str = "") -> Evidence:
        return Evidence(of_return_id=self.return_id, question_id=self.question_id, kind=kind, text=self.text, url=url)


def add_note(*, about: About) -> Evidence:
    """Raises TooMany, and what the database refuses."""
    return _add(about.piece(EvidenceKind.NOTE))


def add_link(*, about: About, url: str) -> Evidence:
    """We never open it. Raises addresses.NotAllowed, TooMany, and what the database refuses."""
    return _add(about.piece(EvidenceKind.LINK, public_address(url)))


def add_file(*, about: About, content: bytes, name: str) -> Evidence:
    """Keeps the file without what was written beside its content: who made it, on what, where.

    Raises charters.uploads.Refused, TooMany, TooMuch, and what the database refuses.
    """
    upload = cleaned(attachment(content))
    file = EvidenceFile(
        name=file_name(name, upload.type),
        content=upload.content,
        hash=hashlib.sha256(upload.content).digest(),
        type=upload.type,
        size=len(upload.content),
    )
    return _add(about.piece(EvidenceKind.FILE), file)


def _add(piece: Evidence, file: EvidenceFile | None = None) -> Evidence:
    """The same twice, as by a second press, is once."""
    with refusals():
        # One after the other, so that ten are ten.
        Return.objects.select_for_update(no_key=True).get(pk=piece.of_return_id)
        beside = Evidence.objects.filter(of_return=piece.of_return_id, question=piece.question_id)
        same = beside.filter(kind=piece.kind, text=piece.text, url=piece.url)
        if file is not None:
            same = same.filter(file__hash=file.hash)
        if found := same.first():
            return found
        if beside.count() >= MOST_PIECES:
            raise TooMany
        if file is not None and _bytes_of(piece.of_return_id) + file.size > MOST_BYTES:
            raise TooMuch
        piece.save(force_insert=True)
        if file is not None:
            file.evidence = piece
            file.save(force_insert=True)
        return piece


def _bytes_of(return_id: UUID) -> int:
    files = EvidenceFile.objects.filter(evidence__of_return=return_id)
    return files.aggregate(all=Sum("size"))["all"] or 0


def remove(*, return_id: UUID, piece_id: UUID) -> None:
    """Takes a piece out with its file. Twice is once. Raises Locked and Closed."""
    with refusals():
        Evidence.objects.filter(of_return=return_id, pk=piece_id).delete()
