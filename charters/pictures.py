"""The pictures that words may stand beside: what each shows, and the words that find it.

The index is pictures.json; config/lib/front_end.py copies the files it names. It is read once, when first asked for.
"""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

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


@cache
def index() -> dict[str, Picture]:
    """Every picture by its name, in the order of the file."""
    entries = json.loads(INDEX.read_text(encoding="utf-8"))
    return {name: Picture(name, entry["shows"], tuple(entry["words"])) for name, entry in entries.items()}


def names() -> tuple[str, ...]:
    return tuple(index())


def known(name: str) -> bool:
    return name in index()


def picture(name: str) -> Picture:
    """The picture of this name. `UnknownPicture`, with the nearest names, where there is none."""
    found = index().get(name)
    if found is None:
        near = get_close_matches(name, names())
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownPicture(f"There is no picture {name!r} in charters/pictures.json.{hint}")
    return found


class Drawing(NamedTuple):
    """A picture for print: its bytes, and "svg", "png" or "jpg"."""

    content: bytes
    format: str


def printed(name: str) -> Drawing | None:
    """The picture as print needs it; None where there is none, or its owner has taken it back."""
    return Drawing(drawing(name).encode(), "svg") if known(name) else None


@cache
def drawing(name: str) -> str:
    """The picture itself as SVG, for print. Raises UnknownPicture."""
    return str((FILES / f"{picture(name).name}.svg").read_text(encoding="utf-8"))
