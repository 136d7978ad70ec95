"""The lines of easy read that a group goes through: each once, in the order they are read, and in parts for a page."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from charters.document import Document, EasyLine

# Of a line in forms: long enough that no two of a few thousand lines are ever called the same.
LETTERS = 12
# Each line is one box when a page is sent: far below settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
LINES_A_PART = 60


@dataclass(frozen=True)
class ReadLine:
    """A line that is read. `clause_key` says beside which clause it stands first, `place` under which heading."""

    text: str
    picture: str
    alt: str
    clause_key: str
    place: str

    @cached_property
    def name(self) -> str:
        """What it is called in forms: it follows from its words and its picture, so another line has another name."""
        return hashlib.sha256(f"{self.picture}\0{self.text}".encode()).hexdigest()[:LETTERS]


def lines_of(document: Document) -> list[ReadLine]:
    """Each line once: readers who understood a line understand it wherever it stands."""
    found: dict[tuple[str, str], ReadLine] = {}
    for line in _all(document):
        found.setdefault((line.text, line.picture), line)
    return list(found.values())


def _all(document: Document) -> Iterator[ReadLine]:
    yield from _placed(document.easy_intro, _("Opening words"))
    for section in document.walk():
        place = section.title or _("untitled group")
        yield from _placed(section.easy, place)
        for clause in section.clauses:
            yield from _placed(clause.easy, place, clause.key)
    yield from _placed(document.easy_note, _("What changed"))


def _placed(lines: Iterable[EasyLine], place: str, clause_key: str = "") -> Iterator[ReadLine]:
    for one in lines:
        yield ReadLine(one.text, one.picture, one.alt, clause_key, place)


def parts(lines: Iterable[ReadLine]) -> list[list[ReadLine]]:
    """Parts for a page each: whole sections where they fit, none of them empty but the only one."""
    found: list[list[ReadLine]] = [[]]
    for lines_of_one in _by_place(lines):
        if found[-1] and len(found[-1]) + len(lines_of_one) > LINES_A_PART:
            found.append([])
        for line in lines_of_one:
            if len(found[-1]) == LINES_A_PART:
                found.append([])
            found[-1].append(line)
    return found


def _by_place(lines: Iterable[ReadLine]) -> list[list[ReadLine]]:
    found: list[list[ReadLine]] = []
    for line in lines:
        if found and found[-1][0].place == line.place:
            found[-1].append(line)
        else:
            found.append([line])
    return found
