"""What a reader asks of the public list, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from django.utils.http import urlencode

from config.lib.texts import clean_line, has_letters

from .cursors import Place, cursor_for, place_of
from .kinds import Kind

# Characters; the longest name of an organisation fits.
LONGEST = 150

Direction = Literal["before", "after"]
DIRECTIONS: tuple[Direction, ...] = ("before", "after")


class Fault(StrEnum):
    """What is wrong with what was searched for."""

    TOO_LONG = "too long"
    NO_LETTERS = "no letters"


@dataclass(frozen=True)
class Asked:
    """What a reader asked of the list, once everything unknown is left out."""

    kind: str = ""
    direction: Direction | None = None
    place: Place | None = None
    # What they search for, as they typed it, but for what nobody can see.
    words: str = ""
    # Whether names that are spelt nearly so are shown: what was typed had no match.
    close: bool = False
    # Something in the address was not ours, so the start of the list is shown, with a word about it.
    lost: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Asked":
        """From an address: never an error, and junk makes no new address."""
        words, kind = clean_line(parameters.get("q", "")), parameters.get("kind", "")
        if kind and kind not in Kind.values:
            return cls(words=words, lost=True)
        asked = cls(kind, words=words, close=bool(words) and parameters.get("close") == "1")
        for direction in DIRECTIONS:
            if cursor := parameters.get(direction, ""):
                place = place_of(cursor, asked._scope(direction))
                if place is None:
                    return cls(kind, words=words, lost=True)
                return replace(asked, direction=direction, place=place)
        return replace(asked, close=False)

    @property
    def fault(self) -> Fault | None:
        """Why nothing can be searched for, if so."""
        if len(self.words) > LONGEST:
            return Fault.TOO_LONG
        return Fault.NO_LETTERS if self.words and not has_letters(self.words) else None

    @property
    def query(self) -> str:
        """The one spelling of this address's query."""
        return self.query_for(self.direction, self.place)

    def query_for(self, direction: Direction | None, place: Place | None) -> str:
        """The query of another page of the same list."""
        parts = {name: value for name, value in (("q", self.words), ("kind", self.kind)) if value}
        if direction and place:
            parts |= {"close": "1"} if self.close else {}
            parts[direction] = cursor_for(place, self._scope(direction))
        return f"?{urlencode(parts)}" if parts else ""

    def _scope(self, direction: Direction) -> str:
        return f"{direction}:{self.kind}:{self.words}:{self.close}" if self.words else f"{direction}:{self.kind}"
