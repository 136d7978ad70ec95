"""What the database refuses, as errors with names."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from config.lib.broken_rules import name_of


class Locked(Exception):
    """The return is submitted: nothing in it changes."""


class Closed(Exception):
    """The round has not opened, or its time is over."""


class NotAsked(Exception):
    """This return is not asked this question, or not so."""


class Incomplete(Exception):
    """Something is missing before it can be submitted."""


REFUSED: dict[str, type[Exception]] = {
    "participation_return_locked": Locked,
    "participation_return_in_time": Closed,
    "participation_answer_to_what_is_asked": NotAsked,
    "participation_answer_applies": NotAsked,
    "participation_evidence_to_what_is_asked": NotAsked,
    "participation_return_complete": Incomplete,
}


@contextmanager
def refusals() -> Iterator[None]:
    """One transaction. Raises Locked, Closed, NotAsked or Incomplete where the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refused = REFUSED.get(name_of(error))
        if refused is None:
            raise
        raise refused from error
