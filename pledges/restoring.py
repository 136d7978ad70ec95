"""Restoring a backup: all of it in one transaction, and nobody comes back who left after it was made."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from charters.actions.pictures import take_back_again, taken_back
from config.lib.backup import restoring
from config.lib.backup.archive import Manifest
from config.lib.backup.folders import Staging
from config.lib.rights import grant_serving_rights
from post.actions import hold_letters, stop_again, told_to_stop
from post.locks import only_one
from post.models import Generation

from .actions import note_withdrawals, replay
from .actions.erasure_list import Withdrawal, read
from .ledger import first_break

# Not in a backup, and empty after a restore. Sessions would let whoever gets hold of a backup be staff; staff sign in
# again. Tasks of the queue say what to do with letters, and the worker makes new ones. The cache is no logged table.
LEFT_OUT = ("django_session", "django_tasks_database_dbtaskresult")
# What a portal without content holds: `migrate` and a worker write these.
WITHOUT_CONTENT = (
    *LEFT_OUT,
    *("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"),
    *("post_heartbeat", "post_generation"),
)
# What acts take before anything else (actions/signing.py, actions/consenting.py).
FIRST = ("pledges_draft", "pledges_signature")


class NotEmpty(Exception):
    """There is something here that a restore would delete."""


class Busy(Exception):
    """Another restore is at work."""


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    replayed: Mapping[str, int]
    withdrawals: int
    letters_held: int
    broken: str


def has_tables() -> bool:
    return "django_migrations" in connection.introspection.table_names()


def has_content(cursor: Any) -> bool:
    return bool(restoring.filled(cursor, not_counted=WITHOUT_CONTENT))


def restore(
    path: Path, manifest: Manifest, *, erasures: Path | None, skip_broken: bool = False, replace: bool = False
) -> Restored:
    """Puts the backup in the place of what is here; `manifest` is what checking the file gave.

    Everything or nothing: whatever raises, rows and files are as they were. Everybody else waits meanwhile.
    """
    with _alone():
        with _staging() as staging, transaction.atomic(durable=True), connection.cursor() as cursor:
            restoring.check_fits(cursor, manifest)
            restoring.lock(cursor, first=FIRST)
            if not replace and has_content(cursor):
                raise NotEmpty
            withdrawals, told = _withdrawals(erasures, skip_broken), told_to_stop()
            pictures = taken_back()
            restoring.load(cursor, path, manifest, staging)
            # Only what this portal itself still knows: the erasure list names no mailbox and no picture.
            stop_again(told)
            take_back_again(pictures)
            result = _settle(withdrawals)
            connection.check_constraints()
            # Last of all: what comes after it is the commit, and nothing is left that could refuse.
            staging.put()
        cache.clear()
    return result


@contextmanager
def _alone() -> Iterator[None]:
    with only_one("restore") as mine:
        if not mine:
            raise Busy
        yield


@contextmanager
def _staging() -> Iterator[Staging]:
    staging = Staging()
    try:
        yield staging
    except BaseException:
        staging.take_back()
        raise
    finally:
        staging.clear_away()


def _withdrawals(erasures: Path | None, skip_broken: bool) -> list[Withdrawal]:
    """All there are. First those are written down that the portal that is about to go still holds."""
    while note_withdrawals(path=erasures or settings.ERASURE_LIST):
        pass
    return list(read(erasures, skip_broken=skip_broken)) if erasures else []


def _settle(withdrawals: Iterable[Withdrawal]) -> Restored:
    """What is not right any more in rows from the past."""
    taken_back = list(withdrawals)
    held = hold_letters()
    Generation.leap()
    replayed = replay(withdrawals=taken_back)
    grant_serving_rights()
    broken = first_break()
    return Restored(replayed, len(taken_back), held, str(broken or ""))
