"""What changed between two wordings, word by word, for people who agreed to the older one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from .wordtext import HEADING, ITEM

Kind = Literal["same", "added", "taken_out"]
# Lines less alike than this are easier to read whole, the old one and then the new one, than patched word by word.
ALIKE = 0.5
BULLET = "\u2022 "


@dataclass(frozen=True)
class Part:
    """Words that stand in both versions, or in one of them. No part reaches over the end of a line."""

    kind: Kind
    text: str
    ends_line: bool = False


def compare(old: str, new: str) -> list[Part]:
    """The newer words from start to end, with what was added and what was taken out in its place."""
    before, after = _lines(old), _lines(new)
    found: list[Part] = []
    for same, i1, i2, j1, j2 in _opcodes(before, after):
        if same:
            found += [Part("same", line, ends_line=True) for line in before[i1:i2]]
        else:
            found += _between(before[i1:i2], after[j1:j2])
    return found


def _lines(words: str) -> list[str]:
    """The lines that say something, without the signs for headings and items."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return [_shown(line) for line in lines if line]


def _shown(line: str) -> str:
    return BULLET + line.removeprefix(ITEM) if line.startswith(ITEM) else line.removeprefix(HEADING)


def _opcodes(before: list[str], after: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag == "equal", i1, i2, j1, j2


def _between(before: list[str], after: list[str]) -> list[Part]:
    """Lines that differ: each old one beside the first new one that is much like it."""
    found: list[Part] = []
    for line in before:
        match = next((n for n, other in enumerate(after) if _likeness(line, other) >= ALIKE), None)
        if match is None:
            found.append(Part("taken_out", line, ends_line=True))
            continue
        found += [Part("added", other, ends_line=True) for other in after[:match]]
        found += _within(line, after[match])
        after = after[match + 1 :]
    return found + [Part("added", line, ends_line=True) for line in after]


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: how many of their words two lines share, in order."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _within(line: str, other: str) -> list[Part]:
    """One line that was changed: its words in order, those taken out before those that came for them."""
    before, after = line.split(), other.split()
    words: list[tuple[Kind, str]] = []
    for same, i1, i2, j1, j2 in _opcodes(before, after):
        if same:
            words += [("same", word) for word in before[i1:i2]]
        else:
            words += [("taken_out", word) for word in before[i1:i2]]
            words += [("added", word) for word in after[j1:j2]]
    parts = [Part(kind, " ".join(word for _, word in run)) for kind, run in groupby(words, key=lambda pair: pair[0])]
    return [*parts[:-1], replace(parts[-1], ends_line=True)]
