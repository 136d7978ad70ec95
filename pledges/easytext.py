"""Easy-read lines parted into screens: few enough words on each to be read at once.

FACTS part 4 and JOURNEYS: a picture beside each line, three lines a screen at most, 25 words with its buttons.
"""

from collections.abc import Sequence
from typing import TypedDict

LINES_A_SCREEN = 3
# The rest of the 25 are the screen's own: where the reader is, Next, Back and one more.
WORDS_A_SCREEN = 16


class Line(TypedDict):
    """One line as a wording keeps it."""

    picture: str
    text: str
    alt: str


def screens(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in order, as many to a screen as are easily read at once; a long line stands alone."""
    parted: list[list[Line]] = []
    for line in lines:
        if parted and len(parted[-1]) < LINES_A_SCREEN and words_of([*parted[-1], line]) <= WORDS_A_SCREEN:
            parted[-1].append(line)
        else:
            parted.append([line])
    return parted


def words_of(lines: Sequence[Line]) -> int:
    return sum(len(line["text"].split()) for line in lines)
