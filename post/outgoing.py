"""The way out: one connection to the mail server for a burst of letters, and a new one where it went away."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.core.mail import EmailMessage, get_connection

# So many letters on one connection. Mail servers put an end to longer ones, some without a word.
PER_CONNECTION = 100


class Line:
    """A connection that is opened when the first letter needs it."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._sent = 0

    def send(self, message: EmailMessage) -> None:
        """Send one letter. After any error the next one gets a new connection."""
        message.connection = self._ready()
        try:
            message.send()
        except BaseException:
            self.close()
            raise
        self._sent += 1

    def close(self) -> None:
        """What was sent is sent, whatever the mail server makes of our goodbye."""
        connection, self._connection, self._sent = self._connection, None, 0
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()

    def _ready(self) -> Any:
        # Asked before a letter is handed over, so that none is tried on a line that went dead meanwhile.
        if self._connection is not None and (self._sent >= PER_CONNECTION or not _answers(self._connection)):
            self.close()
        if self._connection is None:
            connection = get_connection()
            connection.open()
            self._connection = connection
        return self._connection


def _answers(connection: Any) -> bool:
    """Whether the mail server is still there. What is no mail server, such as a folder of files, always is."""
    session = getattr(connection, "connection", None)
    if not isinstance(session, smtplib.SMTP):
        return True
    try:
        return session.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


_line: ContextVar[Line | None] = ContextVar("line", default=None)


@contextmanager
def one_line() -> Iterator[None]:
    """All letters that are sent inside go over one connection."""
    line = Line()
    before = _line.set(line)
    try:
        yield
    finally:
        _line.reset(before)
        line.close()


def send(message: EmailMessage) -> None:
    """Send a letter, over the connection of the burst it belongs to if there is one."""
    line = _line.get()
    if line is not None:
        line.send(message)
    else:
        message.send()
