"""How others know that a worker lives: it holds an advisory lock for as long as its process and connection last."""

import os
import secrets
from types import TracebackType

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from post.locks import held, key_of


def lock_name(worker_id: str) -> str:
    return f"worker {worker_id}"


def dead(worker_ids: set[str]) -> set[str]:
    """Those of these workers that no longer live."""
    alive = held([lock_name(worker_id) for worker_id in worker_ids])
    return {worker_id for worker_id in worker_ids if lock_name(worker_id) not in alive}


class Presence:
    """A worker's lock, on a connection of its own.

    Its own, because Django closes and reopens the working connection as it sees fit, and because an idle session is
    ended by the server the moment its process dies. The id is new with each presence: after the database was away,
    what the worker had been doing counts as left behind.
    """

    def __init__(self) -> None:
        self.worker_id = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> "Presence":
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [key_of(lock_name(self.worker_id))])
                if not cursor.fetchone()[0]:
                    raise DatabaseError("This worker's lock is taken.")
        except BaseException:
            self._connection.close()
            raise
        return self

    def check(self) -> None:
        """Raises a database error when the lock is lost."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()
