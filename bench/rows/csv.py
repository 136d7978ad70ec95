"""Open data: the time to the 100,000th line of the CSV, and what the server's memory grew by until the last."""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.processes import Web
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble

LINES = 100_000
PATH = "/pledge/signatories.csv"
LIMIT_SECONDS, LIMIT_BYTES = 1.0, 50_000_000


@dataclass
class Reading:
    """What came of one download."""

    lines: int = 0
    seconds: float = 0.0
    bytes: int = 0
    grown: int = 0


def measure(stand: Stand) -> Iterator[Result]:
    with stand.web() as web:
        download(web, at_most=2_000)
        wanted = min(LINES, whole(stand))
        times = [download(web, at_most=wanted) for _ in range(stand.place.rounds)]
        fastest = sorted(times, key=lambda one: one.seconds)[len(times) // 2]
        everything = download(web, at_most=0)
    seconds, grown = fastest.seconds, max(everything.grown, *(one.grown for one in times))
    yield Result(
        f"CSV, the first {wanted:,} lines",
        f"{seconds:.2f} s, {grown / 1e6:.0f} MB of growth",
        f"absolute; all {everything.lines:,} lines took {everything.seconds:.1f} s",
        "",
        "at most 1 s, under 50 MB",
        seconds <= LIMIT_SECONDS and grown < LIMIT_BYTES and wanted == LINES,
    )


def whole(stand: Stand) -> int:
    """How many lines the file has that everybody can have."""
    connection = stand.database.serving()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pledges_publicentry WHERE organisation <> '' AND kind <> 'group'")
        (lines,) = cursor.fetchone() or (0,)
    connection.close()
    return int(lines)


def download(web: Web, *, at_most: int) -> Reading:
    """Reads so many lines, or all of them; looks at the server's memory as it goes."""
    before, read = web.resident(), Reading()
    asked = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    begun = time.perf_counter()
    asked.request("GET", PATH, headers={"X-Forwarded-For": "192.0.2.8"})
    answer = asked.getresponse()
    if answer.status != 200:
        raise Trouble(f"{PATH} answered {answer.status}.")
    parts = 0
    while part := answer.read1(262_144):
        read.lines, read.bytes, parts = read.lines + part.count(b"\n"), read.bytes + len(part), parts + 1
        if parts % 50 == 0:
            read.grown = max(read.grown, web.resident() - before)
        if at_most and read.lines > at_most:
            break
    read.seconds = time.perf_counter() - begun
    read.grown = max(read.grown, web.resident() - before)
    asked.close()
    return read
