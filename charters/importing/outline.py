"""Pieces in a row become sections and clauses, and every line of them is counted once."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import limits
from .headings import ENDS, SHORT, with_headings
from .limits import LEVELS, CannotRead
from .pieces import Piece, Pieces, Shape
from .proposals import promises
from .sentences import fitting
from .understood import Clause, Counts, Section, Understood, Unplaced


@dataclass
class Node:
    """A section that is being filled. `loose`: a group without a heading; `depth`: how deep its points stand."""

    level: int
    section: Section = field(default_factory=Section)
    loose: bool = False
    depth: int = 0
    lead: str = ""


def outlined(found: Pieces) -> Understood:
    """CannotRead where there are more headings or clauses than a charter can have."""
    builder = Builder(found)
    pieces = with_headings(found)
    for n, piece in enumerate(pieces):
        builder.take(piece, next((one for one in pieces[n + 1 :] if one.shape is not Shape.LEFT_OUT), None))
    return builder.understood()


class Builder:
    """Takes one piece after the other. `path` holds the open sections, from the document itself down."""

    def __init__(self, found: Pieces) -> None:
        self.found = found
        self.title = ""
        self.intro: list[str] = []
        self.counts = Counts(total=found.lines)
        self.unplaced: list[Unplaced] = []
        self.path = [Node(0)]
        self.clauses = self.sections = 0
        self.before: Piece | None = None
        shapes = [piece.shape for piece in found.pieces]
        items = [
            piece.gap
            for before, piece in zip(found.pieces, found.pieces[1:], strict=False)
            if before.shape is piece.shape is Shape.ITEM
        ]
        # Where every point of a list stands apart from the next, a gap says nothing.
        self.usual_gap = min(items, default=0)
        self.is_flat = Shape.ITEM not in shapes

    def take(self, piece: Piece, after: Piece | None) -> None:
        if piece.shape is Shape.LEFT_OUT:
            self.unplaced.append(Unplaced(piece.text, piece.reason, piece.lines))
            self.counts.unplaced += piece.lines
            return
        if piece.shape is Shape.HEADING:
            self._take_heading(piece)
        elif piece.shape is Shape.ITEM:
            self._take_item(piece, after)
        else:
            self._take_text(piece, after)
        self.before = piece

    # Headings

    def _take_heading(self, piece: Piece) -> None:
        if piece.level == 0 and len(piece.text) <= limits.LONGEST_TITLE:
            self.title = piece.text
            self.counts.heading += piece.lines
            return
        while self.path[-1].level >= max(piece.level, 1) or self.path[-1].loose:
            self.path.pop()
        if len(piece.text) <= limits.LONGEST_HEADING:
            self._open(label=piece.label, heading=piece.text)
            self.counts.heading += piece.lines
        else:
            self._open(label=piece.label)
            self._add_clause(piece)
            self.found.warn(_("A heading is as long as a paragraph. It became a clause."))

    def _open(self, *, label: str = "", heading: str = "", loose: bool = False, depth: int = 0, lead: str = "") -> Node:
        """A new section under the innermost that is open; beside it where that is as deep as sections go."""
        while self.path[-1].level >= LEVELS:
            self.path.pop()
        self.sections += 1
        if self.sections > limits.SECTIONS_MAX:
            raise CannotRead(_("There are more than %(n)s headings or groups in it.") % {"n": limits.SECTIONS_MAX})
        node = Node(
            self.path[-1].level + 1, Section(label=label[: limits.LABEL_MAX], heading=heading), loose, depth, lead
        )
        self._children(self.path[-1]).append(node.section)
        self.path.append(node)
        return node

    def _children(self, node: Node) -> list[Section]:
        return node.section.sections

    # Points of lists

    def _take_item(self, piece: Piece, after: Piece | None) -> None:
        has_more = after is not None and after.shape is Shape.ITEM and after.level > piece.level
        while self.path[-1].loose and self.path[-1].depth > piece.level:
            self.path.pop()
        if self._begins_group(piece):
            self._close_loose()
            self._open(loose=True, depth=1, lead=self.path[-1].lead)
        if has_more and self._level_below() <= LEVELS and (piece.text.endswith(":") or self._is_heading_like(piece)):
            self._begin_below(piece)
            return
        self._add_clause(piece)
        if has_more and self._level_below() <= LEVELS:
            self._open(loose=True, depth=piece.level + 1, lead=self.path[-1].lead)

    def _begins_group(self, piece: Piece) -> bool:
        """After two empty lines, or more than usual, a new group begins; not between a lead-in and its list."""
        if piece.level > 1 or piece.gap < 2 or self.before is None or self.before.shape is Shape.HEADING:
            return False
        top = self.path[-1]
        waits = top.loose and top.section.intro and not top.section.clauses
        return not waits and (self.before.shape is not Shape.ITEM or piece.gap > self.usual_gap)

    def _is_heading_like(self, piece: Piece) -> bool:
        """A point with points below it that names them; after "We will:" it is a promise like the others."""
        text = piece.text
        return not self.path[-1].lead and len(text) <= SHORT and not text.endswith(ENDS) and not text[0].islower()

    def _level_below(self) -> int:
        return max(self.path[-1].level, 1) + 1

    def _begin_below(self, piece: Piece) -> None:
        """A point with points of its own: it leads into them, or is their heading."""
        if self.path[-1].level == 0:
            self._open(loose=True, depth=piece.level)
        if piece.text.endswith(":"):
            before = self.path[-1].lead
            node = self._open(loose=True, depth=piece.level + 1)
            self._lead_into(node, piece)
            node.lead = f"{before} {piece.text}".strip()
        else:
            self._open(loose=True, depth=piece.level + 1, heading=piece.text, lead=self.path[-1].lead)
            self.counts.heading += piece.lines

    # Paragraphs

    def _take_text(self, piece: Piece, after: Piece | None) -> None:
        leads = piece.text.endswith(":") and after is not None and after.shape is Shape.ITEM
        leads = leads and len(piece.text) <= limits.LONGEST_INTRO
        self._close_loose(keep_text=not leads)
        top = self.path[-1]
        if leads:
            is_new = top.level > 0 and not (top.section.intro or top.section.clauses or self._children(top))
            self._lead_into(top if is_new else self._open(loose=True, depth=1), piece)
        elif top.level == 0 and self._is_intro(piece):
            self.intro.append(piece.text)
            self.counts.intro += piece.lines
        else:
            self._add_clause(piece)

    def _is_intro(self, piece: Piece) -> bool:
        """What stands before the first section, if it fits; without sections and lists, until a promise comes."""
        begun = self._children(self.path[0]) or (self.is_flat and promises(piece.text))
        return not begun and sum(map(len, self.intro)) + len(piece.text) < limits.LONGEST_INTRO - 1000

    def _close_loose(self, *, keep_text: bool = False) -> None:
        while self.path[-1].loose and not (keep_text and self.path[-1].depth == 0):
            self.path.pop()

    def _lead_into(self, node: Node, piece: Piece) -> None:
        node.section.intro = node.lead = piece.text
        self.counts.intro += piece.lines

    def _add_clause(self, piece: Piece) -> None:
        """A section's own clauses stand before its subsections: what comes after them begins a group of its own."""
        top = self.path[-1]
        ends_list = piece.shape is Shape.TEXT and top.section.intro and top.section.clauses
        if top.level == 0 or self._children(top) or ends_list:
            lead = top.lead if piece.shape is Shape.ITEM else ""
            if top.loose and (ends_list or not top.section.intro):
                self.path.pop()
            top = self._open(loose=True, depth=piece.level, lead=lead)
        self.counts.clause += piece.lines
        for n, text in enumerate(fitting(piece.text, limits.LONGEST_CLAUSE)):
            if n:
                self.found.warn(_("A paragraph is longer than a clause can be. It was parted."))
            self._append(top, text, piece, 0 if n else piece.lines)

    def _append(self, node: Node, text: str, piece: Piece, lines: int) -> None:
        self.clauses += 1
        if self.clauses > limits.CLAUSES_MAX:
            raise CannotRead(_("There are more than %(n)s paragraphs and points in it.") % {"n": limits.CLAUSES_MAX})
        node.section.clauses.append(Clause(self.clauses, text, lines, node.lead, piece.shape is Shape.ITEM))

    def understood(self) -> Understood:
        sections = self._children(self.path[0])
        for section in sections:
            _even_sides(section, 1)
        return Understood(
            format=self.found.format,
            title=self.title,
            intro="\n\n".join(self.intro),
            sections=sections,
            counts=self.counts,
            unplaced=self.unplaced,
            warnings=self.found.warnings,
        )


def _even_sides(section: Section, level: int) -> None:
    """Where several lists with lead-ins stand under one heading, each becomes a group, the first as well as the rest:
    the two sides of an agreement stand side by side."""
    for below in section.sections:
        _even_sides(below, level + 1)
    leads = [below for below in section.sections if below.intro and not below.heading]
    if section.intro and section.clauses and leads and level < LEVELS:
        first = Section(intro=section.intro, clauses=section.clauses)
        section.intro, section.clauses, section.sections = "", [], [first, *section.sections]
