"""Markdown: markdown-it finds the blocks, and says which lines of the source each came from. Words alone are kept."""

from dataclasses import replace

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from config.lib.texts import clean_line

from . import marks, plain, webpage
from .pieces import Piece, Pieces, Shape

# What stands between these tags is not for readers.
SILENT = ("script", "style", "template", "noscript")


class Walk:
    """Block tokens in order. `lists` holds for each open list its next number, or 0 for bullets."""

    def __init__(self, found: Pieces, source: list[str]) -> None:
        self.found, self.source = found, source
        self.taken: set[int] = set()
        self.lists: list[int] = []
        self.label, self.first = "", False
        self.heading = self.lines = self.gap = 0
        self.row: list[list[Piece]] = []
        self.in_head = False

    def take(self, token: Token) -> None:
        kind = token.type
        if kind.startswith(("bullet_list", "ordered_list", "list_item")):
            self._take_list(token)
        elif kind in ("heading_open", "tr_open"):
            self.lines = self._lines(token)
            self.heading = int(token.tag[1:]) if kind == "heading_open" else 0
        elif kind == "heading_close":
            self.heading = 0
        elif kind == "hr":
            self.gap = 2
        elif kind in ("thead_open", "thead_close"):
            self.in_head = kind == "thead_open"
        elif kind == "tr_close":
            self.found.add_row(self.row, is_head=self.in_head)
            self.row = []
        elif kind in ("fence", "code_block"):
            self._take_code(token)
        elif kind == "html_block":
            self._take_html(token)
        elif kind == "inline":
            self._take_inline(token)

    def _take_list(self, token: Token) -> None:
        if token.type == "list_item_open":
            self.first = True
            n = self.lists[-1]
            self.label = f"{n}{token.markup}" if n else ""
            self.lists[-1] += 1 if n else 0
        elif token.type == "ordered_list_open":
            self.lists.append(max(1, int(token.attrs.get("start", 1))))
        elif token.type == "bullet_list_open":
            self.lists.append(0)
        elif token.type.endswith("list_close"):
            self.lists.pop()
            self.gap = 0 if self.lists else 2

    def _lines(self, token: Token, *, inner: bool = False) -> int:
        """How many lines that are not blank it came from; each line is counted once."""
        begin, end = token.map or (0, 0)
        mine = range(begin + 1, end - 1) if inner else range(begin, end)
        own = {n for n in mine if n < len(self.source) and clean_line(self.source[n])} - self.taken
        self.taken |= own
        return len(own)

    def _take_inline(self, token: Token) -> None:
        lines, strong = _words(token)
        count = self.lines if self.heading or token.map is None else self._lines(token)
        self.lines = 0
        if self.heading:
            text = " ".join(lines)
            label, text = marks.number(text) or ("", text)
            self._add([Piece(text, Shape.HEADING, self.heading, label)], count)
        elif token.map is None:
            self.row.append([Piece(" ".join(lines), lines=count)] if clean_line(" ".join(lines)) else [])
        else:
            self._add([self._shaped(" ".join(part), strong) for part in marks.parted(lines)], count)

    def _shaped(self, text: str, strong: bool) -> Piece:
        if not self.lists:
            return webpage.marked_by_hand(Piece(text, gap=self._gap(), strong=strong))
        label, self.label = (self.label, "") if self.first else ("", "")
        self.first = False
        return Piece(text, Shape.ITEM, len(self.lists), label, gap=self._gap())

    def _gap(self) -> int:
        gap, self.gap = self.gap, 0
        return gap

    def _take_code(self, token: Token) -> None:
        """A text that is only set in: four blanks make a block of code, whatever it says."""
        count = self._lines(token, inner=token.type == "fence")
        self._add(plain.read(token.content).pieces, count)

    def _take_html(self, token: Token) -> None:
        count = self._lines(token)
        self._add(webpage.read_into(Pieces("html"), token.content).pieces, count)

    def _add(self, pieces: list[Piece], count: int) -> None:
        """Pieces of one block: the first takes the lines, unless each took one of its own."""
        pieces = [piece for piece in pieces if clean_line(piece.text)]
        each = count == len(pieces)
        for n, piece in enumerate(pieces):
            self.found.add(replace(piece, lines=1 if each else count if n == 0 else 0))
        if count and not pieces:
            self.found.add(Piece(_("Marks without words"), lines=count).left_out(_("Says nothing to readers")))

    def take_rest(self) -> None:
        """Lines that are only marks: rules, fences, the addresses of links."""
        for n, line in enumerate(self.source):
            if n not in self.taken and clean_line(line):
                self.found.add(Piece(line).left_out(_("Says nothing to readers")))


def _words(token: Token) -> tuple[list[str], bool]:
    """The lines of a text without any marks, and whether all of it is bold."""
    lines, silent, bold, plain_ = [""], "", 0, False
    for child in token.children or []:
        if child.type == "html_inline":
            name = child.content.strip("</> ").split(maxsplit=1)[:1]
            silent = _silent_after(silent, child.content, name[0].lower() if name else "")
        elif child.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif child.type in ("strong_open", "strong_close"):
            bold += 1 if child.type == "strong_open" else -1
        elif child.type in ("text", "code_inline", "text_special") and not silent:
            lines[-1] += child.content
            plain_ = plain_ or (not bold and bool(child.content.strip()))
    return lines, not plain_


def _silent_after(silent: str, tag: str, name: str) -> str:
    """The silent element that is open after this tag, if any."""
    if silent:
        return "" if tag.startswith("</") and name == silent else silent
    return name if name in SILENT and not tag.startswith("</") else ""


def read(text: str) -> Pieces:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = text.split("\n")
    found = Pieces("md", lines=sum(bool(clean_line(line)) for line in source))
    walk = Walk(found, source)
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    # Where a link leads is dropped in any case, so that none is too bad to be read as one.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    for token in markdown.parse(text):
        walk.take(token)
    walk.take_rest()
    return found
