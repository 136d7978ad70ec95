"""No table that holds something personal is without an end: each stands in the registry, and on the public page."""

from collections.abc import Iterable

from config.lib.retention import Kept, Part, everything, rules
from tests.conftest import Cursor

from .columns import ENDS, PERSONAL


def uncovered(personal: Iterable[str], kept: Iterable[Kept]) -> set[str]:
    """Tables with a personal column of which nobody said how long it is kept."""
    covered = {table for one in kept if one.part != Part.STAYS for table in one.tables}
    return {column.split(".")[0] for column in personal} - covered


def test_every_personal_table_has_an_end() -> None:
    assert uncovered(PERSONAL, everything()) == set(), "say in the app's retention.py how long this is kept, and why"


def test_what_outlives_a_person_has_an_end_by_the_clock() -> None:
    assert uncovered(ENDS, rules()) == set()


def test_nothing_personal_stays_for_good() -> None:
    stays = {table for one in everything() if one.part == Part.STAYS for table in one.tables}

    assert {column.split(".")[0] for column in PERSONAL} & stays == set()


def test_personal_table_that_was_added_and_forgotten_is_named() -> None:
    assert uncovered([*PERSONAL, "pledges_guest.name"], everything()) == {"pledges_guest"}


def test_every_table_in_the_registry_exists(owner_cursor: Cursor) -> None:
    owner_cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    there = {name for (name,) in owner_cursor.fetchall()}

    assert {table for one in everything() for table in one.tables} - there == set()
