"""The erasure list: what is taken back is on it in the end, whatever crashes, and can be carried out again."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings

from pledges.actions import choose, leave, note_withdrawals, replay
from pledges.actions.erasure_list import Unreadable, Withdrawal, read
from pledges.actions.how import How
from pledges.kinds import Act, Channel, GivenBy, Kind, Purpose, ShownIn, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, ErasureNote, Person, PublicEntry, PurposeWording, Signature
from post.models import Heartbeat, Outbox
from post.worker import work_once
from tests.factories import make_signature
from tests.privacy.planting import Canary
from tests.privacy.searching import files

pytestmark = pytest.mark.django_db

BY_TELEPHONE = How(channel=Channel.TELEPHONE, given_by=GivenBy.PARENT_CARER, shown_in=ShownIn.EASY)


@pytest.fixture
def listed(tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "beside" / "erasures.jsonl"
    settings.ERASURE_LIST = path
    return path


def take_back(signature: Signature, purpose: Purpose, how: How = BY_TELEPHONE) -> None:
    wording = PurposeWording.objects.filter(purpose=purpose).current()
    assert wording is not None
    assert choose(subject_id=signature.subject_id, wording=wording, yes=False, how=how)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


# Writing it


def test_withdrawal_is_noted_with_the_entry_and_a_yes_is_not() -> None:
    signature = make_signature()
    assert not ErasureNote.objects.exists()

    take_back(signature, Purpose.PUBLISH)

    entry = ConsentEntry.objects.get(act=Act.WITHDRAW)
    assert list(ErasureNote.objects.values_list("entry_id", flat=True)) == [entry.pk]


def test_list_says_who_by_number_what_and_when_and_nothing_else(listed: Path) -> None:
    signature = make_signature()
    take_back(signature, Purpose.PUBLISH)
    entry = ConsentEntry.objects.get(act=Act.WITHDRAW)

    assert note_withdrawals(path=listed) == 1

    assert lines(listed) == [
        {
            "entry": entry.pk,
            "subject": str(signature.subject_id),
            "purpose": "publish",
            "at": entry.at.isoformat() if entry.at else "",
            "channel": "telephone",
            "given_by": "parent_carer",
            "shown_in": "easy",
            "given_at": entry.given_at.isoformat(),
        }
    ]
    assert list(read(listed)) == [Withdrawal.of(entry)]
    assert not ErasureNote.objects.exists()
    assert listed.stat().st_mode & 0o777 == 0o600


def test_list_names_nobody(listed: Path) -> None:
    canary = Canary("listed")
    signature = make_signature(email=canary.email, **canary.details(1))
    leave(subject_id=signature.subject_id)

    note_withdrawals(path=listed)

    assert len(lines(listed)) == 2
    assert files(listed.parent, canary.needles) == set()


def test_list_goes_on_where_it_ended_and_is_there_from_the_start(listed: Path) -> None:
    note_withdrawals(path=listed)
    assert listed.read_text() == ""
    for _n in range(2):
        take_back(make_signature(), Purpose.PUBLISH)
        note_withdrawals(path=listed)

    assert note_withdrawals(path=listed) == 0
    assert [line["entry"] for line in lines(listed)] == list(
        ConsentEntry.objects.filter(act=Act.WITHDRAW).order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("left_over", ['{"entry": 7, "sub', "x", "\ufffd" * 3])
def test_line_that_a_crash_cut_short_is_written_whole(left_over: str, listed: Path) -> None:
    take_back(make_signature(), Purpose.PUBLISH)
    note_withdrawals(path=listed)
    whole = listed.read_bytes()
    listed.write_bytes(whole + left_over.encode())
    take_back(make_signature(), Purpose.PUBLISH)

    note_withdrawals(path=listed)

    assert listed.read_bytes().startswith(whole)
    assert len(list(read(listed))) == 2


def test_nothing_is_forgotten_where_the_disk_refuses(listed: Path) -> None:
    take_back(make_signature(), Purpose.PUBLISH)
    listed.mkdir(parents=True)  # where the file should be

    with pytest.raises(OSError, match="Is a directory"):
        note_withdrawals(path=listed)

    assert ErasureNote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_worker_writes_the_list(listed: Path) -> None:
    leave(subject_id=make_signature().subject_id)

    work_once()

    assert len(lines(listed)) == 2
    assert Heartbeat.objects.filter(job="note_withdrawals").exists()


def test_tests_write_no_list_of_a_portal() -> None:
    assert Path(os.environ["ERASURE_LIST"]) == settings.ERASURE_LIST
    assert not settings.ERASURE_LIST.is_relative_to(settings.BASE_DIR)


# Reading it


@pytest.mark.parametrize(
    "broken",
    [b"\n", b"{}\n", b"[]\n", b"7\n", b"null\n", b"\xff\n", b'{"entry": 1}\n', b"[" * 100_000 + b"\n"],
    ids=lambda broken: broken[:8].decode("latin-1"),
)
def test_broken_line_is_named(broken: bytes, listed: Path) -> None:
    take_back(make_signature(), Purpose.PUBLISH)
    note_withdrawals(path=listed)
    whole = listed.read_bytes()
    listed.write_bytes(whole + broken + whole)

    with pytest.raises(Unreadable, match="Line 2 of"):
        list(read(listed))

    assert len(list(read(listed, skip_broken=True))) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", "me"), ("purpose", "sell"), ("at", "2026-11-26T10:00:00"), ("at", 7), ("channel", "pigeon")],
)
def test_line_with_something_unknown_is_broken(field: str, value: object, listed: Path) -> None:
    take_back(make_signature(), Purpose.PUBLISH)
    note_withdrawals(path=listed)
    listed.write_text(json.dumps(lines(listed)[0] | {field: value}) + "\n")

    with pytest.raises(Unreadable, match="Line 1 of"):
        list(read(listed))


def test_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        list(read(tmp_path / "none"))


# Carrying it out again


def said(signature: Signature, purpose: Purpose, how: How = BY_TELEPHONE, after: timedelta = timedelta()) -> Withdrawal:
    """As if somebody had taken this back now, or so much later, on a portal that was lost since."""
    moment = timezone.now() + after
    return Withdrawal(1, signature.subject_id, purpose, moment, How(**(vars(how) | {"given_at": moment})))


def test_who_left_after_the_backup_has_left_again_and_is_not_written_to() -> None:
    signature = make_signature()
    Outbox.objects.all().delete()
    left = said(signature, Purpose.TAKE_PART)

    done = replay(withdrawals=[said(signature, Purpose.PUBLISH), left])

    assert done == {"take_part": 1}
    assert Signature.objects.get().state == State.WITHDRAWN
    assert not Person.objects.exists()
    assert not Outbox.objects.exists()
    assert first_break() is None


def test_who_went_with_a_closed_pledge_goes_again_though_it_is_open_in_the_backup() -> None:
    signature = make_signature()
    how = How(channel=Channel.ENDED)

    replay(withdrawals=[said(signature, Purpose.TAKE_PART, how)])

    assert not Person.objects.exists()
    assert ConsentEntry.objects.filter(act="withdraw").values_list("channel", flat=True)[0] == "ended"
    assert first_break() is None


def test_who_hid_their_name_after_the_backup_is_hidden_again() -> None:
    signature = make_signature(kind=Kind.PARENT_CARER)

    done = replay(withdrawals=[said(signature, Purpose.PUBLISH)])

    assert done == {"publish": 1}
    assert not PublicEntry.objects.exists()
    assert Person.objects.exists()


def test_ledger_says_when_and_how_they_took_it_back() -> None:
    signature = make_signature()
    earlier = said(signature, Purpose.PUBLISH)

    replay(withdrawals=[earlier])

    entry = ConsentEntry.objects.get(act=Act.WITHDRAW)
    assert entry.given_at == earlier.at
    assert (entry.channel, entry.given_by, entry.shown_in) == ("telephone", "parent_carer", "easy")
    assert first_break() is None


def test_yes_that_was_given_after_taking_it_back_stays() -> None:
    taken_back = said(make_signature(), Purpose.PUBLISH)
    signature = make_signature()

    done = replay(withdrawals=[said(signature, Purpose.PUBLISH, after=-timedelta(hours=1)), taken_back])

    assert done == {"publish": 1}
    assert PublicEntry.objects.get(signature=signature).name


def test_latest_line_about_somebody_counts_wherever_it_stands() -> None:
    signature = make_signature()
    old = said(signature, Purpose.PUBLISH, after=-timedelta(hours=1))

    assert replay(withdrawals=[said(signature, Purpose.PUBLISH), old]) == {"publish": 1}


def test_replaying_twice_does_nothing_the_second_time() -> None:
    one, other = make_signature(), make_signature()
    withdrawals = [said(one, Purpose.TAKE_PART), said(other, Purpose.PUBLISH)] * 2
    replay(withdrawals=withdrawals)
    entries = ConsentEntry.objects.count()

    assert replay(withdrawals=withdrawals) == {}
    assert ConsentEntry.objects.count() == entries


@pytest.mark.parametrize("state", [State.HELD, State.AWAITING, State.REJECTED, State.CHANGES_ASKED])
def test_leaving_is_carried_out_from_every_state(state: State) -> None:
    signature = make_signature(state=state)

    assert replay(withdrawals=[said(signature, Purpose.TAKE_PART)]) == {"take_part": 1}


def test_somebody_unknown_or_unconfirmed_or_gone_is_passed_over() -> None:
    unconfirmed, gone = make_signature(state=State.UNCONFIRMED), make_signature(state=State.WITHDRAWN)
    unknown = make_signature()
    strange = Withdrawal(1, uuid4(), Purpose.TAKE_PART, timezone.now(), BY_TELEPHONE)

    done = replay(withdrawals=[said(unconfirmed, Purpose.TAKE_PART), said(gone, Purpose.TAKE_PART), strange])

    assert done == {}
    assert Person.objects.filter(pk=unknown.pk).exists()


def test_replaying_asks_little(django_assert_max_num_queries: Callable[..., object]) -> None:
    signatures = [make_signature() for _n in range(5)]
    replay(withdrawals=[said(one, Purpose.PUBLISH) for one in signatures])

    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        replay(withdrawals=[said(one, Purpose.PUBLISH) for one in signatures])
