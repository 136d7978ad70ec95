"""The linter of easy read over a long charter, as the desk will ask it while somebody writes."""

import time
from collections.abc import Iterator
from statistics import median

from bench.stand import Stand
from bench.table import Result
from charters.easy_checking import allowed, explained
from charters.linting import Kind, Line, Report, check

LINES, TIMES = 200, 20
LIMIT_MS = 50.0
# Easy lines and hard ones in turn: each finding costs words of explanation too.
TEXTS = (
    "We ask you first, in week {n}.",
    "You know who to ask at club {n}.",
    "The authority will implement {n} strategic recommendations in two years, e.g. by 12/05/2026.",
    "We send you a letter with easy words on day {n}.",
    "If it isn't right we're told, and it is put right by the council; see part IV (page {n}).",
)


def measure(stand: Stand) -> Iterator[Result]:
    """Every line differs, so that nothing is remembered of one for the next."""
    texts = [TEXTS[n % len(TEXTS)].format(n=n) for n in range(LINES)]
    lines = [Line(text, "hand-up", "A raised hand", "Asking comes first.", Kind.CLAUSE) for text in texts]
    found = _checked(lines)
    took = sorted(_milliseconds(lines) for _ in range(TIMES))
    yield Result(
        f"linting {LINES} lines of easy read",
        f"median {median(took):.1f} ms, slowest {took[-1]:.1f} ms",
        f"absolute; {found.words:,} words, {len(found.findings)} findings",
        f"{median(took) / LIMIT_MS:.2f}",
        f"at most {LIMIT_MS:.0f} ms",
        median(took) <= LIMIT_MS,
    )


def _checked(lines: list[Line]) -> Report:
    return check(lines, explained=explained(), allowed=allowed())


def _milliseconds(lines: list[Line]) -> float:
    begun = time.perf_counter()
    _checked(lines)
    return (time.perf_counter() - begun) * 1000
