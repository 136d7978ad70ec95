"""Easy-read lines parted into screens: few enough words on each to be read at once.

FACTS part 4 and JOURNEYS: a picture beside each line, three lines a screen at most, 25 words with its buttons.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NotRequired, TypedDict, TypeVar

from .kinds import Kind, Purpose

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


# Whom a line speaks to, where it is not everybody; written beside it by staff.
TO: dict[str, str] = {"group": Kind.GROUP, "young": Kind.YOUNG_PERSON}


AnyLine = TypeVar("AnyLine")


class Line(TypedDict):
    """One line as a wording keeps it."""

    picture: str
    text: str
    alt: str
    # A key of TO: only they are shown this line, in place of those that speak to everybody.
    to: NotRequired[str]


def screens(lines: Sequence[Line], *, most: int = WORDS_A_SCREEN) -> list[list[Line]]:
    """The lines in order, as many to a screen as are easily read at once; a long line stands alone."""
    return parted(lines, text_of=lambda line: line["text"], most=most)


def parted(lines: Iterable[AnyLine], *, text_of: Callable[[AnyLine], str], most: int) -> list[list[AnyLine]]:
    """The same for lines of any kind, at most so many words to a screen."""
    found: list[list[AnyLine]] = []
    for line in lines:
        words = sum(len(text_of(one).split()) for one in [*(found[-1] if found else []), line])
        if found and len(found[-1]) < LINES_A_SCREEN and words <= most:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def lines_for(lines: Sequence[Line], kind: str | None) -> list[Line]:
    """The lines that speak to this kind of signatory; where none does, those that speak to everybody."""
    spoken = [line for line in lines if "to" in line and TO.get(line["to"]) == kind]
    return spoken or [line for line in lines if "to" not in line] or list(lines)
