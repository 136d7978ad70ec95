"""Periodic jobs: a registry, and who runs the ones that are due.

A job is a function without arguments that can be run twice without harm. Each worker process looks for due jobs; an
advisory lock lets only one of them run a job at a time. Success is a heartbeat, which /readyz shows.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from post.locks import only_one
from post.models import Heartbeat

logger = logging.getLogger("post")

# A job that failed is tried again after its interval, but neither sooner nor later than this.
RETRY_MIN, RETRY_MAX = timedelta(seconds=10), timedelta(minutes=5)
# A job is late when its last success is older than this many intervals.
LATE_AFTER = 5


@dataclass(frozen=True)
class Job:
    """Something to do again and again."""

    name: str
    every: timedelta
    run: Callable[[], object]

    def is_due(self, last: datetime | None, *, on: datetime) -> bool:
        """Whether it is time again after its last success."""
        return last is None or last + self.every <= on

    def last_success(self) -> datetime | None:
        return Heartbeat.objects.filter(job=self.name).values_list("last_success", flat=True).first()

    def retry_pause(self) -> timedelta:
        return max(RETRY_MIN, min(self.every, RETRY_MAX))


F = TypeVar("F", bound=Callable[[], object])

_jobs: dict[str, Job] = {}


def periodic(name: str, every: timedelta) -> Callable[[F], F]:
    """Register a function as a periodic job."""

    def register(function: F) -> F:
        if name in _jobs and _jobs[name].run is not function:
            raise ValueError(f"Two jobs are called {name}.")
        _jobs[name] = Job(name, every, function)
        return function

    return register


def registered() -> list[Job]:
    """All periodic jobs, in the order of their names."""
    return sorted(_jobs.values(), key=lambda job: job.name)


def is_late(job: Job, last: datetime | None, *, on: datetime) -> bool:
    """A job that never ran is late too: it means that no worker is at work."""
    return last is None or last + LATE_AFTER * job.every < on


class Runner:
    """Runs the due jobs of one worker process, and remembers which of them failed a moment ago."""

    def __init__(self) -> None:
        self._not_before: dict[str, datetime] = {}

    def run_due(self) -> None:
        """Run each job that is due. One that fails is logged and does not hold up the others."""
        last = dict(Heartbeat.objects.values_list("job", "last_success"))
        for job in registered():
            now = timezone.now()
            if self._not_before.get(job.name, now) <= now and job.is_due(last.get(job.name), on=now):
                self._run(job)

    def _run(self, job: Job) -> None:
        self._not_before[job.name] = timezone.now() + job.retry_pause()
        try:
            with only_one(f"job {job.name}") as mine:
                # Another worker may have done it while this one was looking.
                if mine and job.is_due(job.last_success(), on=timezone.now()):
                    job.run()
                    Heartbeat.beat(job.name, on=timezone.now())
            del self._not_before[job.name]
        except Exception as error:
            # The class only: an error's text could hold personal data.
            logger.error("job %s failed: %s", job.name, type(error).__name__)
