"""The public list, uncached and cached, against a view that returns a constant through everything else."""

from collections.abc import Iterator

from bench.addresses import anywhere, popular
from bench.client import Job
from bench.processes import Web
from bench.rounds import Load, compare, get
from bench.stand import Stand
from bench.table import Result
from pledges.kinds import Kind

# More uncached pages in a second than any round will need.
PREPARED_A_SECOND = 2000
FOR = "X-Forwarded-For: 192.0.2.7"
ROW = b"Signed on "
LEAST_UNCACHED, LEAST_CACHED = 0.15, 0.50


def measure(stand: Stand) -> Iterator[Result]:
    """On a copy, because pages that were made are kept in the database's cache."""
    with stand.copy() as copy, copy.web() as web:
        yield uncached(copy, web, "public list, any page, uncached")
        yield uncached(copy, web, "the same, one kind", Kind.SCHOOL)
        yield cached(copy, web)


def uncached(stand: Stand, web: Web, name: str, kind: str = "") -> Result:
    """Each page is asked for once, so no cached copy can serve it."""
    place = stand.place
    count = min(int(PREPARED_A_SECOND * place.seconds * (place.rounds + 1)), place.size // 10)
    job = Job(web.port, [get(path, FOR) for path in anywhere(count, kind)], 200, ROW, 0, once=True)
    return against_empty(name, stand, web, Load(place, job), least=LEAST_UNCACHED)


def cached(stand: Stand, web: Web) -> Result:
    job = Job(web.port, [get(path, FOR) for path in popular()], 200, ROW, 0)
    return against_empty("the same, cached", stand, web, Load(stand.place, job), least=LEAST_CACHED)


def against_empty(name: str, stand: Stand, web: Web, work: Load, *, least: float) -> Result:
    """A page against a view that returns a constant."""
    empty = Load(stand.place, Job(web.port, [get("/bench/empty/", FOR)], 200, b"the same for everybody", 0))
    found = compare(stand.place, work, empty)
    return Result(
        name,
        f"{found.work:,.0f}/s",
        f"an empty view: {found.limit:,.0f}/s",
        f"{found.ratio:.1%} ({found.spread})",
        f"at least {least:.1%}".replace(".0%", "%") + ("; aim at 30%" if least == LEAST_UNCACHED else ""),
        found.ratio >= least,
    )
