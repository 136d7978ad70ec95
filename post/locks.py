"""PostgreSQL's advisory locks, by name. A lock of a session ends with the session, however it ends."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection


def key_of(name: str) -> int:
    """A name as the signed 64-bit number that PostgreSQL wants."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Hold the lock of this name while inside; False when another session has it. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key_of(name)])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            _unlock(name)


def _unlock(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key_of(name)])
    except Error:
        # A broken connection, or a transaction that was left broken: closing it frees the lock.
        connection.close()


def take_turns(name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(name)])


def held(names: list[str]) -> set[str]:
    """Which of these locks any session of this database holds."""
    keys = {key_of(name): name for name in names}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (classid::bigint << 32) | objid::bigint FROM pg_catalog.pg_locks"
            " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
            " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
        )
        return {keys[row[0]] for row in cursor.fetchall() if row[0] in keys}
