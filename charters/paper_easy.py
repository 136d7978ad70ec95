"""A version on paper in easy read, and its poster: what templates/print/easy_charter.typ and easy_poster.typ are given.

The same lines as on the screens (charters.easy_reading), each with its picture on its left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from charters import easy_reading, pictures, words
from charters.document import Document, EasyLine, Section
from charters.easytext import Line, Said
from charters.paper import Edition, shared

# Points. Nothing in easy read is smaller than 14; so many letters of 22 fill a line beside a picture.
SIZE, SMALLEST, LONGEST = 22, 14, 24
# A longer line may go on over the page.
LETTERS_TOGETHER = 500
# How the place of a part begins (charters.easy_reading.Screen.anchor); that of a clause is its key, without a hyphen.
SECTION = "section-"
# With more on a poster no size would fit on one page, and trying each takes long.
CARDS_TRIED, LETTERS_TRIED = 16, 1_200
# With more parts a poster has their headings alone.
PARTS_WITH_A_PROMISE = 6
POSTER_SIZE, POSTER_SMALLEST, POSTER_LONGEST = 30, 20, 24


@dataclass
class Group:
    """What stays together when a booklet is split: a promise, or other lines, under the heading that begins it.

    `level` is that of the label, which is a heading too.
    """

    lines: list[Line]
    label: str = ""
    heading: Line | None = None
    level: int = 2

    @property
    def size(self) -> int:
        """How much room it takes, in lines; a heading takes as much."""
        return len(self.lines) + bool(self.heading)


class HardWords:
    """Words that one file explains (charters/explaining.py): each stands out once, and in a list at the end."""

    def __init__(self) -> None:
        self.met: dict[str, Said] = {}

    def parted(self, line: Line) -> list[list[Any]]:
        """The text in pieces, each with whether it is a hard word that stands here for the first time."""
        found: list[list[Any]] = []
        for piece in line.get("said", [Said(line["text"])]):
            is_new = bool(piece.word) and piece.word not in self.met
            if is_new:
                self.met[piece.word] = piece
            found += [[piece.text, is_new], [piece.after, False]]
        return [piece for piece in found if piece[0]]


def groups(document: Document, edition: Edition) -> list[Group]:
    """The whole booklet in order, from the same screens that a reader has on a phone."""
    found: list[Group] = []
    # Promises stand a level below the heading of their part, where there is one.
    level = 2
    for anchor, screens in groupby(easy_reading.screens_of(document, edition.kind), key=lambda screen: screen.anchor):
        of_one = list(screens)
        lines = [line for screen in of_one for line in screen.lines]
        if anchor.startswith(SECTION):
            level = 3
            found.append(Group(lines[1:], heading=lines[0]))
        elif anchor and found and found[-1].heading and not found[-1].lines and not found[-1].label:
            # The first promise of a part stays with its heading.
            found[-1].lines, found[-1].label, found[-1].level = lines, of_one[0].said, level
        else:
            found.append(Group(lines, of_one[0].said if anchor else "", level=level))
    return found


def booklet(document: Document, edition: Edition, shown: Sequence[Group], part: int, parts: int) -> dict[str, Any]:
    """These groups as one file, of so many."""
    hard = HardWords()
    blocks = [_block(group, hard, level) for group, level in zip(shown, _levels(shown), strict=True)]
    where = _("Part %(part)s of %(parts)s") % {"part": part, "parts": parts} if parts > 1 else ""
    return {
        **shared(document, edition),
        **{"size": SIZE, "smallest": SMALLEST, "longest": LONGEST},
        "part": where,
        "blocks": blocks,
        "words": {"heading": _("Words"), "rows": _explained(hard)},
        "version": _version(edition),
        "here": _("You find it here:"),
        "address": "" if edition.is_draft else edition.address,
    }


def _levels(shown: Sequence[Group]) -> Iterator[int]:
    """Of their labels. A file that begins inside a part has no heading of that part above them."""
    above = 1
    for group in shown:
        above = 2 if group.heading else above
        level = min(group.level, above + 1)
        above = level if group.label else above
        yield level


def _block(group: Group, hard: HardWords, level: int) -> dict[str, Any]:
    heading = _row(group.heading, hard) if group.heading else None
    return {
        "heading": heading,
        "label": group.label,
        "level": level,
        "rows": [_row(line, hard) for line in group.lines],
    }


def _row(line: Line, hard: HardWords) -> dict[str, Any]:
    return {
        "picture": line["picture"],
        "alt": line["alt"] or _seen(line["picture"]),
        "pieces": hard.parted(line),
        "together": len(line["text"]) <= LETTERS_TOGETHER,
    }


def _seen(picture: str) -> str:
    """On paper each picture says what it shows, also one whose words say as much: that is what PDF/UA checkers ask."""
    return pictures.picture(picture).seen if pictures.known(picture) else ""


def _explained(hard: HardWords) -> list[dict[str, Any]]:
    """In the order of the alphabet, as in any list of words."""
    found = sorted(hard.met.values(), key=lambda one: one.word.casefold())
    return [
        {"word": one.word, "meaning": one.meaning, "picture": one.picture, "alt": _seen(one.picture)} for one in found
    ]


def _version(edition: Edition) -> str:
    if edition.is_draft:
        return ""
    return _("This is version %(n)s of %(day)s.") % {"n": edition.n, "day": words.day(edition.made)}


def poster(document: Document, edition: Edition) -> dict[str, Any]:
    """Its parts with their pictures and the first promise of each; where it has no parts in easy read, its promises."""
    cards = _parts(document.sections)
    if len(cards) < 2:
        cards = [_card(clause.easy[0]) for clause, _section in document.clauses if clause.is_promise and clause.easy]
    return {
        **shared(document, edition),
        **{"size": POSTER_SIZE, "smallest": POSTER_SMALLEST, "longest": POSTER_LONGEST},
        "kicker": _("What we promise") if document.promises else words.what_it_is(edition.kind),
        "cards": cards,
        "tries": len(cards) <= CARDS_TRIED and sum(map(_letters, cards)) <= LETTERS_TRIED,
        "by": _from(document),
        "address": "" if edition.is_draft else edition.now_address,
    }


def _from(document: Document) -> str:
    names = words.listed(one.name for one in document.partners)
    return _("From %(names)s") % {"names": names} if names else ""


def _parts(sections: Iterable[Section]) -> list[dict[str, Any]]:
    headed = [section for section in sections if section.easy]
    return [
        _card(section.easy[0], _first(section) if len(headed) <= PARTS_WITH_A_PROMISE else "") for section in headed
    ]


def _first(section: Section) -> str:
    """The first line of the first promise in it."""
    found = (
        clause.easy[0].text for part in section.walk() for clause in part.clauses if clause.is_promise and clause.easy
    )
    return next(found, "")


def _card(given: EasyLine, more: str = "") -> dict[str, Any]:
    line = easy_reading.as_line(given)
    if more.casefold().rstrip(".") in line["text"].casefold():
        more = ""
    return {
        "picture": line["picture"],
        "alt": line["alt"] or _seen(line["picture"]),
        "text": line["text"],
        "more": more,
    }


def _letters(card: dict[str, Any]) -> int:
    return len(card["text"]) + len(card["more"])


def pictures_in(data: Any) -> set[str]:
    """The names of all the pictures that this data shows."""
    if isinstance(data, dict):
        own = {data["picture"]} if data.get("picture") else set()
        return own.union(*map(pictures_in, data.values()))
    return set().union(*map(pictures_in, data)) if isinstance(data, list) else set()
