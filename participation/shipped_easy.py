"""What participation ships in easy read, for the linter below us: the audit's questions and the strings of pages."""

from collections.abc import Iterator
from pathlib import Path

from charters.linting import Line
from charters.shipped import modules
from charters.shipped.sources import Piece

from . import shipped_set
from .shipped_set import QUESTIONS, Shipped

WORDS = Path(str(shipped_set.__file__)).resolve()


def pieces() -> Iterator[Piece]:
    yield from modules.strings(WORDS.parent)
    for question in QUESTIONS:
        yield _question(question)


def _question(question: Shipped) -> Piece:
    """A question and its four answers are read in one go."""
    told = shipped_set.lines((*question.easy, *question.easy_levels))
    return Piece(
        places=tuple(modules.place_of(line["text"], WORDS) for line in told),
        lines=tuple(Line(line["text"], line["picture"], line["alt"]) for line in told),
    )
