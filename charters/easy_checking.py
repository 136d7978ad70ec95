"""A charter's easy read against the linter, with its own glossary, the common one, and the words allowed here."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.conf import settings

from . import glossary
from .document import Document, EasyLine
from .linting import Kind, Line, Report, check


class Placed(NamedTuple):
    """A line, and where its writer finds it."""

    place: str
    line: Line


def allowed() -> list[str]:
    """Names of the area and its partners, and what AREA_EASY_WORDS lets pass."""
    area = settings.AREA
    return [area["name"], area["council"], *area["partners"], *area["easy_words"]]


def explained(document: Document | None = None) -> list[str]:
    """Words and their other forms in the common glossary, and in a charter's own."""
    common = [form for one in glossary.common() for form in (one.word, *one.forms)]
    return [*common, *(one.word for one in document.glossary)] if document else common


def lines_of(document: Document) -> Iterator[Placed]:
    """Every easy-read line of a version in the order they are read."""
    yield from _placed("opening", document.easy_intro)
    for section in document.walk():
        yield from _placed(f"section {section.label or section.n}", section.easy)
        for clause in section.clauses:
            yield from _placed(f"clause {clause.key}", clause.easy, Kind.CLAUSE)
    yield from _placed("what changed", document.easy_note)


def check_document(document: Document, lines: Iterable[Placed]) -> Report:
    """What there is to mend in these lines of a version."""
    given = [one.line for one in lines]
    return check(given, explained=explained(document), allowed=allowed(), language=document.language)


def _placed(where: str, lines: Iterable[EasyLine], kind: Kind = Kind.LINE) -> Iterator[Placed]:
    for n, line in enumerate(lines, start=1):
        yield Placed(f"{where}, line {n}", Line(line.text, line.picture, line.alt, line.meaning, kind))
