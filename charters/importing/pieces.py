"""What every reader makes of a document, whatever its format: a list of pieces in reading order."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from config.lib.texts import clean_line, has_letters

from .limits import CHARACTERS_MAX, LINES_MAX, too_long


class Shape(StrEnum):
    """What a piece says of itself. TEXT may turn out to be a heading, where the document marks none."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Piece:
    """One paragraph, heading or point of a list.

    `lines` is how many lines of the source it took; `level` a heading's from 1 (0 is the title) or how deep a point
    stands in its list, from 1; `label` its number, as it is written; `gap` how many empty lines stood before it;
    `reason` says why it was left out.
    """

    text: str
    shape: Shape = Shape.TEXT
    level: int = 0
    label: str = ""
    lines: int = 1
    gap: int = 0
    strong: bool = False
    reason: str = ""

    def left_out(self, reason: str) -> "Piece":
        return replace(self, shape=Shape.LEFT_OUT, reason=reason)


@dataclass
class Pieces:
    """The pieces so far, and what people should be told. `lines` is counted by the reader from the source."""

    format: str
    lines: int = 0
    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    characters: int = 0

    def add(self, piece: Piece) -> None:
        """Cleaned of what nobody can see. CannotRead where the whole grows too long."""
        text = clean_line(piece.text)
        if not text:
            return
        self.characters += len(text)
        if len(self.pieces) >= LINES_MAX or self.characters > CHARACTERS_MAX:
            raise too_long()
        piece = replace(piece, text=text, label=clean_line(piece.label))
        self.pieces.append(piece if has_letters(text) else piece.left_out(""))

    def warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)

    def add_row(self, cells: list[list[Piece]], *, is_head: bool = False) -> None:
        """A row of a table as one point, its cells one after the other; the head of a table is left out.

        Where a cell holds several paragraphs the table only lays out the page, and they are read one after the other.
        """
        pieces = [piece for cell in cells for piece in cell]
        lines = sum(piece.lines for piece in pieces)
        if all(len(cell) == 1 and cell[0].shape is Shape.TEXT for cell in cells) and len(cells) > 1:
            row = Piece(" \u2013 ".join(piece.text for piece in pieces), Shape.ITEM, 1, lines=lines, gap=pieces[0].gap)
            self.add(row.left_out(_("The head of a table")) if is_head else row)
            self.warn(_("There are tables. Each row became one point: look at them with care."))
        else:
            for piece in pieces:
                self.add(piece)
