"""A charter of 40 clauses, uncached and cached, against an empty view; and comparing two versions of 500 clauses."""

from collections.abc import Iterator

from bench import charter
from bench.client import Job
from bench.processes import Web
from bench.rounds import Load, get, run
from bench.rows.reading import FOR, against_empty
from bench.stand import Stand
from bench.table import Result

UNCACHED, FIRST = "/bench/uncached", "/bench/first"
LEAST_UNCACHED, LEAST_CACHED, MOST_MS = 0.20, 0.50, 200.0
# What a page of the same content came to in another content system, on this kind of machine.
LEAST_FIRST = 0.046


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy() as copy:
        charter.seed()
        with copy.web() as web:
            path = f"/charters/{charter.READ}/"
            yield read(copy, web, "a charter of 40 clauses, uncached", UNCACHED + path, LEAST_UNCACHED)
            yield read(copy, web, "the same, nothing of its document kept", FIRST + path, LEAST_FIRST)
            yield read(copy, web, "the same, cached", path, LEAST_CACHED)
            yield comparing(copy, web)


def read(stand: Stand, web: Web, name: str, path: str, least: float) -> Result:
    job = Job(web.port, [get(path, FOR)], 200, b'<p class="slip__promise">', 0)
    return against_empty(name, stand, web, Load(stand.place, job), least=least)


def comparing(stand: Stand, web: Web) -> Result:
    """The whole page, made anew each time, for one reader alone: what waits in a queue is not the comparison's."""
    path = f"{FIRST}/charters/{charter.COMPARED}/compare/1/2/"
    job = Job(web.port, [get(path, FOR)], 200, b"<ins>", stand.place.seconds, connections=1)
    run(stand.place, job)
    said = run(stand.place, job)
    return Result(
        "comparing two versions of 500 clauses, the page",
        f"median {said['median_ms']:,.0f} ms, p95 {said['p95_ms']:,.0f} ms",
        "absolute; half of the clauses reworded, some moved, some replaced",
        "",
        f"at most {MOST_MS:.0f} ms",
        said["median_ms"] <= MOST_MS,
    )
