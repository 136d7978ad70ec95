"""Pictures to choose from beside a line: found by words, this charter's own, those used last, and those of staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from charters import picture_uses, pictures, uploaded
from charters.models import Version
from charters.picture_search import search

# Of each group; more of them stand on the page of all pictures.
MOST_FOUND, MOST_OTHERS = 24, 12
# So many are asked for, because most of them stand in a group above.
LATELY = 40


@dataclass(frozen=True)
class Choice:
    name: str
    called: str
    shows: str


@dataclass(frozen=True)
class Group:
    title: str
    choices: list[Choice]


def shown(words: str, version: Version) -> dict[str, Any]:
    """Each picture once, in the first group that it belongs to; and how many more the words lead to."""
    found = found_by(words)
    titled = (
        (_("Found"), found[:MOST_FOUND], MOST_FOUND),
        (_("In this charter"), picture_uses.of_charter(version.charter_id), MOST_OTHERS),
        (_("Used last"), picture_uses.used_lately(LATELY), MOST_OTHERS),
        (_("Our own pictures"), list(uploaded.in_use()), MOST_OTHERS),
    )
    already: set[str] = set()
    made = []
    for title, names, most in titled:
        chosen = [name for name in names if name not in already and pictures.known(name)][:most]
        already.update(chosen)
        if chosen:
            made.append(Group(title, [_choice(name) for name in chosen]))
    is_nothing = bool(words.strip()) and not found
    return {"groups": made, "more": max(len(found) - MOST_FOUND, 0), "is_nothing": is_nothing}


def found_by(words: str) -> list[str]:
    """The names of those that the words lead to, staff's own first."""
    if not words.strip():
        return []
    own = [pictures.Picture(one.name, one.shows, (one.called, *one.words)) for one in uploaded.in_use().values()]
    return [*_names(search(words, among=own) if own else ()), *_names(search(words))]


def _names(found: Iterable[pictures.Picture]) -> list[str]:
    return [one.name for one in found]


def _choice(name: str) -> Choice:
    return Choice(name, pictures.called(name), pictures.picture(name).seen)


def taken(line: dict[str, str], name: str) -> bool:
    """Puts the picture into the boxes of a line, and what it shows unless staff wrote that themselves; False then."""
    before, alt = pictures.name_of(line["picture"].strip()), line["alt"].strip()
    line["picture"] = name
    if alt and alt not in _said(before):
        return False
    line["alt"] = pictures.picture(name).seen
    return True


def _said(name: str) -> tuple[str, ...]:
    """What our index says of a picture, in whole and without what it means."""
    return (pictures.picture(name).shows, pictures.picture(name).seen) if name else ()
