"""What pledges ship in easy read, for the linter below us: the demonstration's words and the strings of pages."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from charters.easytext import Line as EasyLine
from charters.linting import Line
from charters.shipped import modules
from charters.shipped.sources import Piece

from . import demo_words
from .demo_words import NOTICE_EASY, PLEDGE_EASY_1, PLEDGE_EASY_2, PLEDGE_EASY_3, PURPOSES

DEMONSTRATION = Path(str(demo_words.__file__)).resolve()
HERE = DEMONSTRATION.parent


def pieces() -> Iterator[Piece]:
    yield from modules.strings(HERE)
    # Labels that stand on buttons of easy-read pages too.
    yield from modules.strings_in(HERE / "kinds.py", "choice_name", "Purpose", "AgeBand")
    purposes = (easy for _basis, _standard, easy in PURPOSES.values())
    for lines in (PLEDGE_EASY_1, PLEDGE_EASY_2, PLEDGE_EASY_3, NOTICE_EASY, *purposes):
        yield _demonstration(lines)


def _demonstration(lines: Iterable[EasyLine]) -> Piece:
    given = list(lines)
    return Piece(
        places=tuple(modules.place_of(line["text"], DEMONSTRATION) for line in given),
        lines=tuple(Line(line["text"], line["picture"], line["alt"]) for line in given),
    )
