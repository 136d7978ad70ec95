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


class IsDone(Exception):
    """This action is done: nothing in it changes."""


class NothingShown(Exception):
    """An action is done when something shows it."""


class Kept(Exception):
    """Something was said of this action already: it stays."""


REFUSED: dict[str, type[Exception]] = {
    "participation_return_locked": Locked,
    "participation_return_in_time": Closed,
    "participation_answer_to_what_is_asked": NotAsked,
    "participation_answer_applies": NotAsked,
    "participation_evidence_to_what_is_asked": NotAsked,
    "participation_return_complete": Incomplete,
    "participation_agreedlevel_of_a_submission": NotAsked,
    "participation_publicreply_of_a_submission": NotAsked,
    "participation_actionstep_of_an_open_one": IsDone,
    "participation_action_fixed": IsDone,
    "participation_action_done_with_evidence": NothingShown,
    "participation_action_kept": Kept,
}


@contextmanager
def refusals() -> Iterator[None]:
    """One transaction. Raises one of the errors above where the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refused = REFUSED.get(name_of(error))
        if refused is None:
            raise
        raise refused from error
