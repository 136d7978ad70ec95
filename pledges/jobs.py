"""What the worker does for pledges, again and again."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from config.lib.retention import carry_out
from post.jobs import periodic

from .actions import (
    begin_announcement,
    count_signatures,
    note_withdrawals,
    remind_unconfirmed,
    seal,
    tell_of_new_versions,
    tell_of_new_words,
    tell_of_the_end,
)

# How often one job goes back for more, so that no other waits long for it.
ROUNDS = 40


def in_batches(act: Callable[[], int]) -> None:
    """Until nothing is left, or until it is enough for now: each batch is a transaction of its own."""
    for _round in range(ROUNDS):
        if not act():
            return


@periodic("forget_unconfirmed", every=timedelta(hours=1))
def unconfirmed() -> None:
    carry_out("pledges.unconfirmed", on=timezone.now())


@periodic("remind_unconfirmed", every=timedelta(hours=1))
def reminders() -> None:
    in_batches(lambda: remind_unconfirmed(on=timezone.now()))


@periodic("tell_of_new_words", every=timedelta(minutes=15))
def new_words() -> None:
    in_batches(tell_of_new_words)


@periodic("tell_of_new_versions", every=timedelta(minutes=5))
def new_versions() -> None:
    """Of charters, which are below us: we look."""
    begin_announcement(on=timezone.now())
    in_batches(lambda: tell_of_new_versions(on=timezone.now()))


@periodic("end_signatures", every=timedelta(hours=1))
def ended() -> None:
    """On the very day that the letter names."""
    carry_out("pledges.ended", on=timezone.now())


@periodic("tell_of_the_end", every=timedelta(hours=1))
def the_end() -> None:
    in_batches(lambda: tell_of_the_end(on=timezone.now()))


@periodic("forget_replaced", every=timedelta(minutes=10))
def replaced() -> None:
    carry_out("pledges.replaced", on=timezone.now())


@periodic("forget_invitations", every=timedelta(hours=1))
def invitations() -> None:
    carry_out("pledges.invitations", on=timezone.now())


@periodic("forget_drafts", every=timedelta(minutes=15))
def drafts() -> None:
    carry_out("pledges.drafts", on=timezone.now())


@periodic("seal_ledger", every=timedelta(days=1))
def sealing() -> None:
    seal()


@periodic("count_signatures", every=timedelta(minutes=1))
def counts() -> None:
    count_signatures()


@periodic("note_withdrawals", every=timedelta(seconds=10))
def withdrawals() -> None:
    in_batches(lambda: note_withdrawals(path=settings.ERASURE_LIST))
