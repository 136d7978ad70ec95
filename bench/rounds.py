"""Two kinds of work in alternating rounds, so that whatever else the machine does meets both alike."""

import json
import pickle
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.client import Job
from bench.place import Place
from tools.trouble import ROOT, Trouble

# Returns how many were done in a second, in a round of so many seconds.
Round = Callable[[float], float]


@dataclass(frozen=True)
class Compared:
    """Medians over all rounds; `ratio` is the median of the rounds' own ratios."""

    work: float
    limit: float
    ratio: float
    ratios: tuple[float, ...]

    @property
    def spread(self) -> str:
        return f"{min(self.ratios):.0%} to {max(self.ratios):.0%}"


def compare(place: Place, work: Round, limit: Round) -> Compared:
    """A round of each to warm up, which nobody counts; then work, limit, work, limit."""
    for warm in (work, limit):
        warm(min(2.0, place.seconds))
    done = [(work(place.seconds), limit(place.seconds)) for _ in range(place.rounds)]
    return Compared(
        work=statistics.median(one for one, _other in done),
        limit=statistics.median(other for _one, other in done),
        ratio=statistics.median(one / other for one, other in done),
        ratios=tuple(one / other for one, other in done),
    )


class Load:
    """Requests for the client, a stretch of them for each round where each may be sent once only."""

    def __init__(self, place: Place, job: Job) -> None:
        self.place, self.job, self.used = place, job, 0
        self.said: dict[str, float] = {}

    def __call__(self, seconds: float) -> float:
        left = self.job.requests[self.used :] if self.job.once else self.job.requests
        self.said = run(self.place, replace(self.job, requests=left, seconds=seconds))
        self.used += int(self.said["done"])
        if self.job.once and self.used >= len(self.job.requests):
            raise Trouble(f"{len(self.job.requests)} prepared requests were not enough for {seconds} s: prepare more.")
        return self.said["per_second"]


def run(place: Place, job: Job) -> dict[str, float]:
    """What the client did. Raises Trouble where one answer was not the right one."""
    file = place.folder / "job.pickle"
    file.write_bytes(pickle.dumps(job))
    done = subprocess.run(
        [sys.executable, "-S", "-m", "bench.client", str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    said: dict[str, float] = json.loads(done.stdout or '{"wrong": "nothing"}')
    if "wrong" in said:
        raise Trouble(f"An answer was wrong, so there is no figure: {said['wrong']}")
    return said


def get(path: str, *headers: str) -> bytes:
    """A request as bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-Proto: http", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: str, *headers: str) -> bytes:
    """A form that is sent, as bytes."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "X-Forwarded-Proto: http",
        *headers,
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
