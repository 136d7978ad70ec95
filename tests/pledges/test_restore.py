"""Backup and restore: byte for byte, all or nothing, and nobody comes back who left meanwhile."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from psycopg2 import sql
from pytest_django import Settings

from charters.actions import withdraw_picture
from charters.models import File, Picture
from config.lib.backup.folders import Staging
from pledges.actions import How, choose, invite, leave, note_withdrawals, seal, unsubscribe
from pledges.kinds import Channel, Kind, Purpose, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, ErasureNote, Organisation, Person, PublicEntry, PurposeWording, Signature
from pledges.restoring import LEFT_OUT
from post.actions import suppress
from post.models import Generation, Outbox, Suppression
from post.worker import work_once
from tests.charters.uploading import make_picture
from tests.conftest import Cursor, guards_off, owner_connection
from tests.factories import StaffMemberFactory, hand_over_to_somebody, make_signature, publish_terms
from tests.guards import charters_breaks
from tests.pledges.test_seals import act_again_and_again
from tests.privacy.planting import Canary, own_page
from tests.privacy.searching import dump, files, places

pytestmark = pytest.mark.django_db(transaction=True)

WREN, LARK, STAYS = Canary("wren"), Canary("lark"), Canary("stays")
# What is not as it was, and why: restoring.py says so.
MOVED_ON = {"post_generation"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Uploads and the erasure list of this test's own."""
    known: Any = settings.STORAGES
    settings.STORAGES = {
        name: {**storage, "OPTIONS": {**storage.get("OPTIONS", {}), "location": str(tmp_path / name)}}
        if name in ("default", "public")
        else storage
        for name, storage in known.items()
    }
    settings.ERASURE_LIST = tmp_path / "beside" / "erasures.jsonl"
    return tmp_path


@contextmanager
def as_owner(name: str | None = None) -> Iterator[None]:
    """Django's connection as the role that owns the tables, to this database or another, as `restore` has it."""
    here = connections["default"]
    url, before = urlsplit(os.environ["TEST_HOME_URL"]), dict(here.settings_dict)
    here.close()
    here.settings_dict |= {"USER": url.username, "PASSWORD": url.password, "NAME": name or before["NAME"]}
    try:
        yield
    finally:
        here.close()
        here.settings_dict |= before


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Another database: migrated and empty."""
    name = f"{connection.settings_dict['NAME']}_other"
    home = owner_connection()
    with home.cursor() as cursor:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(made.format(sql.Identifier(name), sql.Identifier(os.environ["TEST_TEMPLATE"])))
        yield name
        # Not by force: we may not end a process of the serving role, and the server waits for those that are ending.
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    home.close()


def hashes(cursor: Cursor) -> dict[str, str]:
    """A hash of every table, and of every sequence: made here, not by what is tested."""
    rows: dict[str, list[str]] = {}
    for place, value in dump(cursor):
        rows.setdefault(place.split(".")[0], []).append(f"{place}={value}")
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
    sequences = {f"sequence {name}": str(last) for name, last in cursor.fetchall()}
    return {name: hashlib.sha256("\n".join(sorted(of)).encode()).hexdigest() for name, of in rows.items()} | sequences


def hashes_of(name: str | None = None) -> dict[str, str]:
    owner = owner_connection(name or connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        found = hashes(cursor)
    owner.close()
    return found


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def backup(folder: Path, name: str = "backup") -> Path:
    file = folder / name
    call_command("backup", str(file), stdout=StringIO())
    return file


def restore(file: Path, *more: str, into: str | None = None) -> str:
    out = StringIO()
    with as_owner(into):
        call_command("restore", str(file), *more, stdout=out)
    return out.getvalue()


def location(storage: str) -> Path:
    return Path(storages[storage].path(""))


def manage(*command: str, into: str | None = None) -> "subprocess.CompletedProcess[str]":
    """A process of its own, as it is run in earnest, with this test's folders."""
    name = into or connection.settings_dict["NAME"]
    urls = {
        variable: urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    ours = {
        "ERASURE_LIST": settings.ERASURE_LIST,
        "PRIVATE_FILES": location("default"),
        "PUBLIC_FILES": location("public"),
    }
    environment = os.environ | urls | {variable: str(path) for variable, path in ours.items()}
    command = (sys.executable, "manage.py", *command)
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def refused(file: Path, *more: str, into: str | None = None) -> str:
    """What it says; and nothing has changed, neither rows nor files."""
    before, kept = hashes_of(into), contents()
    with pytest.raises(CommandError) as caught:
        restore(file, *more, into=into)
    assert differing(before, hashes_of(into)) == set()
    assert contents() == kept
    return str(caught.value)


def contents() -> dict[str, bytes]:
    """Every uploaded file."""
    found: dict[str, bytes] = {}
    for name in ("default", "public"):
        place = location(name)
        found |= {f"{name}/{path.relative_to(place)}": path.read_bytes() for path in place.rglob("*") if path.is_file()}
    return found


def live() -> None:
    """A bit of everything: people in each state, seals, letters that failed, notes, uploads, staff signed in."""
    for state in (
        State.UNCONFIRMED,
        State.HELD,
        State.APPROVED,
        State.REJECTED,
        State.CHANGES_ASKED,
        State.WITHDRAWN,
        State.HANDED_OVER,
    ):
        make_signature(state=state)
    make_signature(kind=Kind.GROUP)
    make_signature(promise="Line one\nline\ttwo \\ \\N “ü” 王 🙂", organisation="Łódź & Söhne")
    seal()
    make_signature(kind=Kind.YOUNG_PERSON)
    seal()
    own_page(Signature.objects.filter(state=State.APPROVED)[0])
    charters_breaks.make_charters()
    Outbox.objects.update(state="failed", attempts=7)
    storages["default"].save("evidence/2026/plan.pdf", ContentFile(b"%PDF private\x00\xff"))
    storages["public"].save("picture.svg", ContentFile(b"<svg/>"))
    storages["public"].save("empty", ContentFile(b""))
    note_withdrawals(path=settings.ERASURE_LIST)


# Byte for byte


def test_restore_brings_every_table_sequence_and_file_back(folder: Path, elsewhere: str, settings: Settings) -> None:
    live()
    before, files_before = hashes_of(), contents()
    assert len(files_before) == 3
    file = backup(folder)
    for storage in ("default", "public"):
        settings.STORAGES[storage]["OPTIONS"]["location"] += "-new"
    settings.STORAGES = dict(settings.STORAGES)
    assert contents() == {}

    said = restore(file, into=elsewhere)

    assert "The consent ledger holds." in said
    assert differing(before, hashes_of(elsewhere)) <= MOVED_ON | set(LEFT_OUT) | {"post_cache"}
    assert contents() == files_before
    assert not list(folder.rglob(".restoring-*"))


def test_restore_over_a_portal_leaves_nothing_of_what_came_since(folder: Path) -> None:
    live()
    before, files_before = hashes_of(), contents()
    file = backup(folder)
    make_signature()
    seal()
    storages["public"].delete("picture.svg")
    storages["public"].save("since.txt", ContentFile(b"since"))

    restore(file, "--replace")

    assert differing(before, hashes_of()) <= MOVED_ON | set(LEFT_OUT)
    assert contents() == files_before


def test_portal_goes_on_after_a_restore(folder: Path, elsewhere: str) -> None:
    """As the serving role: rights, guards and numbers are as they should be."""
    live()
    file = backup(folder)
    restore(file, into=elsewhere)
    here = connections["default"]
    name = here.settings_dict["NAME"]
    here.close()
    here.settings_dict["NAME"] = elsewhere
    try:
        signature = make_signature()
        assert seal() is not None
        leave(subject_id=signature.subject_id)
        assert first_break() is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
            assert cursor.fetchone() == (0,)
    finally:
        here.close()
        here.settings_dict["NAME"] = name


def test_second_backup_of_a_restored_portal_has_the_same_rows(folder: Path, elsewhere: str) -> None:
    live()
    first = backup(folder)
    restore(first, into=elsewhere)
    with as_owner(elsewhere):
        second = backup(folder, "second")

    one, other = manifest(first), manifest(second)

    assert {name for name in one["tables"] if one["tables"][name] != other["tables"][name]} == MOVED_ON
    assert one["sequences"] == other["sequences"]
    assert one["files"] == other["files"]


@contextmanager
def writers_at_work(number: int) -> Iterator[list[BaseException]]:
    """So many who say yes and no and sign, as fast as they can; what any of them ran into."""
    publish_terms()
    ask = PurposeWording.objects.get(purpose=Purpose.ASK)
    subjects = [make_signature().subject_id for _n in range(number)]
    stop, failed = threading.Event(), list[BaseException]()
    writers = [threading.Thread(target=act_again_and_again, args=(one, ask, stop, failed)) for one in subjects]
    for writer in writers:
        writer.start()
    try:
        yield failed
    finally:
        stop.set()
        for writer in writers:
            writer.join(timeout=30)


def test_backup_beside_writers_is_of_one_moment(folder: Path, elsewhere: str) -> None:
    note_withdrawals(path=settings.ERASURE_LIST)
    with writers_at_work(8) as failed:
        file = backup(folder)

    said = restore(file, "--without-erasures", into=elsewhere)

    assert failed == []
    assert "The consent ledger holds." in said
    assert manifest(file)["tables"]["pledges_consententry"]["rows"] < ConsentEntry.objects.count()


def test_restore_beside_writers_lets_them_wait_and_go_on(folder: Path) -> None:
    with writers_at_work(2) as failed:
        note_withdrawals(path=settings.ERASURE_LIST)
        file = backup(folder)
        done = manage("restore", str(file), "--replace", "--without-erasures")

    assert done.returncode == 0, done.stderr
    assert failed == []
    assert first_break() is None


def test_backup_needs_only_the_serving_role(folder: Path) -> None:
    live()

    file = backup(folder)

    assert connection.settings_dict["USER"] == settings.SERVING_ROLE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.glob("*backup*")] == ["backup"]


def test_backup_holds_no_session_no_cache_and_no_task(folder: Path) -> None:
    live()

    tables = manifest(backup(folder))["tables"]

    assert tables.keys().isdisjoint({*LEFT_OUT, "post_cache"})
    assert "pledges_person" in tables


def test_backup_is_never_written_over(folder: Path) -> None:
    file = backup(folder)
    before = file.read_bytes()

    with pytest.raises(CommandError, match="is there already"):
        backup(folder)

    assert file.read_bytes() == before


def test_backup_to_a_folder_that_is_not_there_says_so(folder: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        backup(folder / "none")


# Who left stays away


def take_back(signature: Signature, purpose: Purpose) -> None:
    wording = PurposeWording.objects.filter(purpose=purpose).current()
    assert wording is not None
    choose(subject_id=signature.subject_id, wording=wording, yes=False)


def test_who_left_or_hid_after_the_backup_has_left_and_is_hidden_after_the_restore(
    folder: Path, owner_cursor: Cursor
) -> None:
    wren = make_signature(email=WREN.email, **WREN.details(1))
    lark = make_signature(kind=Kind.PARENT_CARER, email=LARK.email, name=LARK.word("name"), promise="")
    make_signature(email=STAYS.email, **STAYS.details(1))
    file = backup(folder)
    assert Client().post(f"{own_page(wren)}leave/").status_code == 303
    take_back(lark, Purpose.PUBLISH)
    work_once()

    said = restore(file, "--replace")

    assert "Show my name: 1, Take part: 1" in said
    assert places(owner_cursor, WREN.needles) == set()
    assert not PublicEntry.objects.filter(signature=lark).exists()
    assert "pledges_publicentry.name" not in places(owner_cursor, LARK.needles)
    assert "pledges_publicentry.name" in places(owner_cursor, STAYS.needles)
    assert files(folder / "beside", WREN.needles | LARK.needles) == set()
    assert first_break() is None
    page = Client().get("/pledge/signatories/").content.decode()
    assert STAYS.word("place") in page
    assert WREN.word("place") not in page


def test_who_left_a_moment_before_the_restore_has_left_too(folder: Path) -> None:
    signature = make_signature()
    file = backup(folder)
    leave(subject_id=signature.subject_id)
    assert ErasureNote.objects.exists(), "no worker has written it down yet"
    note_withdrawals(path=folder / "another")  # so that there is a list, without this one
    settings.ERASURE_LIST.parent.mkdir()
    settings.ERASURE_LIST.touch()
    signature = make_signature()
    leave(subject_id=signature.subject_id)
    (folder / "another").rename(settings.ERASURE_LIST)

    restore(file, "--replace")

    assert not Person.objects.exists()
    assert first_break() is None


def test_restoring_twice_takes_back_once_each_time(folder: Path) -> None:
    signature = make_signature()
    file = backup(folder)
    leave(subject_id=signature.subject_id)
    work_once()
    restore(file, "--replace")
    work_once()
    entries = ConsentEntry.objects.count()

    said = restore(file, "--replace")

    assert "Take part: 1" in said
    assert ConsentEntry.objects.count() == entries
    later = backup(folder, "later")
    assert "Taken back again: nothing" in restore(later, "--replace")


def test_each_way_of_taking_back_is_replayed_as_it_was(folder: Path, elsewhere: str) -> None:
    """By mail, by the organisation's word, by the colleague's button, and because the pledge had ended."""
    staff = StaffMemberFactory.create()
    mailed, told, asked, over = (make_signature(agreed=[Purpose.NEWS]) for _each in "abcd")
    pages = [Organisation.objects.get(signatures=one).slug for one in (mailed, told, asked, over)]
    file = backup(folder)
    unsubscribe(subject_id=mailed.pk, how=How(channel=Channel.EMAIL))
    invite(subject_id=told.pk, email="bea@example.org", network="", channel=Channel.TELEPHONE, by=staff)
    for signature in (told, asked):
        hand_over_to_somebody(signature.pk, ask=signature == asked)
    leave(subject_id=over.pk, how=How(channel=Channel.ENDED), letter="pledges/ended")
    work_once()
    labels = ConsentEntry.objects.filter(act="withdraw").order_by("subject", "purpose", "-seq")
    told_before = list(labels.values_list("subject", "purpose", "channel", "given_by", "given_at"))

    restore(file, into=elsewhere)

    with as_owner(elsewhere):
        assert list(labels.values_list("subject", "purpose", "channel", "given_by", "given_at")) == told_before
        assert list(Person.objects.values_list("pk", flat=True)) == [mailed.pk]
        assert [Client().get(f"/pledge/organisations/{slug}/").status_code for slug in pages] == [200, 410, 410, 410]
        assert list(Organisation.objects.values_list("slug", flat=True)) == pages[:1]
        assert not Outbox.objects.queued().exists()
        assert first_break() is None


def test_mailbox_that_told_us_to_stop_since_is_left_alone_after_the_restore(folder: Path) -> None:
    signature = make_signature(email=WREN.email, agreed=[Purpose.NEWS])
    suppress(mailbox=LARK.email, reason=Suppression.Reason.UNSUBSCRIBED)
    file = backup(folder)
    unsubscribe(subject_id=signature.subject_id)
    suppress(mailbox=LARK.email, reason=Suppression.Reason.NOT_ME)
    work_once()

    restore(file, "--replace")

    told = {name: Suppression.objects.of(who.email).get().reason for name, who in (("wren", WREN), ("lark", LARK))}
    assert told == {"wren": "unsubscribed", "lark": "not_me"}
    assert Purpose.NEWS not in ConsentEntry.objects.in_force(signature.subject_id)


def test_picture_that_was_taken_back_since_does_not_come_back_with_the_restore(folder: Path) -> None:
    gone, stays = make_picture("Willow"), make_picture("Puffin")
    file = backup(folder)
    withdraw_picture(picture=gone, reason="Somebody in it changed their mind.")

    restore(file, "--replace", "--without-erasures")

    assert [bytes(one.pk) for one in File.objects.all()] == [bytes(stays.pk)]
    assert Picture.objects.in_use().get().name == "Puffin"
    assert Picture.objects.get(name="Willow").withdrawn_reason == "Somebody in it changed their mind."


def test_letters_that_waited_are_held_until_somebody_says_so(folder: Path) -> None:
    make_signature(state=State.AWAITING)
    waiting = Outbox.objects.queued().count()
    note_withdrawals(path=settings.ERASURE_LIST)
    file = backup(folder)

    said = restore(file, "--replace")

    assert f"{waiting} letters waited" in said
    assert Outbox.objects.failed().count() == waiting
    call_command("retry_letters", stdout=StringIO())
    work_once()
    assert not Outbox.objects.exists()


def test_no_reader_gets_a_page_from_before_the_restore(folder: Path) -> None:
    make_signature()
    note_withdrawals(path=settings.ERASURE_LIST)
    file = backup(folder)
    make_signature(organisation="Came since")
    seen = Client().get("/pledge/signatories/")
    before = Generation.current("signatories")
    cache.set("x", "y")

    restore(file, "--replace")
    make_signature(organisation="Came afterwards")

    assert Generation.current("signatories") > before + 1_000_000
    assert cache.get("x") is None
    again = Client().get("/pledge/signatories/", headers={"If-None-Match": seen["ETag"]})
    assert again.status_code == 200


# What it refuses


def test_portal_that_is_not_empty_is_not_replaced_unasked(folder: Path) -> None:
    live()
    file = backup(folder)

    assert "not empty" in refused(file)


def test_missing_erasure_list_is_asked_for(folder: Path, elsewhere: str) -> None:
    make_signature()
    file = backup(folder)

    assert "There is no erasure list at" in refused(file, into=elsewhere)
    assert "Taken back again: nothing" in restore(file, "--without-erasures", into=elsewhere)


def test_broken_line_of_the_list_stops_the_restore_unless_it_is_told(folder: Path) -> None:
    signature = make_signature()
    file = backup(folder)
    leave(subject_id=signature.subject_id)
    work_once()
    listed = folder / "copied"
    listed.write_bytes(b"what?\n" + settings.ERASURE_LIST.read_bytes())

    assert "Line 1 of" in refused(file, "--replace", "--erasures", str(listed))
    assert "Take part: 1" in restore(file, "--replace", "--erasures", str(listed), "--skip-broken-lines")


def manifest(file: Path) -> dict[str, Any]:
    with tarfile.open(file) as tar:
        found: dict[str, Any] = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    return found


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with other contents of its parts; a part that becomes None is left out."""
    target = file.with_name("rewritten")
    with tarfile.open(file) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def said_otherwise(**change: Any) -> Callable[[str, bytes], bytes]:
    def change_manifest(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | change).encode() if name == "manifest.json" else content

    return change_manifest


def without_person(name: str, content: bytes) -> bytes | None:
    return None if name == "tables/pledges_person" else content


def person_damaged(name: str, content: bytes) -> bytes:
    return content.replace(b"Ada", b"Eve") if name == "tables/pledges_person" else content


@pytest.fixture
def good(folder: Path) -> Path:
    """A backup of a portal with somebody in it."""
    make_signature()
    note_withdrawals(path=settings.ERASURE_LIST)
    storages["public"].save("picture.svg", ContentFile(b"<svg/>"))
    return backup(folder)


def test_file_that_is_no_backup_is_refused(folder: Path, good: Path) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as made:
        made.add(__file__, arcname="manifest.txt")
    whole = good.read_bytes()
    bad = {
        "empty": b"",
        "text": b"Dear all,",
        "gzip": gzip.compress(b"Dear all,"),
        "tar": tar.getvalue(),
        "half": whole[: len(whole) // 2],
        "nearly": whole[:-500],
        "damaged": whole[: len(whole) // 2] + b"\x00" * 64 + whole[len(whole) // 2 + 64 :],
    }
    for name, content in bad.items():
        (folder / name).write_bytes(content)
        assert "cannot be restored" in refused(folder / name, "--replace"), name
    assert "No such file" in refused(folder / "none", "--replace")
    assert "Is a directory" in refused(folder, "--replace")


def test_backup_that_was_changed_is_refused(good: Path) -> None:
    changes: list[tuple[Callable[[str, bytes], bytes | None], str]] = [
        (without_person, "damaged: tables/pledges_person"),
        (person_damaged, "damaged: tables/pledges_person"),
        (said_otherwise(format="another"), "not a backup of this portal"),
        (said_otherwise(version=2), "A newer version"),
        (said_otherwise(tables=7), "cannot be read"),
        (said_otherwise(more=1), "cannot be read"),
        (said_otherwise(files={"../../etc/passwd": "x"}), "outside the portal's folders"),
        (said_otherwise(migrations=[["pledges", "0001_initial"], ["pledges", "0999_later"]]), "0999_later"),
        (said_otherwise(sequences={"strange_seq": 1}), "strange_seq"),
    ]
    for change, answer in changes:
        assert answer in refused(rewritten(good, change), "--replace")


def test_restore_that_fails_in_the_middle_changes_nothing(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are loaded, those who left have left again, half of the files are moved: then the disk is full."""
    storages["default"].save("one", ContentFile(b"1"))
    make_signature()
    put = Staging.put

    def break_off(self: Staging) -> None:
        put(self)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Staging, "put", break_off)

    assert "No space left on device. Nothing was changed." in refused(good, "--replace")


def test_backup_whose_ledger_was_tampered_with_is_restored_and_says_so(folder: Path, owner_cursor: Cursor) -> None:
    make_signature()
    note_withdrawals(path=settings.ERASURE_LIST)
    with guards_off(owner_cursor, "pledges_consententry"):
        owner_cursor.execute("UPDATE pledges_consententry SET channel = 'paper'")
    file = backup(folder)

    with pytest.raises(CommandError, match="its consent ledger does not hold"):
        restore(file, "--replace")


def test_restore_needs_the_owner_and_manage_sees_to_it(good: Path, elsewhere: str) -> None:
    """As it is run in earnest: a process of its own, and a database without a single table."""
    owner = owner_connection(elsewhere)
    with owner.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    owner.close()

    before = contents()
    storages["public"].delete("picture.svg")

    done = manage("restore", str(good), into=elsewhere)

    assert done.returncode == 0, done.stderr
    assert "The consent ledger holds." in done.stdout
    assert contents() == before != {}
