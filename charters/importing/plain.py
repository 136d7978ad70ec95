"""Plain text: lines put together again to paragraphs and points of lists."""

import re
from dataclasses import dataclass, field

from config.lib.texts import clean_line

from . import marks
from .pieces import Piece, Pieces, Shape

INDENT = re.compile(r"^[ \t\u00a0]*")
TAB = 4


@dataclass
class Block:
    """Lines that belong together so far. `indent` is where its words begin; `mark` where its bullet or number does."""

    shape: Shape
    label: str = ""
    mark: int = 0
    indent: int = 0
    gap: int = 0
    lines: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)


def read(text: str) -> Pieces:
    found = Pieces("txt")
    gap = 0
    blocks: list[Block] = []
    source = [line.expandtabs(TAB) for line in text.splitlines()]
    width = _wrapped_at(source)
    for line in source:
        if not clean_line(line):
            gap += 1
            continue
        found.lines += 1
        if gap or not blocks or not _goes_on(blocks[-1], line, width):
            blocks.append(_begun(line, gap))
        else:
            _added(blocks[-1], line)
        gap = 0
    for piece in _with_depths(blocks):
        found.add(piece)
    return found


def _wrapped_at(source: list[str]) -> int:
    """How long lines get in this document; 0 where they are too long to have been broken by a program."""
    longest = max((len(line) for line in source), default=0)
    return longest if longest <= 120 else 0


def _begun(line: str, gap: int) -> Block:
    before = len(INDENT.match(line)[0])  # type: ignore[index]
    words = line.strip()
    if (rest := marks.bullet(words)) is not None:
        block = Block(Shape.ITEM, mark=before, indent=before + len(words) - len(rest), gap=gap)
    elif numbered := marks.number(words):
        block = Block(Shape.ITEM, numbered[0], before, before + len(words) - len(numbered[1]), gap)
        rest = numbered[1]
    else:
        block, rest = Block(Shape.TEXT, mark=before, indent=before, gap=gap), words
    block.lines.append(rest)
    block.widths.append(len(line.rstrip()))
    return block


def _added(block: Block, line: str) -> None:
    block.lines.append(line.strip())
    block.widths.append(len(line.rstrip()))


def _goes_on(block: Block, line: str, width: int) -> bool:
    """Whether a line only goes on what the line before began: broken by a program because it would have been too long.

    A line that stops short, where the next word would still have had room, was ended by somebody.
    """
    words = line.strip()
    if marks.bullet(words) is not None or marks.number(words):
        return False
    if block.shape is Shape.ITEM and len(INDENT.match(line)[0]) > block.mark:  # type: ignore[index]
        return True
    if words[0].islower() and not block.lines[-1].endswith(":") and block.widths[-1] > width / 2 > 0:
        return True
    return bool(width) and block.widths[-1] + 1 + len(words.split()[0]) > width


def _with_depths(blocks: list[Block]) -> list[Piece]:
    """How deep each point stands, from where its mark stands among those of its list."""
    pieces: list[Piece] = []
    open_at: list[int] = []
    for block in blocks:
        level = 0
        if block.shape is Shape.ITEM:
            while open_at and open_at[-1] >= block.mark:
                open_at.pop()
            open_at.append(block.mark)
            level = len(open_at)
        else:
            open_at = []
        text = " ".join(block.lines)
        piece = Piece(text, block.shape, level, block.label, len(block.lines), block.gap)
        # A bullet alone on its line says nothing, and is a line all the same.
        pieces.append(piece if clean_line(text) else Piece("•", Shape.LEFT_OUT, lines=len(block.lines)))
    return pieces
