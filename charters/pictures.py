"""The pictures that words may stand beside: what each shows, and the words that find it.

The index is pictures.json; config/lib/drawings.py makes the files it names. It is read once, when first asked for.
docs/pictures.md says how to add one. Beside them stand the pictures that staff uploaded (charters/uploaded.py), named
by their SHA-256.
"""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.conf import settings

from charters import uploaded

INDEX = Path(__file__).resolve().parent / "pictures.json"
FILES = settings.BASE_DIR / "static_built/pictures"


class UnknownPicture(LookupError):
    """No picture has this name."""


@dataclass(frozen=True)
class Picture:
    """`shows` says in words what is seen and what it is meant to mean; `words` are synonyms that staff may look for."""

    name: str
    shows: str
    words: tuple[str, ...]
    drawn_by: str = "openmoji"

    @property
    def seen(self) -> str:
        """What is seen, without what it is meant to mean."""
        return self.shows.partition(":")[0]


@cache
def index() -> dict[str, Picture]:
    """Every picture by its name, in the order of the file."""
    entries = json.loads(INDEX.read_text(encoding="utf-8"))
    return {name: Picture(name, one["shows"], tuple(one["words"]), one["from"]) for name, one in entries.items()}


def names() -> tuple[str, ...]:
    return tuple(index())


def known(name: str) -> bool:
    """Whether it can be shown: it is in the index, or staff uploaded it and nobody has taken it back."""
    return name in index() or (uploaded.is_uploaded(name) and name in uploaded.in_use())


def is_there(name: str) -> bool:
    """False only for an uploaded picture that was taken back, or never was here."""
    return not uploaded.is_uploaded(name) or known(name)


def name_of(typed: str) -> str:
    """The name of the picture that staff call so; "" where there is none."""
    if typed in index():
        return typed
    found = uploaded.named_so(typed) if typed else None
    return found.name if found else ""


def called(name: str) -> str:
    """What staff call a picture that lines name so. One that cannot be shown any more keeps its name."""
    found = uploaded.in_use().get(name) if uploaded.is_uploaded(name) else None
    return found.called if found else name


def near(typed: str) -> str:
    """Names that are somewhat like what was typed, for the message that says that there is none."""
    every = [*names(), *(one.called for one in uploaded.in_use().values())]
    return ", ".join(get_close_matches(typed, every, n=3, cutoff=0))


def picture(name: str) -> Picture:
    """The picture of this name. `UnknownPicture`, with the nearest names, where there is none."""
    found = index().get(name)
    if found is None and uploaded.is_uploaded(name) and name in uploaded.in_use():
        own = uploaded.in_use()[name]
        found = Picture(name, own.shows, own.words)
    if found is None:
        close = get_close_matches(name, names())
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        raise UnknownPicture(f"There is no picture {name!r} in charters/pictures.json.{hint}")
    return found


def drawing(name: str) -> str:
    """The picture itself as SVG, for print. Raises UnknownPicture."""
    found = uploaded.content_of(name) if uploaded.is_uploaded(name) else None
    return uploaded.as_svg(*found) if found else _of_index(picture(name).name)


@cache
def _of_index(name: str) -> str:
    return str((FILES / f"{name}.svg").read_text(encoding="utf-8"))
