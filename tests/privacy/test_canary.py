"""The canary: words that stand nowhere else are left in every place that can hold them. After leaving they are gone.

One story is lived through once: somebody does all that can be done here, others sign in every other way, all but one
of them leave, and time passes. At each turn everything that is kept is searched.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from config.lib.public_pages import NAMES_KEPT_SECONDS
from pledges.actions import leave
from pledges.kinds import ENDED
from pledges.models import Person, Signature
from pledges.models.drafts import DRAFT_LIFETIME
from post.logs import WithoutMessages
from post.models import Outbox
from post.retention import KEEP_FAILED, KEEP_TASKS
from post.worker import work_once
from tests.conftest import IN_THE_DATABASE, Cursor, empty_database, guards_off, owner_connection
from tests.factories import make_signature, publish_terms

from . import planting
from .columns import ENDS, IMPERSONAL, PERSONAL, classified, unclassified, wordy_columns
from .planting import Canary, let_time_pass
from .searching import files, found_in, places

STAYS = Canary("stays")
WREN = Canary("a")
LOST = Canary("lost")
HANDING_OVER = [Canary("gives"), Canary("takes"), Canary("declines")]
EVERYBODY = {needle for canary in (WREN, LOST, *HANDING_OVER) for needle in canary.needles}
Add = Callable[[str, str, str], None]


@dataclass
class Story:
    """What was found, and where, as the story went on."""

    before: set[str] = field(default_factory=set)
    after_leaving: set[str] = field(default_factory=set)
    pages_after_leaving: set[str] = field(default_factory=set)
    letters_after_leaving: set[str] = field(default_factory=set)
    after_a_while: set[str] = field(default_factory=set)
    in_the_end: set[str] = field(default_factory=set)
    of_who_stays: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    erasures: list[str] = field(default_factory=list)
    large_objects: int = 0
    log: str = ""
    log_of_development: str = ""
    errors_in_full: str = ""


class InFull(logging.Formatter):
    """As in development, with the texts of errors."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what another handler made of it
        return super().format(record)


def console() -> "logging.StreamHandler[TextIO]":
    return next(one for one in logging.root.handlers if type(one) is logging.StreamHandler)


@contextmanager
def log_in_earnest() -> Iterator[StringIO]:
    """What the site prints to its log when it is asked for as much as there is. Tests have DEBUG off, as in earnest."""
    assert type(console().formatter) is WithoutMessages
    text, level = StringIO(), logging.root.level
    before = console().setStream(text)
    logging.root.setLevel(logging.DEBUG)
    try:
        yield text
    finally:
        logging.root.setLevel(level)
        if before is not None:
            console().setStream(before)


@contextmanager
def log_in_development() -> Iterator[StringIO]:
    """The same as it is printed with DEBUG on."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(InFull("{levelname} {name} {message}", style="{"))
    handler.filters = list(console().filters)
    logging.root.addHandler(handler)
    try:
        yield text
    finally:
        logging.root.removeHandler(handler)


def everything_in(folder: Path) -> override_settings:
    """The site as it is in earnest, with each of its folders in one."""
    known: Any = settings.STORAGES
    storages = {
        name: {**storage, "OPTIONS": {**storage.get("OPTIONS", {}), "location": str(folder / name)}}
        for name, storage in known.items()
    }
    (folder / "uploads").mkdir()
    return override_settings(
        CACHES=IN_THE_DATABASE,
        STORAGES=storages,
        MEDIA_ROOT=str(folder / "media"),
        ERASURE_LIST=folder / "erasures.jsonl",
        FILE_UPLOAD_TEMP_DIR=str(folder / "uploads"),
        EMAIL_BACKEND=f"{planting.__name__}.PartlyRefusing",
    )


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Lived through once for all tests here, and gone before the first of them."""
    folder = tmp_path_factory.mktemp("kept")
    with django_db_blocker.unblock(), everything_in(folder):
        owner = owner_connection(connection.settings_dict["NAME"])
        try:
            with owner.cursor() as cursor:
                told = live(cursor)
            told.files = files(folder, EVERYBODY)
            told.erasures = (folder / "erasures.jsonl").read_text().splitlines()
        finally:
            owner.close()
            empty_database()
    return told


def live(owner: Cursor) -> Story:
    story = Story()
    with log_in_earnest() as log:
        with log_in_development() as of_development:
            leavers = plant(owner, story)
            signatures = dict(Person.objects.values_list("email", "subject_id"))
        planting.get_everything_wrong(LOST)
        with log_in_development() as errors_in_full:
            planting.sign_while_the_site_is_broken(LOST, owner)
        story.before |= places(owner, LOST.needles)
        everybody = {needle for canary in (*leavers, LOST) for needle in canary.needles}
        everybody_leaves(story, owner, everybody, stays=signatures[STAYS.email])
    story.of_who_stays = places(owner, STAYS.needles)
    owner.execute("SELECT count(*) FROM pg_largeobject_metadata")
    story.large_objects = owner.fetchone()[0]  # type: ignore[index]
    story.log, story.log_of_development = log.getvalue(), of_development.getvalue()
    story.errors_in_full = errors_in_full.getvalue()
    return story


def plant(owner: Cursor, story: Story) -> list[Canary]:
    """Everything that anybody can do here but leave."""
    publish_terms()
    everybody = [WREN]

    def look() -> None:
        story.before |= places(owner, {needle for canary in everybody for needle in canary.needles})

    make_signature(email=STAYS.email, **STAYS.details(1))
    planting.begin_and_stop(WREN)
    signature = planting.sign_a_school(WREN, look)
    planting.live_through_everything(WREN, signature, look)
    everybody += planting.sign_as_everybody_else("b")
    planting.break_the_post(everybody[1], owner)
    everybody += HANDING_OVER
    gives, takes, declines = HANDING_OVER
    planting.hand_over(gives, takes, not_to=declines)
    planting.read_public_pages()
    look()
    return everybody


def everybody_leaves(story: Story, owner: Cursor, needles: set[str], stays: Any) -> None:
    """From their own pages; then their receipts go, all but one, and time passes."""
    pages = planting.public_pages()
    for signature in Signature.objects.exclude(pk=stays).exclude(state__in=ENDED):
        page = f"{planting.own_page(signature)}leave/"
        assert Client().post(page).status_code == 303
    reader = Client()
    for address in pages:
        # A page may lead to itself in the other form: the reader has brought that address along.
        brought = address.removeprefix("/pledge/organisations/").split("/")[0]
        if found_in(planting.read(reader, address).replace(brought or address, ""), needles):
            story.pages_after_leaving.add(address)
    story.after_leaving = places(owner, needles)
    story.letters_after_leaving = set(Outbox.objects.exclude(about_id=stays).values_list("template", flat=True))
    planting.fail_for_good("zebalocal")
    let_time_pass(
        post_cache__expires=timedelta(seconds=NAMES_KEPT_SECONDS + 1),
        pledges_draft__expires_at=DRAFT_LIFETIME,
        django_tasks_database_dbtaskresult__finished_at=KEEP_TASKS,
    )
    work_once()
    story.after_a_while = places(owner, needles)
    let_time_pass(post_outbox__created_at=KEEP_FAILED)
    work_once()
    story.in_the_end = places(owner, needles)


# The story


def test_canary_stood_in_every_column_that_can_hold_personal_data(story: Story) -> None:
    assert set(PERSONAL) - story.before == set(), "planting.py no longer reaches these columns"


def test_canary_never_stood_in_a_column_said_to_hold_nothing_personal(story: Story) -> None:
    assert story.before - set(PERSONAL) == set()


def test_after_leaving_only_what_has_an_end_of_its_own_is_left(story: Story) -> None:
    assert story.after_leaving - set(ENDS) == set()


def test_after_leaving_no_reader_finds_them(story: Story) -> None:
    assert story.pages_after_leaving == set()


def test_after_a_while_only_a_receipt_that_could_not_be_sent_is_left(story: Story) -> None:
    assert story.letters_after_leaving == {"pledges/left"}
    assert story.after_a_while == {"post_outbox.recipient"}


def test_in_the_end_nothing_is_left(story: Story) -> None:
    assert story.in_the_end == set()


def test_search_finds_who_has_not_left(story: Story) -> None:
    theirs = {
        place for place in PERSONAL if place.startswith(("pledges_person", "pledges_publicentry", "pledges_revision"))
    }

    assert theirs - story.of_who_stays == set()


def test_canary_is_in_no_file_and_no_large_object(story: Story) -> None:
    assert story.files == set()
    assert story.large_objects == 0


def test_erasure_list_says_of_each_who_left_no_more_than_numbers_and_times(story: Story) -> None:
    said = [json.loads(line) for line in story.erasures]

    assert {line["purpose"] for line in said} >= {"take_part", "publish", "ask", "news"}
    assert {line["given_by"] for line in said} == {"self"}
    assert {key for line in said for key in line} == {
        *("entry", "subject", "purpose", "at", "channel", "given_by", "shown_in", "given_at")
    }
    assert found_in("\n".join(story.erasures), EVERYBODY) == set()


def test_log_names_nobody(story: Story) -> None:
    named = {line for line in story.log.splitlines() if found_in(line, EVERYBODY | STAYS.needles)}

    assert named == set()
    for said in (
        "pledges:leave 303",
        "failed for good",
        "pledges:sign_check 500",
        "(no such page) 404",
        " 413",
        " 403",
        "pledges:hand_over 303",
        "pledges:stop 200",
    ):
        assert said in story.log


def test_error_that_the_log_leaves_out_did_quote_them(story: Story) -> None:
    assert LOST.needle("name") in found_in(story.errors_in_full, LOST.needles)


def test_log_of_development_names_nobody_while_nothing_breaks(story: Story) -> None:
    assert found_in(story.log_of_development, WREN.needles) == set()
    assert "POST pledges:sign_check 303" in story.log_of_development


# What the story stands on: nothing is forgotten, and whatever is there is found


@pytest.fixture
def column(owner_cursor: Cursor) -> Iterator[Add]:
    """`column("pledges_note", "mood", "text")`: what a later change might add; taken away again."""
    added: list[tuple[str, str]] = []

    def add(table: str, name: str, kind: str) -> None:
        owner_cursor.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
        added.append((table, name))

    yield add
    for table, name in added:
        owner_cursor.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def test_every_column_that_can_hold_words_is_classified(owner_cursor: Cursor) -> None:
    assert unclassified(owner_cursor) == set(), "say in tests/privacy/columns.py whose words these columns hold"


def test_no_classified_column_is_gone_or_said_twice(owner_cursor: Cursor) -> None:
    said = classified()

    assert set(said) - wordy_columns(owner_cursor) == set()
    assert len(said) == len(set(said))
    assert set(ENDS) <= set(PERSONAL)
    assert all([*IMPERSONAL, *PERSONAL.values(), *ENDS.values()])


@pytest.mark.parametrize(
    "kind", ["text", "varchar(20)", "date", "inet", "jsonb", "bytea", "text[]", "xml", "double precision"]
)
def test_column_that_was_added_and_forgotten_is_named(kind: str, owner_cursor: Cursor, column: Add) -> None:
    column("pledges_signature", "nickname", kind)

    assert unclassified(owner_cursor) == {"pledges_signature.nickname"}


def test_table_that_was_added_and_forgotten_is_named(owner_cursor: Cursor) -> None:
    owner_cursor.execute("CREATE TABLE pledges_guest (id bigint PRIMARY KEY, name text)")
    try:
        found = unclassified(owner_cursor)
    finally:
        owner_cursor.execute("DROP TABLE pledges_guest")

    assert found == {"pledges_guest.name"}


def test_column_with_a_fixed_list_needs_no_word(owner_cursor: Cursor, column: Add) -> None:
    column("pledges_signature", "mood", "text CHECK (mood IN ('glad', 'sad'))")
    column("pledges_signature", "aside", "text CHECK (aside IN ('a', 'b') OR aside LIKE 'other%')")

    assert unclassified(owner_cursor) == {"pledges_signature.aside"}


def test_personal_column_that_leaving_does_not_reach_is_named(owner_cursor: Cursor, column: Add) -> None:
    signature = make_signature(email=WREN.email, **WREN.details(1))
    column("pledges_decision", "remark", "text")
    with guards_off(owner_cursor, "pledges_decision"):
        owner_cursor.execute("UPDATE pledges_decision SET remark = %s", [f"{WREN.word('note')} rang."])
    leave(subject_id=signature.subject_id)

    assert places(owner_cursor, WREN.needles) - set(ENDS) == {"pledges_decision.remark"}
