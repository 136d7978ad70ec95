"""HTML, as a program saved it or a person copied it: the words alone, never a script, a style or an address.

lxml's parser is asked for one tag after another, so that nothing is built up: a million open tags cost no more memory.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from lxml import etree

from config.lib.texts import clean_line

from . import marks
from .pieces import Piece, Pieces, Shape

HEADINGS = {f"h{n}": n for n in range(1, 7)}
LISTS = {"ul", "ol", "dl", "menu"}
SILENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select", "title"}
FURNITURE = {"nav", "aside", "footer", "button"}
STRONG = {"b", "strong"}
BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "body", "html", "blockquote", "pre", "li", "dt", "dd"),
    *("table", "caption", "tr", "td", "th", "figure", "figcaption", "address", "fieldset", "br", "details", "summary"),
    *HEADINGS, *LISTS, *FURNITURE,
}  # fmt: skip


class Reader:
    """Told of each tag and text as lxml comes to it. A piece ends wherever a block begins or ends."""

    def __init__(self, found: Pieces) -> None:
        self.found = found
        self.text: list[str] = []
        self.strong = self.all = 0
        self.lists: list[tuple[str, int]] = []
        self.heading, self.item, self.gap = 0, False, 0
        self.open: dict[str, int] = {}
        self.cell: list[Piece] = []
        self.row: list[list[Piece]] = []
        self.is_head = True

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = str(tag).lower()
        self.open[tag] = self.open.get(tag, 0) + 1
        if tag not in BLOCKS:
            self.gap += 2 if tag == "hr" else 0
            return
        self._end_piece()
        if tag in LISTS:
            self.lists.append((tag, 0))
        elif tag in ("li", "dd"):
            self._number()
            self.item = True
        elif tag in HEADINGS:
            self.heading = HEADINGS[tag]

    def end(self, tag: str) -> None:
        tag = str(tag).lower()
        if tag in ("td", "th"):
            self._end_cell(tag)
        elif tag == "tr":
            self._end_row()
        elif tag in BLOCKS:
            self._end_piece()
        self.open[tag] = max(0, self.open.get(tag, 0) - 1)
        if tag in LISTS and self.lists:
            self.lists.pop()
            self.gap += 0 if self.lists else 2
        if tag in ("li", "dd"):
            self.item = False
        if tag in HEADINGS:
            self.heading = 0

    def data(self, text: str) -> None:
        if any(self.open.get(tag) for tag in SILENT):
            return
        self.text.append(text)
        seen = len(text.strip())
        self.all += seen
        self.strong += seen if any(self.open.get(tag) for tag in STRONG) else 0

    def comment(self, text: str) -> None:
        """Nothing that a reader sees."""

    def close(self) -> Pieces:
        self._end_piece()
        self._end_row()
        return self.found

    def _number(self) -> None:
        if self.lists:
            tag, n = self.lists[-1]
            self.lists[-1] = (tag, n + 1)

    def _taken(self) -> tuple[str, bool]:
        text, strong = clean_line("".join(self.text)), bool(self.all) and self.strong == self.all
        self.text, self.strong, self.all = [], 0, 0
        return text, strong

    def _end_cell(self, tag: str) -> None:
        self._end_piece()
        if self.cell:
            self.row.append(self.cell)
            self.is_head = self.is_head and tag == "th"
        self.cell = []

    def _end_row(self) -> None:
        self._end_cell("td")
        if self.row:
            self.found.add_row(self.row, is_head=self.is_head)
        self.row, self.is_head = [], True

    def _end_piece(self) -> None:
        text, strong = self._taken()
        if not text:
            return
        self.found.lines += 1
        piece = self._piece(text, strong)
        if self.open.get("td") or self.open.get("th"):
            self.cell.append(piece)
        else:
            self.found.add(piece)
        self.gap = 0

    def _piece(self, text: str, strong: bool) -> Piece:
        if any(self.open.get(tag) for tag in FURNITURE):
            return Piece(text, Shape.LEFT_OUT, reason=_("Belongs to the web page"))
        if self.heading:
            return Piece(text, Shape.HEADING, self.heading)
        if self.item and self.lists:
            tag, n = self.lists[-1]
            return Piece(text, Shape.ITEM, len(self.lists), f"{n}." if tag == "ol" else "", gap=self.gap)
        return marked_by_hand(Piece(text, gap=self.gap, strong=strong))


def marked_by_hand(piece: Piece) -> Piece:
    """A paragraph that somebody began with a bullet or a number of their own."""
    if (rest := marks.bullet(piece.text)) is not None:
        return Piece(rest or piece.text, Shape.ITEM, 1, "", piece.lines, piece.gap, piece.strong)
    if numbered := marks.number(piece.text):
        return Piece(numbered[1], Shape.ITEM, 1, numbered[0], piece.lines, piece.gap, piece.strong)
    return piece


def read(text: str) -> Pieces:
    return read_into(Pieces("html"), text)


def read_into(found: Pieces, text: str) -> Pieces:
    """The words of some HTML, after what was found before it."""
    parser = etree.HTMLParser(target=Reader(found), no_network=True, remove_pis=True)  # type: ignore[call-overload]
    parser.feed("<body>" + text)
    found_: Pieces = parser.close()
    return found_
