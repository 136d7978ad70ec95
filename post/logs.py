"""What the log says: routes instead of addresses, classes instead of messages.

An address can hold a private link, and the text of an error can hold what somebody typed: PostgreSQL prints the whole
row that broke a constraint.
"""

import logging
import traceback
from types import TracebackType

from django.http import HttpRequest

UNKNOWN = "(no such page)"


def route_of(request: HttpRequest) -> str:
    """The name of the page that was asked for, such as pledges:yours. An address that leads nowhere has none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name or match.route if match else UNKNOWN


class RouteNames(logging.Filter):
    """Django's own warnings name the address of a request; put its route there instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            text, route = record.getMessage(), route_of(request)
            for address in _spellings(request):
                text = text.replace(address, route)
            record.msg, record.args = text, None
        return True


def _spellings(request: HttpRequest) -> list[str]:
    """The address in every way that Django writes it to the log, the longest first."""
    plain = {request.get_full_path(), request.path, request.path_info} - {"/"}
    escaped = {address.encode("unicode_escape").decode("ascii") for address in plain}
    return sorted(plain | escaped, key=len, reverse=True)


class WithoutMessages(logging.Formatter):
    """Tracebacks show where it happened and the class of the error, not its text."""

    def format(self, record: logging.LogRecord) -> str:
        # A handler that came before may have left the whole error here, for those after it to use again.
        record.exc_text = None
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        if ei[0] is None:
            return ""
        parts: list[str] = []
        # TracebackException has already cut the circles that a chain of errors can have.
        error: traceback.TracebackException | None = traceback.TracebackException(*ei)
        while error is not None:
            parts.append("".join(error.stack.format()) + (error.exc_type.__qualname__ if error.exc_type else ""))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by:\n".join(parts)
