"""Counts of people under 5 are hidden, with whatever else would give them away. Counts of organisations never are.

A table here is a row of cells and their sum, which readers know too. They are taken to know this rule as well. So where
a hidden count would follow from the sum, the whole row is hidden: to hide "the next smallest", or the next in line,
tells which of the others is small, and how small.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .kinds import GROUP_FROM, GROUP_SHOWN_FROM

SMALLEST = GROUP_SHOWN_FROM


class Cell(NamedTuple):
    """So many people. `low` and `high` are what readers know of it anyway, though it is hidden."""

    name: str
    n: int
    low: int = 0
    high: int | None = None
    # Hidden however many they are: groups that are too small to be shown, which readers can count.
    never: bool = False


class Shown(NamedTuple):
    """The cells that may be shown, and whether their sum may."""

    cells: dict[str, int]
    total: bool


def small_groups(groups: int, people: int) -> Cell:
    """All groups too small to be shown, of which readers know how many there are."""
    return Cell("small groups", people, groups * GROUP_FROM, groups * (SMALLEST - 1), never=groups > 0)


def is_small(n: int) -> bool:
    return 0 < n < SMALLEST


def shown(cells: Sequence[Cell]) -> Shown:
    """What may be shown of a row whose sum is shown too. A cell without anybody looks like a hidden one."""
    total = sum(cell.n for cell in cells)
    if is_small(total):
        return Shown({}, total=False)
    left = [cell for cell in cells if cell.n >= SMALLEST and not cell.never]
    # Who sees that nothing is hidden besides knows that these are below 5.
    hidden = [cell._replace(high=SMALLEST - 1) if cell.high is None else cell for cell in cells if cell not in left]
    if _is_solved(hidden):
        # All or none: to hide some of them would tell which of the others is small.
        hidden, left = [*hidden, *left], []
    return Shown({cell.name: cell.n for cell in left}, total=not _is_solved(hidden))


def _is_solved(hidden: Sequence[Cell]) -> bool:
    """Whether one of them follows from their sum, which is the total without the cells that are shown."""
    of = sum(cell.n for cell in hidden)
    return any(_has_one_value(cell, hidden, of) for cell in hidden if cell.never or is_small(cell.n))


def _has_one_value(cell: Cell, hidden: Sequence[Cell], of: int) -> bool:
    """Whether only one value of this cell leaves the others room for the rest."""
    others = [other for other in hidden if other is not cell]
    highs = [other.high for other in others]
    least = max(cell.low, of - sum(high or 0 for high in highs)) if None not in highs else cell.low
    most = of - sum(other.low for other in others)
    return least >= (most if cell.high is None else min(most, cell.high))
