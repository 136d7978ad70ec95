"""One ZIP for an inspector: a report, tables, approved evidence and an index. It names nobody.

It stands in a file of its own while it is made, and a service's answers are read some at a time, so that many services
need no more memory than few.
"""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import IO, NamedTuple
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledges.views.listing import harmless
from pledges.views.open_data import BYTE_ORDER_MARK, csv_lines

from . import evidence_shown, pack_report, pack_rows
from .models import Evidence, EvidenceFile
from .pack_rows import About, Row

# All files of evidence together, in bytes; and how many. What is left out is listed, with the reason.
MOST_BYTES = 200_000_000
MOST_FILES = 2_000
KEPT_IN_MEMORY = 10_000_000
EVIDENCE = ("year", "service", "question", "kind", "what_it_shows", "link", "file_in_this_pack", "left_out_because")


class Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    rows: Callable[[About], Iterator[Row]]
    about: object


TABLES = (
    Table("promises.csv", pack_rows.PROMISES, pack_rows.promises,
          gettext_lazy("How many services keep each promise, and what panels say, year by year.")),
    Table("questions.csv", pack_rows.QUESTIONS, pack_rows.questions,
          gettext_lazy("Each question, and how many services and panels chose which level.")),
    Table("levels.csv", pack_rows.LEVELS, pack_rows.levels,
          gettext_lazy("What each service answered, and the level that was agreed after review.")),
    Table("replies.csv", pack_rows.REPLIES, pack_rows.replies,
          gettext_lazy("Where a panel sees it two levels otherwise, and what the service answers in public.")),
    Table("actions.csv", pack_rows.ACTIONS, pack_rows.actions,
          gettext_lazy("What will be done, by when, and every day that was promised before.")),
)  # fmt: skip


@dataclass
class Files:
    """Which files of evidence go in, decided one after another as the table of evidence is written."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0
    left_out: int = 0

    def place(self, where: str, file: EvidenceFile) -> tuple[str, str]:
        """Its name in the pack, or why it is not there."""
        if self.size + file.size > MOST_BYTES or len(self.taken) >= MOST_FILES:
            self.left_out += 1
            return "", _("The pack would be too large. Ask for fewer days, or for one promise.")
        self.size += file.size
        name = f"evidence/{where}/{len(self.taken) + 1}-{file.name}"
        self.taken.append((str(file.pk), name))
        return name, ""


def pack(about: About) -> IO[bytes]:
    """The ZIP from its beginning. The caller closes it."""
    made = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in TABLES:
            _write(packed, table.name, table.columns, table.rows(about))
        files = Files()
        _write(packed, "evidence.csv", EVIDENCE, _evidence(about, files))
        _put(packed, files)
        packed.writestr("report.pdf", pack_report.pdf_of(about))
        packed.writestr("index.html", _index(about, files))
        packed.writestr("README.txt", _read_me(about))
    made.seek(0)
    return made


def _write(packed: zipfile.ZipFile, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with packed.open(name, "w") as raw, TextIOWrapper(raw, "utf-8", newline="") as text:
        text.write(BYTE_ORDER_MARK + csv_lines([columns]))
        for row in rows:
            text.write(csv_lines([[harmless(each) if isinstance(each, str) else each for each in row]]))


def _evidence(about: About, files: Files) -> Iterator[Row]:
    """Every approved piece: notes and links in words, files by their place in the pack."""
    for one in about.snapshots:
        for result, answer in about.services(one):
            where = f"{one.round.year}/{result.document['slug']}/{answer['key']}"
            known = evidence_shown.shown(answer["evidence"])
            for named in answer["evidence"]:
                yield (one.round.year, result.name, answer["key"], *_piece(known.get(named), where, files))


def _piece(piece: Evidence | None, where: str, files: Files) -> Row:
    if piece is None:
        return "", "", "", "", _("It was taken out since.")
    file: EvidenceFile | None = getattr(piece, "file", None)
    name, reason = files.place(where, file) if file else ("", "")
    return piece.kind, piece.text, piece.url, name, reason


def _put(packed: zipfile.ZipFile, files: Files) -> None:
    for pk, name in files.taken:
        content = EvidenceFile.objects.filter(evidence__id=UUID(pk)).values_list("content", flat=True).first()
        if content is not None:
            packed.writestr(name, bytes(content))


def _index(about: About, files: Files) -> str:
    context = {
        "title": pack_report.title_of(about),
        "about": pack_report.lead_of(about),
        "tables": TABLES,
        "files": [name for _pk, name in files.taken],
        "left_out": files.left_out,
        "area": settings.AREA,
    }
    return render_to_string("participation/pack_index.html", context)


def _read_me(about: About) -> str:
    said = [
        pack_report.title_of(about),
        f"{settings.AREA['council']}, {timezone.localdate().isoformat()}",
        _("Begin with report.pdf, or open index.html: it leads to everything here."),
        _("Every figure is one that is published at %(site)s. Nobody is named in this pack.")
        % {"site": settings.SITE_URL},
        _("The tables (CSV) open in an office program. Levels: 1 not yet, 2 starting, 3 doing, 4 shared."),
    ]
    return "\r\n\r\n".join(said) + "\r\n"
