"""The rows of the table: what each is called in ROWS="...", and what measures it."""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator

from bench import table
from bench.rows import (
    audits,
    charters,
    csv,
    desk,
    easy_read,
    importing,
    ledger,
    linting,
    plans,
    printing,
    reading,
    results,
    searching,
    signing,
    sustained,
    writing,
)
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble, say

Measure = Callable[[Stand], Iterable[Result]]
ROWS: dict[str, Measure] = {
    "signing": signing.measure,
    "list": reading.measure,
    "search": searching.measure,
    "admin": desk.measure,
    "csv": csv.measure,
    "ledger": ledger.measure,
    "charters": charters.measure,
    "easy": easy_read.measure,
    "importing": importing.measure,
    "linting": linting.measure,
    "printing": printing.measure,
    "writing": writing.measure,
    "audits": audits.measure,
    "results": results.measure,
    "sustained": sustained.measure,
    "plans": plans.measure,
}


def run(stand: Stand) -> int:
    """Measures what ROWS names, or everything, and prints the table. 1 where a row could not be measured."""
    wanted = os.environ.get("ROWS", "").split() or list(ROWS)
    if unknown := set(wanted) - set(ROWS):
        raise Trouble(f"There is no row {', '.join(sorted(unknown))}. There are: {', '.join(ROWS)}.")
    results: list[Result] = []
    for name in wanted:
        for result in measured(name, stand):
            results.append(result)
            say("  ".join(result.cells()))
    say(f"\n{stand.place.size:,} public entries; {table.machine(stand.database.superuser_url)}\n")
    say("\n".join(table.lines(results)))
    return int(any(result.met is None for result in results))


def measured(name: str, stand: Stand) -> Iterator[Result]:
    """What this row came to. A row that fails is said to have failed, and the others are still measured."""
    say(f"\n{name} ...")
    try:
        yield from ROWS[name](stand)
    except Exception as error:  # whatever it was, the table says so
        traceback.print_exc(file=sys.stderr)
        yield Result(name, f"failed: {type(error).__name__}, see above", "", "", "", None)
