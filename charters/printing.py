"""The files that a version is printed as. They follow from its document and its edition alone: made again, whenever and
by whichever process, each is the same to the byte.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from charters import paper, paper_easy, paper_reading, pictures, uploaded
from charters.document import Document
from charters.linting.checking import MOST_PAGES
from charters.models.kinds import PaperKind
from charters.paper import Edition
from charters.paper_easy import Group
from charters.paper_reading import Sheet
from charters.reading_lines import ReadLine, lines_of
from config.lib.pdf import noted, pages_of, pdf


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
    yield from (content for _data, content in _booklets(document, edition))


Booklet = tuple[dict[str, Any], bytes]


def _booklets(document: Document, edition: Edition) -> list[Booklet]:
    """As one file, or as the fewest in which none is too long."""
    groups = paper_easy.groups(document, edition)
    made = [_booklet(document, edition, groups, 1, 1)]
    parts = -(-pages_of(made[0][1]) // MOST_PAGES)
    while max(pages_of(content) for _data, content in made) > MOST_PAGES and parts <= len(groups):
        shares = split(groups, parts)
        made = [_booklet(document, edition, share, n, parts) for n, share in enumerate(shares, start=1)]
        parts += 1
    return made


def _booklet(document: Document, edition: Edition, groups: list[Group], part: int, parts: int) -> Booklet:
    data = paper_easy.booklet(document, edition, groups, part, parts)
    return data, _made("easy_charter", data, document, edition)


def reading_kit(document: Document, edition: Edition) -> bytes:
    """What a reading session needs on paper, with a sheet for each page of the booklet. Raises NotPrintable."""
    with translation.override(settings.LANGUAGE_CODE), uploaded.asked_once():
        data = paper_reading.kit(document, edition, _sheets(document, edition))
        drawings = _drawings(data) | paper_reading.drawn_faces()
        title = _("Reading kit: %(title)s") % {"title": paper.title(document, edition)}
        return pdf("reading_kit", data, made=edition.made, title=title, drawings=drawings)


def _sheets(document: Document, edition: Edition) -> Iterator[Sheet]:
    """The lines of each page of the booklet, and what stands on none of them, such as what changed."""
    lines = lines_of(document)
    left = dict.fromkeys(range(len(lines)))
    booklets = _booklets(document, edition) if lines else []
    for part, (data, _content) in enumerate(booklets, start=1):
        _number(data, lines)
        for page, found in groupby(_places(data, edition), key=lambda place: int(place["page"])):
            numbers = dict.fromkeys(int(place["n"]) for place in found)
            for n in numbers:
                left.pop(n, None)
            yield Sheet(_on_page(part, len(booklets), page), [lines[n] for n in numbers])
    if left:
        yield Sheet(_("What changed"), [lines[n] for n in left])


def _on_page(part: int, parts: int, page: int) -> str:
    said = _("Easy read, page %(page)s") if parts == 1 else _("Easy read, part %(part)s, page %(page)s")
    return said % {"part": part, "page": page}


def _number(data: dict[str, Any], lines: list[ReadLine]) -> None:
    """Marks what the booklet shows of these lines. What we say ourselves, and words explained, are none of them."""
    numbers = {line.text: n for n, line in reversed(list(enumerate(lines)))}
    numbers |= {(line.text, line.picture): n for n, line in enumerate(lines)}  # type: ignore[misc]
    for block in data["blocks"]:
        for row in filter(None, (block["heading"], *block["rows"])):
            text = "".join(piece for piece, _is_hard in row["pieces"])
            # A picture that was taken back is not printed: there the words say which line it is.
            n = numbers.get((text, row["picture"]), numbers.get(text))  # type: ignore[call-overload]
            if n is not None:
                row["n"] = n


def _places(data: dict[str, Any], edition: Edition) -> list[dict[str, int]]:
    """The number of each line that is marked, and the page on which it came to stand."""
    return noted("easy_charter", "line", data, made=edition.made, drawings=_drawings(data))


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
    title = paper.title(document, edition)
    return pdf(template, data, made=edition.made, title=title, drawings=_drawings(data))


def _drawings(data: dict[str, Any]) -> dict[str, str]:
    return {name: drawn for name in sorted(paper_easy.pictures_in(data)) if (drawn := _drawn(name))}


def _drawn(name: str) -> str:
    """The picture as SVG; "" where there is none any more."""
    return pictures.drawing(name) if pictures.known(name) else ""
