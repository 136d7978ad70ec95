"""Is it kept, with 5,000 services over five years: publishing in the queue, and what everybody reads of it."""

import time
from collections.abc import Iterator

from bench import audit
from bench.client import Job
from bench.processes import Web, worker
from bench.rounds import Load, get, run
from bench.rows.charters import UNCACHED
from bench.rows.reading import FOR, against_empty
from bench.stand import Stand
from bench.table import Result
from participation.actions.publishing import ask_to_publish, publish_due
from participation.models import Round

MOST_PUBLISHING_S, MOST_PAGE_MS, LEAST_CACHED = 30.0, 300.0, 0.50
PATIENCE_S = 120.0
TIMES, WARM = 30, 2


def measure(stand: Stand) -> Iterator[Result]:
    with stand.copy() as copy:
        promise = audit.five_years(copy.database)
        *before, last = Round.objects.order_by("year")
        for one in before:
            ask_to_publish(round_id=one.pk)
            publish_due()
        yield publishing(copy, last)
        results = f"/participation/audits/{last.year}/"
        with copy.web() as web:
            yield page(copy, web, f"results of {audit.SERVICES:,} services, uncached", f"{UNCACHED}{results}", b"<svg")
            yield cached(copy, web, "the same, cached", results, b"<svg")
            yield page(copy, web, "a promise's page, uncached", f"{UNCACHED}{promise}", b"Is it kept?")
            yield cached(copy, web, "home, cached", "/", b"kept by most")


def publishing(stand: Stand, one: Round) -> Result:
    """From the press of the button until a worker has frozen the results."""
    with worker(stand.place, stand.environment(EMAIL_URL="dummymail://")):
        begun = time.monotonic()
        ask_to_publish(round_id=one.pk)
        while not one.snapshots.exists() and time.monotonic() - begun < PATIENCE_S:
            time.sleep(0.2)
        took = time.monotonic() - begun
    return Result(
        f"publishing the results of {audit.SERVICES:,} services",
        f"{took:.1f} s",
        "absolute; by a worker, from the press of the button; 16 questions, the fifth year",
        f"{took / MOST_PUBLISHING_S:.2f}",
        f"at most {MOST_PUBLISHING_S:.0f} s",
        took <= MOST_PUBLISHING_S and one.snapshots.exists(),
    )


def page(stand: Stand, web: Web, name: str, path: str, marker: bytes) -> Result:
    """Made anew each time, for one reader after another."""
    for times in (WARM, TIMES):
        said = run(stand.place, Job(web.port, [get(path, FOR)] * times, 200, marker, 120, connections=1, once=True))
    return Result(
        name,
        f"median {said['median_ms']:,.0f} ms, p95 {said['p95_ms']:,.0f} ms",
        f"absolute; {TIMES} times, one after another",
        f"{said['p95_ms'] / MOST_PAGE_MS:.2f}",
        f"at most {MOST_PAGE_MS:.0f} ms",
        said["p95_ms"] <= MOST_PAGE_MS,
    )


def cached(stand: Stand, web: Web, name: str, path: str, marker: bytes) -> Result:
    work = Load(stand.place, Job(web.port, [get(path, FOR)], 200, marker, 0))
    return against_empty(name, stand, web, work, least=LEAST_CACHED)
