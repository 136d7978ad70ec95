"""Which pieces are headings, where a document does not say so itself, and which level each has.

People write headings as a short line above a paragraph or a list. A line that only looks like one, such as a name in a
list without bullets, must not become a section.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from . import marks
from .actors import SIDE
from .limits import LEVELS
from .pieces import Piece, Pieces, Shape

SHORT, SHORT_WORDS = 80, 12
ENDS = (".", ",", ";", "!")
# What web pages and print leave in a text that was copied from them.
FURNITURE = re.compile(
    r"(?:skip to (?:main )?content|back to top|print(?: this)?(?: page)?|share(?: this)?(?: page)?|"
    r"page \d{1,3}(?: of \d{1,3})?|\d{1,3}|(?:table of )?contents|accept (?:all )?cookies|menu|search|"
    r"(?:download|print|open)\b.*\((?:pdf|word|docx?|odt)\b.*\))",
    re.IGNORECASE,
)
# A short line before a list is its lead-in rather than a heading when it says that somebody does something, or who.
SAYS = re.compile(
    r"\b(?:will|shall|agrees?|are|is|must|should|can|has|have|promises?|pledges?|expects?|includes?|including|means|"
    r"asks?|wants?|needs?|says?|we)\b.*:$|\b(?:following|commit|that|to):$",
    re.IGNORECASE,
)
ASKS = re.compile(r"(?:how|what|why|who|when|where)\b", re.IGNORECASE)


def says_something(text: str) -> bool:
    """Whether words with a colon lead into a list, such as "We will:" or "The forum:"; "Our promises:" is a heading."""
    return bool(SAYS.search(text) or SIDE.match(text)) and not ASKS.match(text)


def is_short(piece: Piece) -> bool:
    """Short enough for a heading, and not ended like a sentence."""
    text = piece.text
    if piece.lines > 1 or len(text) > SHORT or len(text.split()) > SHORT_WORDS:
        return False
    return not text.endswith(ENDS) and not text[0].islower() and not (text.endswith(":") and says_something(text))


def with_headings(found: Pieces) -> list[Piece]:
    """The pieces, each heading marked as one: the title with level 0, sections with 1 to 3."""
    pieces = [
        piece.left_out(_("Belongs to the web page"))
        if piece.shape is Shape.TEXT and FURNITURE.fullmatch(piece.text)
        else piece
        for piece in found.pieces
    ]
    seen = [n for n, piece in enumerate(pieces) if piece.shape is not Shape.LEFT_OUT]
    visible = [pieces[n] for n in seen]
    if sum(piece.shape is Shape.HEADING for piece in visible) <= 1:
        visible = _guessed(visible)
    visible = _levelled(_titled(visible), found)
    for n, piece in zip(seen, visible, strict=True):
        pieces[n] = piece
    return list(_principles(pieces))


def _guessed(pieces: list[Piece]) -> list[Piece]:
    pieces = _listed(pieces)
    chosen = _numbered(pieces) | _unnumbered(pieces)
    return [
        replace(piece, shape=Shape.HEADING, level=max(1, marks.depth(piece.label)), text=piece.text.rstrip(": "))
        if n in chosen
        else piece
        for n, piece in enumerate(pieces)
    ]


def _after(pieces: list[Piece], n: int) -> Piece | None:
    return pieces[n + 1] if n + 1 < len(pieces) else None


def _listed(pieces: list[Piece]) -> list[Piece]:
    """Short lines after a colon are the points of a list without bullets, unless a list of its own follows."""
    found = list(pieces)
    for n, piece in enumerate(pieces):
        after = _after(pieces, n)
        if n == 0 or piece.shape is not Shape.TEXT or not is_short(piece) or piece.text.endswith(":"):
            continue
        if after is not None and after.shape is not Shape.TEXT:
            continue
        before = found[n - 1]
        goes_on = before.shape is Shape.ITEM and pieces[n - 1].shape is Shape.TEXT and piece.gap <= before.gap
        if goes_on or (before.text.endswith(":") and before.shape is Shape.TEXT):
            found[n] = replace(piece, shape=Shape.ITEM, level=1)
    return found


def _numbered(pieces: list[Piece]) -> set[int]:
    """Numbered short lines with something under them: "1. Heading", not the points of a numbered list."""
    all_: dict[int, list[int]] = {}
    with_content: dict[int, list[int]] = {}
    for n, piece in enumerate(pieces):
        deep = marks.depth(piece.label) if piece.label and piece.shape is Shape.ITEM and piece.level == 1 else 0
        if not deep:
            continue
        all_.setdefault(deep, []).append(n)
        after = _after(pieces, n)
        if is_short(piece) and after is not None and (not after.label or marks.depth(after.label) > deep):
            with_content.setdefault(deep, []).append(n)
    return {n for deep, some in with_content.items() if 2 * len(some) > len(all_[deep]) for n in some}


def _unnumbered(pieces: list[Piece]) -> set[int]:
    """Short lines with something under them. Of three or more in a row only the last is a heading (and the title)."""
    candidates = [
        n
        for n, piece in enumerate(pieces)
        if piece.shape is Shape.TEXT and is_short(piece) and _after(pieces, n) is not None
    ]
    if any(pieces[n].strong for n in candidates):
        candidates = [n for n in candidates if pieces[n].strong or n == 0]
    chosen: set[int] = set()
    for _key, group in groupby(enumerate(candidates), key=lambda pair: pair[1] - pair[0]):
        run = [n for _place, n in group]
        most = 3 if run[0] == 0 else 2
        chosen.update(run if len(run) <= most else run[-1:] + ([0] if run[0] == 0 else []))
    return chosen


def _titled(pieces: list[Piece]) -> list[Piece]:
    """The title is level 0: what Word calls so, or the first heading, where it stands above all the others."""
    headings = [n for n, piece in enumerate(pieces) if piece.shape is Shape.HEADING]
    if not headings:
        return pieces
    first = headings[0]
    others = [pieces[n].level for n in headings[1:]]
    guessed = first == 0 and all(pieces[n].level == 1 for n in headings if not pieces[n].label)
    if pieces[first].level == 0 or (
        not pieces[first].label and (guessed or pieces[first].level < min(others, default=9))
    ):
        title = first
    elif pieces[0].shape is Shape.TEXT and is_short(pieces[0]):
        title = 0
    else:
        title = -1
    return [
        replace(piece, shape=Shape.HEADING, level=0)
        if n == title
        else replace(piece, level=max(1, piece.level))
        if piece.shape is Shape.HEADING
        else piece
        for n, piece in enumerate(pieces)
    ]


def _levelled(pieces: list[Piece], found: Pieces) -> list[Piece]:
    """Levels from 1 without gaps; what stands deeper than the third comes up to it, with a warning."""
    levels = sorted({piece.level for piece in pieces if piece.shape is Shape.HEADING and piece.level})
    rank = {level: min(n, LEVELS) for n, level in enumerate(levels, start=1)}
    if len(levels) > LEVELS:
        found.warn(_("There are more than three levels of headings. The deeper ones became the third level."))
    return [
        replace(piece, level=rank[piece.level]) if piece.shape is Shape.HEADING and piece.level else piece
        for piece in pieces
    ]


def _principles(pieces: list[Piece]) -> Iterator[Piece]:
    """Numbered paragraphs of several sentences are sections without a heading: their number becomes the label."""
    level = 0
    chosen = _series(pieces)
    for n, piece in enumerate(pieces):
        if piece.shape is Shape.HEADING:
            level = piece.level
        if n in chosen and level < LEVELS:
            yield Piece("", Shape.HEADING, level + 1, piece.label, lines=0)
            yield replace(piece, shape=Shape.TEXT, level=0, label="")
        else:
            yield piece


def _series(pieces: list[Piece]) -> set[int]:
    """Numbered points between two headings, where most of them say more than one sentence or have more under them."""
    chosen: set[int] = set()
    run: list[int] = []
    for n, piece in enumerate([*pieces, Piece("", Shape.HEADING)]):
        if piece.shape is Shape.HEADING:
            rich = [at for at in run if _is_rich(pieces, at)]
            chosen.update(run if len(run) > 1 and 2 * len(rich) > len(run) else ())
            run = []
        elif piece.shape is Shape.ITEM and piece.level == 1 and marks.depth(piece.label):
            run.append(n)
    return chosen


def _is_rich(pieces: list[Piece], n: int) -> bool:
    after = _after(pieces, n)
    has_more = after is not None and after.shape is not Shape.HEADING and not marks.depth(after.label)
    return len(re.findall(r"[.!?](?:\s|$)", pieces[n].text)) > 1 or has_more
