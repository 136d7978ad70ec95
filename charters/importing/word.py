"""A Word document: its paragraphs in order, with the numbers that Word only shows and does not store.

mammoth was tried (docs/decisions): it drops the numbers of headings, cannot say that changes were tracked, and reads
without bounds. This reads one element after another, and keeps nothing but words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from config.lib.texts import clean_line

from . import marks
from .package import Attributes, Package, no_word_document
from .pieces import Piece, Pieces, Shape
from .webpage import marked_by_hand
from .wordstyles import Counters, Numbering, Styles, is_on, whole

# In the type of the part that holds the text, of documents and templates, with macros and without.
WORD, MAIN, MACROS = ("wordprocessingml", "ms-word"), ".main+xml", "macroEnabled"
# What a reader of the finished document does not see: what was deleted or moved away, codes of fields, the second
# copy of a text box for old programs, the reading aid above a word, what a change replaced.
UNSEEN = {
    *("del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rt", "rPrChange", "pPrChange"),
    *("tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "sectPr"),
}
TRACKED = {"ins", "del", "moveFrom", "moveTo"}
PICTURES = {"drawing", "pict", "object"}


class Relations:
    """A .rels part, and [Content_Types].xml: what is where, by the end of its type."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, attributes.get("Target", ""))
        elif name == "Override":
            self.types[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")

    def end(self, name: str) -> None:
        """Nothing stands inside."""

    def text(self, text: str) -> None:
        """Nothing here is for readers."""


@dataclass
class Paragraph:
    words: list[str] = field(default_factory=list)
    style: str = ""
    number: str | None = None
    level: int = 0
    outline: int | None = None
    strong: int = 0
    plain: int = 0
    # Its end was deleted: it goes on in the next one.
    joined: bool = False


@dataclass
class Row:
    cells: list[list[Piece]] = field(default_factory=list)
    is_head: bool = False
    deleted: bool = False


class Body:
    """The main part, footnotes or endnotes. Text boxes stand in paragraphs, and tables in tables."""

    def __init__(self, found: Pieces, styles: Styles, numbering: Numbering, *, notes: bool = False) -> None:
        self.found, self.styles, self.notes = found, styles, notes
        self.counters = Counters(numbering)
        self.path: list[str] = []
        self.unseen = 0
        self.paragraphs: list[Paragraph] = []
        self.rows: list[Row] = []
        self.left: list[str] = []
        self.bold = self.hidden = self.in_text = False
        self.gap = 0
        self.last_was_item = False

    def start(self, name: str, attributes: Attributes) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if name in TRACKED or (name in UNSEEN and name.endswith("Change")):
            self.found.warn(
                _("Changes were tracked. What was put in is kept, and what was taken out is left out, as if accepted.")
            )
        if self.unseen or (name in UNSEEN and parent not in ("rPr", "trPr")):
            self.unseen += 1
        elif name == "p":
            self._begin_paragraph()
        elif name in ("tr", "tc", "trPr", "tblHeader") or parent == "trPr":
            self._of_table(name)
        elif self.paragraphs:
            self._in_paragraph(name, parent, attributes)
        elif name == "altChunk":
            self.found.warn(_("Another document stands inside this one. It is left out."))

    def _begin_paragraph(self) -> None:
        goes_on = self.left and not self.paragraphs
        self.paragraphs.append(Paragraph(words=self.left if goes_on else []))
        if goes_on:
            self.left = []

    def _of_table(self, name: str) -> None:
        if name == "tr":
            self.rows.append(Row())
        elif self.rows:
            row = self.rows[-1]
            if name == "tc":
                row.cells.append([])
            row.is_head = row.is_head or name == "tblHeader"
            row.deleted = row.deleted or name == "del"

    def _in_paragraph(self, name: str, parent: str, attributes: Attributes) -> None:
        paragraph = self.paragraphs[-1]
        if parent == "pPr" and name == "pStyle":
            paragraph.style = attributes.get("val", "")
        elif parent == "pPr" and name == "outlineLvl":
            paragraph.outline = whole(attributes)
        elif parent == "numPr":
            self._numbered(paragraph, name, attributes)
        elif parent == "rPr":
            self._of_run(paragraph, name, attributes)
        elif name == "r":
            self.bold = self.hidden = False
        elif name == "t":
            self.in_text = True
        elif name in ("br", "cr", "tab", "noBreakHyphen"):
            self._add({"tab": " ", "noBreakHyphen": "-"}.get(name, "\n"))
        elif name in PICTURES:
            self.found.warn(_("There are pictures. They are left out; words in text boxes are kept."))
        elif name == "commentReference":
            self.found.warn(_("There are comments in the margin. They are left out."))

    def _numbered(self, paragraph: Paragraph, name: str, attributes: Attributes) -> None:
        if name == "numId":
            paragraph.number = attributes.get("val", "")
        elif name == "ilvl":
            paragraph.level = whole(attributes)

    def _of_run(self, paragraph: Paragraph, name: str, attributes: Attributes) -> None:
        """What the run's properties say; those of the paragraph's own mark can say that it was deleted."""
        if "pPr" in self.path[-4:-2]:
            paragraph.joined = paragraph.joined or name in ("del", "moveFrom")
        elif name == "b":
            self.bold = is_on(attributes)
        elif name in ("vanish", "webHidden"):
            self.hidden = is_on(attributes)

    def end(self, name: str) -> None:
        self.path.pop()
        if self.unseen:
            self.unseen -= 1
        elif name == "t":
            self.in_text = False
        elif name == "p":
            self._end_paragraph(self.paragraphs.pop())
        elif name == "tr":
            row = self.rows.pop()
            if not row.deleted:
                self._end_row(row)
        elif self.left and name in ("body", "footnote", "endnote"):
            # The last end of a paragraph was deleted: there is no next one.
            self._begin_paragraph()
            self._end_paragraph(self.paragraphs.pop())

    def text(self, text: str) -> None:
        if self.in_text and not self.unseen and not self.hidden and self.paragraphs:
            self._add(text)

    def _add(self, text: str) -> None:
        paragraph = self.paragraphs[-1]
        paragraph.words.append(text)
        seen = len(text.strip())
        paragraph.strong += seen if self.bold else 0
        paragraph.plain += 0 if self.bold else seen

    def _end_paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.joined and not self.paragraphs:
            self.left = paragraph.words
            return
        pieces = list(self._pieces_of(paragraph))
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1] += pieces
        else:
            self._add_pieces([pieces])
        self.gap = 0 if pieces else self.gap + 1

    def _end_row(self, row: Row) -> None:
        cells = [cell for cell in row.cells if cell]
        if self.rows and self.rows[-1].cells:
            # A table in a table: its rows are paragraphs of the cell that it stands in.
            self.rows[-1].cells[-1] += [piece for cell in cells for piece in cell]
        elif cells:
            self._add_pieces(cells, is_head=row.is_head)

    def _add_pieces(self, cells: list[list[Piece]], *, is_head: bool = False) -> None:
        self.found.lines += sum(piece.lines for cell in cells for piece in cell)
        self.found.add_row(cells, is_head=is_head)

    def _pieces_of(self, paragraph: Paragraph) -> Iterator[Piece]:
        """The paragraph, and more than one where somebody typed a list into it with line breaks."""
        lines = [line for line in map(clean_line, "".join(paragraph.words).split("\n")) if line]
        for n, part in enumerate(marks.parted(lines)):
            text = Piece(" ".join(part), lines=len(part), strong=paragraph.strong > 0 == paragraph.plain)
            yield self._shaped(text, paragraph) if n == 0 else marked_by_hand(text)

    def _shaped(self, piece: Piece, paragraph: Paragraph) -> Piece:
        chain = self.styles.chain(paragraph.style)
        name = next((style.name for style in chain if _means_something(style.name)), "")
        if self.notes:
            return piece.left_out(_("A footnote"))
        if name.startswith(("toc ", "table of figures")):
            return piece.left_out(_("The list of contents"))
        outline = next((o for o in (paragraph.outline, *(style.outline for style in chain)) if o is not None), 9)
        label, level = self._label(paragraph)
        if name == "title" or name.startswith("heading ") or outline < 9:
            number = marks.number(piece.text) if not label else None
            text, label = (number[1], number[0]) if number else (piece.text, label or "")
            rank = 0 if name == "title" else outline + 1 if outline < 9 else whole({"val": name[8:9]})
            piece = Piece(text, Shape.HEADING, rank, label, piece.lines)
        elif label is not None or name.startswith(("list bullet", "list number")):
            piece = Piece(piece.text, Shape.ITEM, level + 1, label or "", piece.lines, self._gap(), piece.strong)
        else:
            strong = piece.strong or any(style.strong for style in chain[:1])
            piece = marked_by_hand(Piece(piece.text, lines=piece.lines, gap=self.gap, strong=strong))
        self.last_was_item = piece.shape is Shape.ITEM
        return piece

    def _gap(self) -> int:
        """An empty paragraph between two points parts them as two empty lines do; before the first it is only air."""
        return self.gap * 2 if self.last_was_item else self.gap

    def _label(self, paragraph: Paragraph) -> tuple[str | None, int]:
        """The paragraph's number ("" for a bullet, None where it is no point of a list), and its level from 0."""
        styled = next((style for style in self.styles.chain(paragraph.style) if style.number is not None), None)
        number = paragraph.number if paragraph.number is not None else styled.number if styled else ""
        if number in ("", "0", None):
            return None, 0
        level = self.counters.level_of(number, paragraph.level or (styled.level if styled else 0), paragraph.style)
        return self.counters.label(number, level), level


def _means_something(name: str) -> bool:
    return name in ("title", "subtitle") or name.startswith(
        ("heading ", "toc ", "table of figures", "list bullet", "list number")
    )


def read(data: bytes) -> Pieces:
    package = Package(data)
    found = Pieces("docx")
    main, has_macros = _main_part(package)
    if has_macros:
        found.warn(_("There are macros in it. They are left out, and nothing ran them."))
    related = _related(package, main)
    styles, numbering = Styles(), Numbering()
    if "styles" in related:
        package.parse(related["styles"], styles)
    if "numbering" in related:
        package.parse(related["numbering"], numbering)
    package.parse(main, Body(found, styles, numbering))
    for kind in ("footnotes", "endnotes"):
        if kind in related:
            package.parse(related[kind], Body(found, styles, Numbering(), notes=True))
    return found


def _main_part(package: Package) -> tuple[str, bool]:
    """The name of the part with the text, and whether there are macros. CannotRead for a spreadsheet and the like."""
    if "[Content_Types].xml" not in package.names:
        raise no_word_document()
    types = Relations()
    package.parse("[Content_Types].xml", types)
    for name, kind in types.types.items():
        if name in package.names and kind.endswith(MAIN) and any(word in kind for word in WORD):
            return name, MACROS in kind or any(part.endswith("vbaProject.bin") for part in package.names)
    raise no_word_document()


def _related(package: Package, main: str) -> dict[str, str]:
    """Styles, numbering and notes by what they are. Only parts of the file itself: nothing is fetched."""
    folder, _slash, name = main.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if rels not in package.names:
        return {}
    found = Relations()
    package.parse(rels, found)
    parts = {
        kind: target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        for kind, target in found.targets.items()
    }
    return {kind: part for kind, part in parts.items() if part in package.names}
