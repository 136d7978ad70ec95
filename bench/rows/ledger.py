"""`verify_consents` over the whole ledger, as the process it is, and its memory from a tenth of the way to the end."""

import re
import time
from collections.abc import Iterator

from bench.place import MANAGE
from bench.processes import resident, started
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble

LIMIT_SECONDS = 60.0
# Python frees and takes memory as it likes; more than this would grow with the ledger.
LIMIT_BYTES = 20_000_000


def measure(stand: Stand) -> Iterator[Result]:
    log = stand.place.folder / "verify.log"
    log.unlink(missing_ok=True)
    begun = time.monotonic()
    seen: list[tuple[float, int]] = []
    with started([*MANAGE, "verify_consents"], stand.environment(), log) as child:
        while child.poll() is None:
            seen.append((time.monotonic() - begun, resident(child.pid)))
            time.sleep(0.05)
    seconds = time.monotonic() - begun
    said = re.search(r"holds: (\d+) entries", log.read_text())
    if child.returncode or not said:
        raise Trouble(f"verify_consents ended with {child.returncode}. See {log}.")
    early = max((memory for at, memory in seen if at <= seconds / 10), default=0)
    grown = max(memory for _at, memory in seen) - early
    yield Result(
        f"verify_consents, {int(said[1]):,} entries",
        f"{seconds:.1f} s, {grown / 1e6:.0f} MB of growth",
        f"absolute; {int(said[1]) / seconds:,.0f} entries/s",
        "",
        "at most 60 s, constant memory",
        seconds <= LIMIT_SECONDS and grown < LIMIT_BYTES,
    )
