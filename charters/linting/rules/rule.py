"""What a rule is, and what it is given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from charters.linting.findings import Hit
from charters.linting.passage import Line, Passage
from charters.linting.text import Text


@dataclass(frozen=True, slots=True)
class Reading:
    """One line, the `n`th of its passage from 0."""

    n: int
    line: Line
    text: Text
    passage: Passage


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` never raises, and takes time in proportion to the line. An English rule knows English words."""

    name: str
    is_english: bool
    find: Callable[[Reading], Iterator[Hit]]


def words(text: str) -> frozenset[str]:
    """A set of words, written in a row."""
    return frozenset(text.split())


def excerpt(text: str, most: int = 60) -> str:
    """Words to show in an example, in one line and not too many."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
