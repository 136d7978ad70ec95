"""Where shipped easy read stands. Apps register what they have; an app above us is known only by what it registers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from charters.linting import Kind, Line


@dataclass(frozen=True)
class Piece:
    """Lines that are read in one go. `places` says of each where it is written, as "file:line".

    `explained` are the words of its own glossary, beside the common one.
    """

    places: tuple[str, ...]
    lines: tuple[Line, ...]
    explained: tuple[str, ...] = ()
    language: str = "en-gb"

    @classmethod
    def string(cls, place: str, text: str) -> "Piece":
        """One string of the site's own, which is read by itself."""
        return cls((place,), (Line(text, kind=Kind.STRING),))


Source = Callable[[], Iterable[Piece]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Called once for each app from its ready(); a second call of the same name replaces the first."""
    _sources[name] = source


def pieces() -> Iterator[Piece]:
    """Everything that was registered."""
    for source in _sources.values():
        yield from source()
