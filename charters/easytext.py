"""Easy-read lines parted into screens: few enough words on each to be read at once.

A picture beside each line, three lines a screen at most, 25 words with its buttons.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, NotRequired, TypedDict, TypeVar

from charters import pictures, uploaded

LINES_A_SCREEN = 3
# The rest of the 25 are the screen's own: where the reader is, Next, Back and one more.
WORDS_A_SCREEN = 16

AnyLine = TypeVar("AnyLine")


class Said(NamedTuple):
    """A piece of a line. A hard word has a `place` on the page for what a press shows; without one it stands out.

    `after` stands so close to it that no line may begin with it, such as a full stop.
    """

    text: str
    place: str = ""
    word: str = ""
    meaning: str = ""
    picture: str = ""
    after: str = ""


class Line(TypedDict):
    """One line as a wording keeps it."""

    picture: str
    text: str
    alt: str
    # Whom alone the line speaks to, in place of those that speak to everybody: pledges.easytext.TO.
    to: NotRequired[str]
    # The text in pieces, where it has hard words; made for a page (charters/explaining.py), never kept.
    said: NotRequired[list[Said]]
    # Of words that are in another language than the pages around them.
    lang: NotRequired[str]
    dir: NotRequired[str]
    # It explains a word of the line before.
    follows: NotRequired[bool]
    # The word that the line explains, shown over it.
    word: NotRequired[str]


def plain_line(picture: str, text: str) -> Line:
    """A line whose words say what its picture shows."""
    return Line(picture=picture, text=text, alt="")


def shown(lines: Iterable[Line]) -> list[Line]:
    """Lines as a page shows them: of a picture that staff took back only the words stand."""
    with uploaded.asked_once():
        return [one if pictures.is_there(one["picture"]) else {**one, "picture": "", "alt": ""} for one in lines]


def screens(lines: Sequence[Line], *, most: int = WORDS_A_SCREEN) -> list[list[Line]]:
    """The lines in order, as many to a screen as are easily read at once; a long line stands alone.

    A line that explains a word stays with the one before it where a screen has room for both.
    """
    found: list[list[Line]] = []
    for together in _together(shown(lines)):
        for unit in [together] if fit(together, most) else [[line] for line in together]:
            if found and fit([*found[-1], *unit], most):
                found[-1] += unit
            else:
                found.append(unit)
    return found


def fit(lines: Sequence[Line], most: int) -> bool:
    """Whether they can stand on one screen."""
    return len(lines) <= LINES_A_SCREEN and sum(len(line["text"].split()) for line in lines) <= most


def _together(lines: Iterable[Line]) -> list[list[Line]]:
    found: list[list[Line]] = []
    for line in lines:
        if found and line.get("follows"):
            found[-1].append(line)
        else:
            found.append([line])
    return found


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
