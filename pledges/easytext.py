"""Easy-read lines parted into screens: few enough words on each to be read at once.

FACTS part 4 and JOURNEYS: a picture beside each line, three lines a screen at most, 25 words with its buttons.
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from .kinds import Purpose

LINES_A_SCREEN = 3
# The rest of the 25 are the screen's own: where the reader is, Next, Back and one more.
WORDS_A_SCREEN = 16

# What each choice is shown by, wherever it is asked, checked or changed.
PICTURE_OF: dict[str, str] = {
    Purpose.TAKE_PART: "hand-up",
    Purpose.PUBLISH: "list",
    Purpose.ASK: "saying",
    Purpose.NEWS: "newspaper",
}


GROUP = "group"


class Line(TypedDict):
    """One line as a wording keeps it."""

    picture: str
    text: str
    alt: str
    # "group" where only groups are shown this line, in place of those that speak to one person.
    to: NotRequired[str]


def screens(lines: Sequence[Line], *, most: int = WORDS_A_SCREEN) -> list[list[Line]]:
    """The lines in order, as many to a screen as are easily read at once; a long line stands alone."""
    parted: list[list[Line]] = []
    for line in lines:
        if parted and len(parted[-1]) < LINES_A_SCREEN and words_of([*parted[-1], line]) <= most:
            parted[-1].append(line)
        else:
            parted.append([line])
    return parted


def lines_for(lines: Sequence[Line], *, group: bool) -> list[Line]:
    """The lines that speak to a group, or to one person; all of them where none does."""
    spoken = [line for line in lines if (line.get("to") == GROUP) == group]
    return spoken or list(lines)


def words_of(lines: Sequence[Line]) -> int:
    return sum(len(line["text"].split()) for line in lines)
