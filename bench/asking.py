"""The product's own search, and how long the database took for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from pledges import listing
from pledges.asked import Asked


class Clock:
    """Adds up what statements took, in ms, from sending to the last row read."""

    def __init__(self) -> None:
        self.took = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.took += 1000 * (time.perf_counter() - begun)


@contextmanager
def clocked() -> Iterator[Clock]:
    clock = Clock()
    with connection.execute_wrapper(clock):
        yield clock


def search(text: str) -> list[str]:
    """Who stands on the first page that this search shows."""
    return [entry.signatory for entry in listing.read_page(Asked.of({"q": text}), listing.generation()).entries]


def milliseconds(text: str) -> float:
    """How long the database worked for this search."""
    with clocked() as clock:
        search(text)
    return clock.took
