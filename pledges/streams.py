"""Rows of a long table one after another, a few thousand in memory at a time."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

# Rows fetched at once: enough that the way to the server does not count, and a megabyte or two.
CHUNK = 5000


def stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """What this statement, which comes from no reader, gives: plain tuples, through a cursor on the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
