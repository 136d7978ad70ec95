"""The one queue: what waits in all the apps below, oldest first."""

from dataclasses import dataclass

from django.utils.functional import Promise

from config.lib.ages import Age, age_of
from config.lib.queue_sources import Asker, QueueSource, Waiting, sources_for

# Enough for "more than 99", so that a long queue costs no more than a short one.
COUNTED = 100
SHOWN = 10


@dataclass(frozen=True)
class Line:
    """One waiting thing as the desk shows it."""

    waiting: Waiting
    source: QueueSource

    @property
    def age(self) -> Age:
        return age_of(self.waiting.since)

    @property
    def address(self) -> str:
        return self.source.decide(self.waiting)


@dataclass(frozen=True)
class Pile:
    """How much waits in one source."""

    title: str | Promise
    n: int

    @property
    def more(self) -> bool:
        return self.n >= COUNTED

    @property
    def counted(self) -> int:
        return min(self.n, COUNTED - 1)


@dataclass(frozen=True)
class Queue:
    piles: list[Pile]
    lines: list[Line]


def queue_for(staff: Asker) -> Queue:
    """What this member of staff may decide on: how much in each pile, and the oldest few of all."""
    piles, lines = [], []
    for source in sources_for(staff):
        waiting = source.awaiting(COUNTED)
        piles.append(Pile(source.title, len(waiting)))
        lines += [Line(one, source) for one in waiting[:SHOWN]]
    lines.sort(key=lambda line: line.waiting.since)
    return Queue(piles, lines[:SHOWN])
