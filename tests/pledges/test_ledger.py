"""The ledger: what its trigger writes, and that tampering behind the guards is found."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pledges.actions import seal
from pledges.kinds import ShownIn, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, PurposeWording, Subject
from tests.conftest import guards_off
from tests.factories import make_signature

Tamper = Callable[[Any, str, str], None]


def changed(cursor: Any, one: str, other: str) -> None:
    cursor.execute(
        "UPDATE pledges_consententry SET given_at = given_at - interval '1 second' WHERE subject_id = %s", [one]
    )


def form_changed(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_consententry SET shown_in = 'easy' WHERE subject_id = %s", [other])


def form_changed_back(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_consententry SET shown_in = 'standard' WHERE subject_id = %s", [one])


def removed(cursor: Any, one: str, other: str) -> None:
    cursor.execute("DELETE FROM pledges_consententry WHERE subject_id = %s AND seq = 1", [one])


def added(cursor: Any, one: str, other: str) -> None:
    cursor.execute(
        """INSERT INTO pledges_consententry
        (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, at, prev,
        hash)
        SELECT subject_id, seq + 1, purpose, 'give', wording_id, notice_id, channel, given_by, shown_in, given_at, at,
        hash, hash
        FROM pledges_consententry WHERE subject_id = %s ORDER BY seq DESC LIMIT 1""",
        [one],
    )


def swapped_within(cursor: Any, one: str, other: str) -> None:
    cursor.execute(
        "UPDATE pledges_consententry SET seq = 1003 - seq WHERE subject_id = %s AND seq <= 2",
        [one],
    )
    cursor.execute("UPDATE pledges_consententry SET seq = seq - 1000 WHERE seq > 1000")


def swapped_between(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_consententry SET seq = seq + 1000 WHERE subject_id = %s", [one])
    cursor.execute("UPDATE pledges_consententry SET subject_id = %s WHERE subject_id = %s", [one, other])
    cursor.execute("UPDATE pledges_consententry SET subject_id = %s, seq = seq - 1000 WHERE seq > 1000", [other])


def tail_cut_off(cursor: Any, one: str, other: str) -> None:
    cursor.execute(
        """DELETE FROM pledges_consententry WHERE subject_id = %s
        AND seq = (SELECT max(seq) FROM pledges_consententry WHERE subject_id = %s)""",
        [one, one],
    )


def all_of_a_subject_cut_off(cursor: Any, one: str, other: str) -> None:
    cursor.execute("DELETE FROM pledges_consententry WHERE subject_id = %s", [one])


def wording_changed(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_purposewording SET standard = 'Yes to everything' WHERE purpose = 'publish'")


def notice_changed(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_noticeversion SET standard = standard || 'We sell it all.'")


def head_moved(cursor: Any, one: str, other: str) -> None:
    cursor.execute("UPDATE pledges_subject SET ledger_head = sha256('x') WHERE id = %s", [one])


TABLES = ("pledges_consententry", "pledges_subject", "pledges_purposewording", "pledges_noticeversion")
TAMPERING = [
    changed, form_changed, form_changed_back, removed, added, swapped_within, swapped_between, tail_cut_off,
    all_of_a_subject_cut_off, wording_changed, notice_changed, head_moved,
]  # fmt: skip


INSERT_NEWS = """INSERT INTO pledges_consententry
    (subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, prev, hash)
    VALUES (%s, 0, 'news', 'give', %s, %s, 'web', 'self', 'standard', now(), '', '')"""
FORGED_NEWS = """INSERT INTO pledges_consententry
    (id, subject_id, seq, purpose, act, wording_id, notice_id, channel, given_by, shown_in, given_at, at, prev, hash)
    OVERRIDING SYSTEM VALUE
    VALUES (999999, %s, 77, 'news', 'give', %s, %s, 'web', 'self', 'standard', now(), '2001-01-01',
        'forged', 'forged')"""


def verify() -> str:
    out = StringIO()
    call_command("verify_consents", stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_verify_holds_for_an_honest_ledger() -> None:
    for state in (State.APPROVED, State.AWAITING, State.WITHDRAWN, State.UNCONFIRMED):
        make_signature(state=state)
    make_signature(shown_in=ShownIn.EASY)

    assert "holds" in verify()
    assert ConsentEntry.objects.filter(act="withdraw").exists()


@pytest.mark.django_db(transaction=True)
def test_verify_holds_for_more_than_is_fetched_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        make_signature()
    seal()
    make_signature(state=State.WITHDRAWN)
    monkeypatch.setattr("pledges.streams.CHUNK", 2)

    assert f"{ConsentEntry.objects.count()} entries, 1 seals" in verify()


@pytest.mark.django_db(transaction=True)
def test_verify_asks_as_often_for_many_as_for_one() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            verify()
        return len(queries)

    make_signature()
    few = asked()
    for _n in range(4):
        make_signature()

    assert asked() == few


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_verify_fails_after_tampering(tamper: Tamper, owner_cursor: Any) -> None:
    one, other = (str(make_signature(shown_in=form).subject_id) for form in (ShownIn.EASY, ShownIn.STANDARD))
    assert "holds" in verify()

    with guards_off(owner_cursor, *TABLES):
        tamper(owner_cursor, one, other)

    with pytest.raises(CommandError) as caught:
        verify()
    assert caught.value.returncode == 1
    assert "entry" in str(caught.value)


@pytest.mark.django_db
def test_trigger_sets_number_time_and_chain_whatever_the_client_says() -> None:
    signature = make_signature()
    wording = PurposeWording.objects.get(purpose="news")
    before = timezone.now()

    with connection.cursor() as cursor:
        cursor.execute(FORGED_NEWS, [signature.subject_id, wording.pk, signature.notice_id])

    entries = list(ConsentEntry.objects.filter(subject_id=signature.subject_id).order_by("seq"))
    subject = Subject.objects.get(pk=signature.subject_id)
    forged = entries[-1]
    assert forged.pk != 999999
    assert forged.seq == len(entries) == subject.ledger_n
    assert forged.at is not None
    assert abs((forged.at - before).total_seconds()) < 60
    assert bytes(forged.prev) == bytes(entries[-2].hash)
    assert bytes(forged.hash) == bytes(subject.ledger_head)
    assert first_break() is None


@pytest.mark.django_db(transaction=True)
def test_hash_does_not_depend_on_the_sessions_settings() -> None:
    signature = make_signature()
    wording = PurposeWording.objects.get(purpose="news")

    with transaction.atomic(), connection.cursor() as cursor:
        for setting in ("timezone = 'Pacific/Auckland'", "datestyle = 'German'", "bytea_output = 'escape'"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute(INSERT_NEWS, [signature.subject_id, wording.pk, signature.notice_id])

    assert ConsentEntry.objects.filter(subject_id=signature.subject_id, purpose="news").count() == 1
    assert "holds" in verify()
