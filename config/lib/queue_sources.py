"""The one queue of things that wait for council staff. Apps below register what they have; the desk shows it.

A registry and no more: it knows neither what waits nor who may decide it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise


class Asker(Protocol):
    """Whoever looks at the queue."""

    def has_perm(self, perm: str) -> bool: ...


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what staff read of it, since when, and how its source finds it again."""

    key: str
    what: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class QueueSource:
    """Where waiting things come from.

    `awaiting(limit)` gives the oldest first, never more than `limit`; `decide(waiting)` gives the address of the
    page where it is decided; only staff with `permission` see any of it.
    """

    title: str | Promise
    permission: str
    awaiting: Callable[[int], list[Waiting]]
    decide: Callable[[Waiting], str]


_sources: dict[str, QueueSource] = {}


def register(name: str, source: QueueSource) -> None:
    """Called once for each source from an app's ready(); a second call of the same name replaces the first."""
    _sources[name] = source


def sources_for(asker: Asker) -> list[QueueSource]:
    """The sources that this member of staff may decide on, in the order they were registered."""
    return [source for source in _sources.values() if asker.has_perm(source.permission)]
