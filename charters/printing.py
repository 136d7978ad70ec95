"""The files that a version is printed as. They follow from its document and its edition alone: made again, whenever and
by whichever process, each is the same to the byte.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from charters import paper, paper_easy, pictures, uploaded
from charters.document import Document
from charters.linting.checking import MOST_PAGES
from charters.models.kinds import PaperKind
from charters.paper import Edition
from charters.paper_easy import Group
from config.lib.pdf import pages_of, pdf


@dataclass(frozen=True)
class Printed:
    """One PDF. `part` counts from 1; only easy read ever has more than one."""

    kind: PaperKind
    part: int
    content: bytes

    @property
    def pages(self) -> int:
        return pages_of(self.content)


def printed(kind: PaperKind, document: Document, edition: Edition) -> list[Printed]:
    """All files of this kind, in order: none where there is nothing to print. Raises NotPrintable."""
    # In the site's own language, whatever whoever presses the button reads theirs in.
    with translation.override(settings.LANGUAGE_CODE), uploaded.asked_once():
        return [Printed(kind, part, content) for part, content in enumerate(MAKERS[kind](document, edition), start=1)]


def _charter(document: Document, edition: Edition) -> Iterator[bytes]:
    yield _made("charter", paper.in_full_words(document, edition, large=False), document, edition)


def _large_print(document: Document, edition: Edition) -> Iterator[bytes]:
    yield _made("charter", paper.in_full_words(document, edition, large=True), document, edition)


def _easy_read(document: Document, edition: Edition) -> Iterator[bytes]:
    """As one file, or as the fewest in which none is too long."""
    groups = paper_easy.groups(document, edition)
    made = [_booklet(document, edition, groups, 1, 1)]
    parts = -(-pages_of(made[0]) // MOST_PAGES)
    while max(map(pages_of, made)) > MOST_PAGES and parts <= len(groups):
        shares = split(groups, parts)
        made = [_booklet(document, edition, share, n, parts) for n, share in enumerate(shares, start=1)]
        parts += 1
    yield from made


def _booklet(document: Document, edition: Edition, groups: list[Group], part: int, parts: int) -> bytes:
    data = paper_easy.booklet(document, edition, groups, part, parts)
    return _made("easy_charter", data, document, edition)


def split(groups: list[Group], parts: int) -> list[list[Group]]:
    """As many shares of about as many lines each, none of them empty."""
    shares: list[list[Group]] = [[]]
    whole, so_far = sum(group.size for group in groups), 0
    for n, group in enumerate(groups):
        left, to_come = len(groups) - n, parts - len(shares)
        if shares[-1] and to_come and (so_far >= whole * len(shares) / parts or left <= to_come):
            shares.append([])
        shares[-1].append(group)
        so_far += group.size
    return shares


def _poster(document: Document, edition: Edition) -> Iterator[bytes]:
    data = paper_easy.poster(document, edition)
    if data["cards"]:
        yield _made("easy_poster", data, document, edition)


MAKERS: dict[PaperKind, Callable[[Document, Edition], Iterator[bytes]]] = {
    PaperKind.CHARTER: _charter,
    PaperKind.LARGE_PRINT: _large_print,
    PaperKind.EASY_READ: _easy_read,
    PaperKind.POSTER: _poster,
}


def _made(template: str, data: dict[str, Any], document: Document, edition: Edition) -> bytes:
    drawings = {name: drawn for name in sorted(paper_easy.pictures_in(data)) if (drawn := _drawn(name))}
    return pdf(template, data, made=edition.made, title=paper.title(document, edition), drawings=drawings)


def _drawn(name: str) -> str:
    """The picture as SVG; "" where there is none any more."""
    return pictures.drawing(name) if pictures.known(name) else ""
