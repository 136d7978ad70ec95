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
    """What came of one download: seconds to the line that counts, and to the last."""

    lines: int = 0
    counted: float = 0.0
    seconds: float = 0.0
    grown: int = 0


def measure(stand: Stand) -> Iterator[Result]:
    """Each download is read to its end: one that is broken off may go on in the server beside the next."""
    with stand.web() as web:
        download(web, 1)
        read = sorted((download(web, LINES) for _ in range(stand.place.rounds)), key=lambda one: one.counted)
    middle, grown = read[len(read) // 2], max(one.grown for one in read)
    wanted = min(LINES, middle.lines)
    yield Result(
        f"CSV, to line {wanted:,}",
        f"{middle.counted:.2f} s, {grown / 1e6:.0f} MB of growth",
        f"absolute; fastest {read[0].counted:.2f} s; all {middle.lines:,} lines took {middle.seconds:.1f} s",
        f"{middle.counted / LIMIT_SECONDS:.2f}",
        "at most 1 s, under 50 MB",
        middle.counted <= LIMIT_SECONDS and grown < LIMIT_BYTES and wanted == LINES,
    )


def download(web: Web, line: int) -> Reading:
    """Reads the whole file, and looks at the server's memory as it goes."""
    before, read, parts = web.resident(), Reading(), 0
    asked = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    begun = time.perf_counter()
    asked.request("GET", PATH, headers={"X-Forwarded-For": "192.0.2.8"})
    answer = asked.getresponse()
    if answer.status != 200:
        raise Trouble(f"{PATH} answered {answer.status}.")
    while part := answer.read1(262_144):
        read.lines, parts = read.lines + part.count(b"\n"), parts + 1
        read.seconds = time.perf_counter() - begun
        if read.lines <= line or not read.counted:
            read.counted = read.seconds
        if parts % 50 == 0:
            read.grown = max(read.grown, web.resident() - before)
    asked.close()
    read.grown = max(read.grown, web.resident() - before)
    return read
