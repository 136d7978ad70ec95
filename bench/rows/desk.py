"""What a moderator waits for, through the real server, one page after another as one moderator opens them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bench.client import Job
from bench.desk_pages import Page, pages, signed_in
from bench.processes import Web
from bench.rounds import run
from bench.stand import Stand
from bench.table import Result
from tools.trouble import Trouble, say

TIMES, TIMES_IF_SLOW, SLOW_MS = 25, 3, 1000.0
LIMIT_MS, TARGET = 100.0, "at most 100 ms"


def measure(stand: Stand) -> Iterator[Result]:
    """On a copy, because a session is written. Of pages of one sort the slowest is told."""
    with stand.copy() as copy, copy.web() as web:
        client, cookie = signed_in()
        sorts: dict[str, list[Result]] = {}
        for page in pages(client):
            sorts.setdefault(page.what, []).append(measured(copy, web, page, cookie))
        for found in sorts.values():
            yield max(found, key=lambda result: (result.met is None, float(result.ratio or 0)))


def measured(stand: Stand, web: Web, page: Page, cookie: str) -> Result:
    try:
        median, p95 = timed(stand, web, page, cookie)
    except Trouble as trouble:
        say(f"  {page.path}: {trouble}")
        return Result(f"admin: {page.what}", "failed, see above", short(page.path), "", TARGET, None)
    return Result(
        f"admin: {page.what}",
        f"median {median:,.0f} ms, p95 {p95:,.0f} ms",
        f"absolute; slowest: {short(page.path)}",
        f"{p95 / LIMIT_MS:.2f}",
        TARGET,
        p95 <= LIMIT_MS,
    )


def short(path: str) -> str:
    """An address without the number in it, which is another each time."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path.removeprefix("/admin"))


def timed(stand: Stand, web: Web, page: Page, cookie: str) -> tuple[float, float]:
    """Median and p95 in ms, warmed by two requests that nobody counts."""
    asked = page.request(cookie, "X-Forwarded-For: 192.0.2.9")
    warm = Job(web.port, [asked] * 2, 200, page.marker, 120, connections=1, once=True)
    is_slow = run(stand.place, warm)["median_ms"] > SLOW_MS
    said = run(stand.place, replace(warm, requests=[asked] * (TIMES_IF_SLOW if is_slow else TIMES)))
    return said["median_ms"], said["p95_ms"]
