"""What audits ship in easy read, for the linter below us: the strings of a panel's pages and letters."""

from collections.abc import Iterator
from pathlib import Path

from charters.shipped import modules
from charters.shipped.sources import Piece

HERE = Path(__file__).resolve().parent


def pieces() -> Iterator[Piece]:
    yield from modules.strings(HERE)
    yield from modules.strings_in(HERE / "panel_screens.py", "progress", "choices", "_used")
