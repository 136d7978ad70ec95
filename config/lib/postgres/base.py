"""Connections are kept from request to request; before one is used again, somebody has to look whether it stands."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks the server (`SELECT 1`) once a request: on a page that is cached, half of what it asks at all.

    A server that stops or ends a session closes the connection, and says so on it before. On one that stands there is
    nothing to read between two statements. So only one with something to read is asked; one that was cut off without
    a word would not answer Django's question either.
    """

    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and not self.health_check_done:
            self.health_check_done = self.connection.closed == 0 and not _has_news(self.connection.fileno())
        super().close_if_health_check_failed()


def _has_news(descriptor: int) -> bool:
    """Whether there is something to read, or nobody at the other end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
