"""Seals: right beside writers, refused where they would be wrong; and a ledger that was rewritten is caught."""

import csv
import hashlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from pledges.actions import choose, confirm, leave, seal, sign
from pledges.kinds import Purpose
from pledges.ledger import _wording_digests as wording_digests
from pledges.ledger import first_break
from pledges.models import ConsentEntry, PurposeWording, Seal, Signature, Subject
from pledges.moments import microseconds
from pledges.seals import header
from post.models import Generation, Heartbeat
from post.worker import work_once
from tests.conftest import Cursor, guards_off
from tests.factories import make_answers, make_signature, publish_terms

TABLES = ("pledges_consententry", "pledges_subject", "pledges_seal")
Tamper = Callable[[Any], None]


def reckoned(sealed: Seal, before: Seal | None) -> tuple[int, bytes]:
    """Count and root as README and page describe them, from the rows as they are now."""
    after = before.upto_id if before else 0
    hashes = ConsentEntry.objects.filter(id__gt=after, id__lte=sealed.upto_id).order_by("id").values_list("hash")
    count = ConsentEntry.objects.filter(id__lte=sealed.upto_id).count()
    micro = round(sealed.at.timestamp() * 1_000_000)
    prev = bytes(before.root).hex() if before else ""
    line = f"seal-1|{sealed.n}|{sealed.upto_id}|{count}|{prev}|{micro}\n".encode()
    return count, hashlib.sha256(line + b"".join(bytes(entry) for (entry,) in hashes)).digest()


def assert_all_right() -> None:
    seals = list(Seal.objects.order_by("n"))
    assert [one.n for one in seals] == list(range(1, len(seals) + 1))
    for before, one in zip([None, *seals], seals, strict=False):
        assert (one.count, bytes(one.root)) == reckoned(one, before)
        assert bytes(one.prev) == (bytes(before.root) if before else b"")


def verify(against: Path | None = None) -> str:
    out = StringIO()
    call_command("verify_consents", *(["--against", str(against)] if against else []), stdout=out)
    return out.getvalue()


def refused(against: Path | None = None) -> CommandError:
    with pytest.raises(CommandError) as caught:
        verify(against)
    return caught.value


def kept(folder: Path, form: str = "json") -> Path:
    """What somebody who distrusts us downloads."""
    response = Client().get(f"/pledge/seals.{form}")
    file = folder / f"kept.{form}"
    file.write_bytes(b"".join(response))
    return file


# Making them


@pytest.mark.django_db
def test_seal_covers_what_is_new_and_names_the_one_before() -> None:
    Subject.objects.create()  # without entries
    make_signature()
    first = seal()
    signature = make_signature()
    leave(subject_id=signature.subject_id)
    second = seal()

    assert first is not None
    assert second is not None
    assert second.count == ConsentEntry.objects.count() > first.count
    assert_all_right()
    assert first_break() is None


@pytest.mark.django_db
def test_seal_is_not_made_where_nothing_is_new() -> None:
    assert seal() is None
    make_signature()
    assert seal() is not None
    before = Generation.current("seals")

    assert seal() is None
    assert Generation.current("seals") == before


@pytest.mark.django_db
def test_seal_lets_pages_be_made_anew() -> None:
    before = Generation.current("seals")
    make_signature()

    seal()

    assert Generation.current("seals") == before + 1


@pytest.mark.django_db(transaction=True)
def test_ledger_is_sealed_once_a_day() -> None:
    make_signature()
    work_once()
    make_signature()
    work_once()
    assert Seal.objects.count() == 1
    Heartbeat.objects.filter(job="seal_ledger").update(last_success=timezone.now() - timedelta(days=1))

    work_once()

    assert Seal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_seal_is_refused_with_an_older_snapshot(level: str) -> None:
    make_signature()

    with pytest.raises(Error, match="older snapshot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        seal()

    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_sequence_of_the_ledger_keeps_no_numbers_in_store() -> None:
    """With a store, each session would have lower numbers left that it could still give out under a seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_size, cycle FROM pg_sequences WHERE sequencename = 'pledges_consententry_id_seq'")
        row = cursor.fetchone()

    assert row == (1, False)


@pytest.mark.django_db
def test_serving_role_cannot_set_the_ledgers_numbers_back() -> None:
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setval('pledges_consententry_id_seq', 1)")


# Beside writers


def act_again_and_again(subject_id: Any, wording: PurposeWording, stop: threading.Event, failed: list[Any]) -> None:
    """Says yes and no in turn, and every now and then somebody new signs; each commits a moment after it wrote."""
    try:
        for turn in itertools.count():
            if stop.is_set():
                return
            answers = make_answers() if turn % 10 == 9 else None
            with transaction.atomic():
                if answers:
                    sign(answers=answers)
                    confirm(subject_id=Signature.objects.get(draft_id=answers.draft_id).subject_id)
                else:
                    choose(subject_id=subject_id, wording=wording, yes=turn % 2 == 0)
                time.sleep(0.001 * (turn % 3))
    except BaseException as error:
        failed.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_sixty_seals_beside_eight_writers_are_all_right() -> None:
    publish_terms()
    ask = PurposeWording.objects.get(purpose=Purpose.ASK)
    subjects = [make_signature().subject_id for _n in range(8)]
    stop, failed = threading.Event(), list[Any]()
    writers = [threading.Thread(target=act_again_and_again, args=(one, ask, stop, failed)) for one in subjects]
    for writer in writers:
        writer.start()

    made = 0
    while made < 60 and not failed:
        made += seal() is not None
    stop.set()
    for writer in writers:
        writer.join(timeout=30)

    assert failed == []
    last = Seal.objects.get(n=60)
    assert ConsentEntry.objects.filter(id__lte=last.upto_id).count() == last.count > 60
    assert_all_right()
    assert "60 seals" in verify()


@pytest.mark.django_db(transaction=True)
def test_seal_waits_for_a_lower_entry_that_without_the_lock_would_be_missed() -> None:
    publish_terms()
    ask = PurposeWording.objects.get(purpose=Purpose.ASK)
    slow, quick = (make_signature().subject_id for _n in "ab")
    written, go_on = threading.Event(), threading.Event()

    def be_slow() -> None:
        with transaction.atomic():
            choose(subject_id=slow, yes=True, wording=ask)
            written.set()
            go_on.wait(timeout=10)
        connections.close_all()

    made: list[Seal | None] = []

    def make_seal() -> None:
        made.append(seal())
        connections.close_all()

    writer, sealer = threading.Thread(target=be_slow), threading.Thread(target=make_seal)
    writer.start()
    assert written.wait(timeout=10)
    choose(subject_id=quick, yes=True, wording=ask)
    # What a seal without the lock would have gone by: the newest entry that can be seen, and a lower one that cannot.
    newest = ConsentEntry.objects.order_by("-id").values_list("id", flat=True)[0]
    naive = ConsentEntry.objects.filter(id__lte=newest).count()
    sealer.start()
    sealer.join(timeout=0.3)
    assert sealer.is_alive(), "the seal did not wait"
    go_on.set()
    writer.join(timeout=10)
    sealer.join(timeout=10)

    assert ConsentEntry.objects.filter(id__lte=newest).count() == naive + 1
    assert made[0] is not None
    assert (made[0].upto_id, made[0].count) == (newest, naive + 1)
    assert_all_right()


# Tampering


def root_changed(cursor: Any) -> None:
    cursor.execute("UPDATE pledges_seal SET root = sha256('x') WHERE n = 2")


def time_changed(cursor: Any) -> None:
    cursor.execute("UPDATE pledges_seal SET at = at + interval '1 microsecond' WHERE n = 3")


def middle_removed(cursor: Any) -> None:
    cursor.execute("DELETE FROM pledges_seal WHERE n = 2")


def count_changed(cursor: Any) -> None:
    cursor.execute("UPDATE pledges_seal SET count = count + 1, upto_id = upto_id + 1 WHERE n = 3")


def subject_removed_whole(cursor: Any) -> None:
    cursor.execute("CREATE TEMP TABLE one AS SELECT subject_id FROM pledges_consententry ORDER BY id LIMIT 1")
    cursor.execute("DELETE FROM pledges_consententry WHERE subject_id IN (SELECT subject_id FROM one)")
    cursor.execute("UPDATE pledges_subject SET ledger_n = 0, ledger_head = '' WHERE id IN (SELECT subject_id FROM one)")


def lived_through() -> None:
    """Three seals with a few entries each."""
    for _n in range(3):
        make_signature()
        seal()


@pytest.mark.parametrize(
    "tamper",
    [root_changed, time_changed, middle_removed, count_changed, subject_removed_whole],
    ids=lambda tamper: tamper.__name__,
)
def test_verify_fails_after_tampering_with_seals(tamper: Tamper, owner_cursor: Cursor) -> None:
    lived_through()
    assert "3 seals" in verify()

    with guards_off(owner_cursor, *TABLES):
        tamper(owner_cursor)

    assert "seal" in str(refused())


def reckoned_entry(row: Mapping[str, Any], wording: str, notice: str, prev: bytes) -> bytes:
    """The hash of an entry read in full, from its columns."""
    columns = ["id", "subject_id", "seq", "purpose", "act", "wording_id"]
    parts = ["ledger-1", *(row[column] for column in columns), wording, row["notice_id"], notice]
    parts += [row["channel"], row["given_by"], microseconds(row["given_at"]), microseconds(row["at"]), prev.hex()]
    return hashlib.sha256("|".join(map(str, parts)).encode()).digest()


def rewrite(cursor: Cursor) -> None:
    """What an owner of the tables can do who knows all of this: changes an answer and reckons everything anew."""
    victim = ConsentEntry.objects.order_by("id")[1]
    cursor.execute(
        "UPDATE pledges_consententry SET given_by = 'parent_carer', channel = 'telephone' WHERE id = %s", [victim.pk]
    )
    purposes, notices = wording_digests()
    prev = b""
    for row in ConsentEntry.objects.filter(subject_id=victim.subject_id).order_by("seq").values():
        fresh = reckoned_entry(row, purposes[row["wording_id"]], notices[row["notice_id"]], prev)
        cursor.execute("UPDATE pledges_consententry SET prev = %s, hash = %s WHERE id = %s", [prev, fresh, row["id"]])
        prev = fresh
    cursor.execute("UPDATE pledges_subject SET ledger_head = %s WHERE id = %s", [prev, victim.subject_id])
    reckon_seals_anew(cursor)


def reckon_seals_anew(cursor: Cursor) -> None:
    root, after = b"", 0
    for one in Seal.objects.order_by("n"):
        one.prev = root
        covered = ConsentEntry.objects.filter(id__gt=after, id__lte=one.upto_id).order_by("id")
        hashes = b"".join(bytes(entry.hash) for entry in covered)
        root, after = hashlib.sha256(header(one) + hashes).digest(), one.upto_id
        cursor.execute("UPDATE pledges_seal SET prev = %s, root = %s WHERE n = %s", [one.prev, root, one.n])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_ledger_rewritten_by_its_owner_is_caught_against_kept_seals(
    form: str, owner_cursor: Cursor, tmp_path: Path
) -> None:
    lived_through()
    file = kept(tmp_path, form)
    assert "(3). The newest" in verify(file)

    with guards_off(owner_cursor, *TABLES):
        rewrite(owner_cursor)

    assert "holds" in verify(), "by itself nothing shows it: that is what kept seals are for"
    caught = refused(file)
    assert caught.returncode == 1
    assert "seal 1: the one kept" in str(caught)


def test_newest_entries_cut_off_with_their_seal_are_caught_against_kept_seals(
    owner_cursor: Cursor, tmp_path: Path
) -> None:
    lived_through()
    file = kept(tmp_path)

    with guards_off(owner_cursor, *TABLES):
        owner_cursor.execute("CREATE TEMP TABLE late AS SELECT DISTINCT subject_id FROM pledges_consententry WHERE id > (SELECT upto_id FROM pledges_seal WHERE n = 2)")  # noqa: E501  # fmt: skip
        owner_cursor.execute("DELETE FROM pledges_consententry WHERE subject_id IN (SELECT subject_id FROM late)")
        owner_cursor.execute("UPDATE pledges_subject SET ledger_n = 0, ledger_head = '' WHERE id IN (SELECT subject_id FROM late)")  # noqa: E501  # fmt: skip
        owner_cursor.execute("DELETE FROM pledges_seal WHERE n = 3")

    assert "2 seals" in verify()
    assert "seal 3: it was kept, and is not here: the newest here is 2" in str(refused(file))


@pytest.mark.django_db(transaction=True)
def test_seals_kept_long_ago_agree_and_say_what_they_do_not_cover(tmp_path: Path) -> None:
    lived_through()
    file = kept(tmp_path)
    make_signature()
    seal()

    assert "the file says nothing about the 2 since" in verify(file)


@pytest.mark.django_db(transaction=True)
def test_part_of_the_kept_seals_is_enough(tmp_path: Path) -> None:
    lived_through()
    file = kept(tmp_path)
    found = json.loads(file.read_text())
    file.write_text(json.dumps({"seals": found["seals"][1:2]}))

    assert "(1). The newest" in verify(file)


@pytest.mark.django_db(transaction=True)
def test_kept_file_that_was_altered_is_told_from_a_ledger_that_was(tmp_path: Path) -> None:
    lived_through()
    file = kept(tmp_path)
    found = json.loads(file.read_text())
    found["seals"][2]["count"] += 1
    file.write_text(json.dumps(found))

    assert "the file was altered" in str(refused(file))


GOOD = {"seal": 1, "time": "2026-11-26T03:00:00.000001Z", "count": 2, "root": "ab" * 32}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"", "There is no seal in it"),
        (b"{", "begins like JSON and is not"),
        (b'{"seals": [', "begins like JSON and is not"),
        (b'{"seals": ' + b"9" * 5000 + b"}", "begins like JSON and is not"),
        (b"[" * 200_000, "JSON"),
        (b"[]", "no list called"),
        (b"{}", "no list called"),
        (b'{"seals": 7}', "no list called"),
        (b'{"seals": []}', "There is no seal in it"),
        (b'{"seals": [7]}', "Seal 1 in it is not written"),
        (b'{"seals": [null]}', "Seal 1 in it is not written"),
        (json.dumps({"seals": [GOOD, GOOD | {"seal": True}]}).encode(), "Seal 2 in it is not written"),
        (json.dumps({"seals": [GOOD | {"count": 1.5}]}).encode(), "Seal 1 in it is not written"),
        (json.dumps({"seals": [GOOD | {"root": "AB" * 32}]}).encode(), "Seal 1 in it is not written"),
        (json.dumps({"seals": [GOOD | {"time": "26/11/2026 03:00"}]}).encode(), "Seal 1 in it is not written"),
        (json.dumps({"seals": [GOOD | {"seal": -1}]}).encode(), "Seal 1 in it is not written"),
        (json.dumps({"seals": [GOOD, GOOD]}).encode(), "the same seal twice"),
        (b"seal;time;count;root\r\n1;x;y;z\r\n", "Its first line does not name"),
        (b"a,b\r\n1,2\r\n", "Its first line does not name"),
        (b"seal,time,count,root\r\n1,2\r\n", "Seal 1 in it is not written"),
        (b'seal,time,count,root\r\n"' + b"x" * 200_000, "neither JSON nor a table"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b" " * 20_000_001, "more than 20,000,000 bytes"),
    ],
    ids=lambda value: (value or b"none")[:24].decode("latin-1") if not isinstance(value, str) else "",
)
def test_file_that_is_not_of_our_seals_gets_a_clear_answer(content: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    # As Python starts: other tests need it larger.
    csv.field_size_limit(131_072)
    if content is not None:
        file.write_bytes(content)

    caught = refused(file)

    assert caught.returncode == 2
    assert said in str(caught)


@pytest.mark.django_db(transaction=True)
def test_folder_in_place_of_a_file_gets_a_clear_answer(tmp_path: Path) -> None:
    assert "Is a directory" in str(refused(tmp_path))
