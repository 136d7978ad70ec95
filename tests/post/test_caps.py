"""How many letters strangers can cause: to one mailbox, from one network, in an hour and in a day."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import Settings

from post import caps
from post.actions import lift, queue_capped_letter, suppress
from post.caps import (
    LONGEST_WAIT,
    MAILBOX_A_DAY,
    MAILBOX_AT_ONCE,
    NETWORK_AT_ONCE,
    NETWORK_PACE,
    NETWORK_WINDOW,
    judge,
)
from post.models import Outbox, Suppression, Tally
from post.upkeep import prune_tallies
from tests.post.probe import letter as probe

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 12, 12, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNSUBSCRIBED, NOT_ME = Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.NOT_ME


def waits(n: int, *, recipient: str = "", network: str = "", on: datetime = NOON) -> list[timedelta | None]:
    """How long each of n letters has to wait; to an address each unless told, from no network unless told."""
    found = []
    for one in range(n):
        may_go = judge(recipient=recipient or f"{one}@example.org", network=network, on=on)
        found.append(may_go - on if may_go else None)
    return found


def test_mailbox_gets_a_few_at_once_then_more_in_later_hours_then_none() -> None:
    found = waits(200, recipient="ada@example.org")

    queued = [wait for wait in found if wait is not None]
    assert len(queued) == MAILBOX_A_DAY
    assert queued[:MAILBOX_AT_ONCE] == [timedelta(0)] * MAILBOX_AT_ONCE
    assert all(wait > timedelta(0) for wait in queued[MAILBOX_AT_ONCE:])
    hours = [(NOON + wait).hour for wait in queued]
    assert max(hours.count(hour) for hour in hours) == MAILBOX_AT_ONCE
    assert found[MAILBOX_A_DAY:] == [None] * (200 - MAILBOX_A_DAY)


def test_mailbox_has_its_days_worth_whatever_the_hour() -> None:
    spread = [waits(1, recipient="ada@example.org", on=NOON + n * HOUR)[0] for n in range(23)]

    assert [wait is None for wait in spread] == [False] * MAILBOX_A_DAY + [True] * (23 - MAILBOX_A_DAY)
    assert waits(1, recipient="ada@example.org", on=NOON + 47 * HOUR) == [timedelta(0)]


def test_mailbox_is_one_in_all_its_spellings() -> None:
    spellings = ("ada@gmail.com", "ADA@gmail.com", "a.d.a+x@gmail.com", "ada@googlemail.com")

    found = [waits(1, recipient=spelling)[0] for spelling in spellings * 4]

    assert found.count(None) == 16 - MAILBOX_A_DAY


def test_network_is_slowed_and_never_refused() -> None:
    found = waits(NETWORK_AT_ONCE + 40, network="192.0.2.0/24")

    assert found[:NETWORK_AT_ONCE] == [timedelta(0)] * NETWORK_AT_ONCE
    assert found[NETWORK_AT_ONCE:] == [(n + 1) * NETWORK_PACE for n in range(40)]
    assert waits(1, network="198.51.100.0/24") == [timedelta(0)]
    assert waits(1, network="192.0.2.0/24", on=NOON + NETWORK_WINDOW) == [timedelta(0)]


def test_network_waits_no_longer_than_the_longest() -> None:
    waits(1, network="192.0.2.0/24")
    Tally.objects.filter(since=NOON).update(n=10_000_000)

    assert waits(1, recipient="ben@example.org", network="192.0.2.0/24") == [LONGEST_WAIT]


def test_without_a_network_only_the_mailbox_counts() -> None:
    assert waits(NETWORK_AT_ONCE + 40) == [timedelta(0)] * (NETWORK_AT_ONCE + 40)


def test_count_holds_nothing_that_can_be_read_or_made_without_our_key(settings: Settings) -> None:
    judge(recipient="ada@example.org", network="192.0.2.0/24", on=NOON)
    keys = {bytes(tally.key) for tally in Tally.objects.all()}
    anybody = {hashlib.sha256(text.encode()).digest() for text in ("ada@example.org", "192.0.2.0/24")}
    settings.LINK_KEY = "another"
    judge(recipient="ada@example.org", network="192.0.2.0/24", on=NOON)

    assert len(keys) == 2
    assert not keys & anybody
    assert Tally.objects.count() == 4


def test_counts_of_two_hours_have_nothing_in_common() -> None:
    for hour in range(3):
        waits(1, recipient="ada@example.org", on=NOON + hour * HOUR)

    assert len({bytes(tally.key) for tally in Tally.objects.all()}) == 3


def test_counts_are_gone_after_a_day() -> None:
    now = timezone.now()
    for age in (timedelta(0), timedelta(hours=20), timedelta(hours=25)):
        waits(1, recipient="ada@example.org", on=now - age)

    prune_tallies()

    assert Tally.objects.count() == 2
    assert [tally.n for tally in caps.counted("Ada+x@example.org", on=now)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_count_loses_none_of_many_at_once() -> None:
    def count() -> None:
        judge(recipient="ada@example.org", network="192.0.2.0/24", on=NOON)
        connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(Tally.objects.values_list("n", flat=True)) == [8, 8]


def queue(**more: datetime) -> Outbox | None:
    probe.register()
    about = {"about_app": "post", "about_id": uuid4(), "template": "probe/hello"}
    with transaction.atomic():
        return queue_capped_letter(recipient="ada@example.org", network="192.0.2.0/24", **about, **more)  # type: ignore[arg-type]


def test_capped_letter_is_queued_for_its_time_or_not_at_all() -> None:
    rows = [queue() for _ in range(MAILBOX_A_DAY + 3)]

    assert [row is None for row in rows] == [False] * MAILBOX_A_DAY + [True] * 3
    assert Outbox.objects.count() == MAILBOX_A_DAY
    assert Outbox.objects.due(timezone.now()).count() == MAILBOX_AT_ONCE


def test_capped_letter_waits_for_the_later_of_two_moments() -> None:
    soon = timezone.now() + timedelta(minutes=1)

    row = queue(not_before=soon)

    assert row
    assert row.not_before == soon


# Who told us to stop


def test_suppression_knows_a_mailbox_by_a_keyed_hash_in_all_its_spellings(settings: Settings) -> None:
    suppress(mailbox="ada@example.org", reason=UNSUBSCRIBED)

    assert Suppression.objects.of("ADA+news@example.org").exists()
    assert not Suppression.objects.of("ben@example.org").exists()
    assert bytes(Suppression.objects.get().hash) != hashlib.sha256(b"ada@example.org").digest()
    settings.LINK_KEY = "another"
    assert not Suppression.objects.of("ada@example.org").exists()


def test_it_was_not_me_is_never_weakened_and_lifted_only_by_name() -> None:
    for mailbox, reasons in (("ada@example.org", (NOT_ME, UNSUBSCRIBED)), ("ben@example.org", (UNSUBSCRIBED, NOT_ME))):
        for reason in reasons:
            suppress(mailbox=mailbox, reason=reason)

    lift(mailbox="ada@example.org", reasons=[UNSUBSCRIBED])

    assert list(Suppression.objects.values_list("reason", flat=True)) == ["not_me", "not_me"]
    lift(mailbox="Ada@example.org", reasons=[NOT_ME])
    assert str(Suppression.objects.get()) == "stopped: not_me"
