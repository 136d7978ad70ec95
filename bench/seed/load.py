"""Fills an empty, migrated database: staging by COPY, then one statement a table, then indexes, then ANALYZE."""

import io
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from bench.database import Connection, Database
from bench.seed import checks, statements
from bench.seed.signatories import Signatories
from desk.models import StaffMember
from desk.roles import Role
from pledges.actions import count_signatures
from pledges.demo import load_words
from tools.trouble import say

CHUNK = 10_000
MODERATORS = 3
# All indexes that back no constraint: they are made anew when the rows are there, which is far quicker.
PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def fill(database: Database, size: int) -> None:
    """`size` public entries and everything that stands behind them."""
    words_and_staff()
    connection = database.superuser()
    with connection.cursor() as cursor:
        # No trigger and no foreign key is asked row by row; both are asked afterwards, set by set.
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB'")
        cursor.execute(statements.STAGING)
    with told("names"):
        stage(connection, size)
    with told("ledger"):
        chain(connection)
    with without_indexes(connection):
        for table, statement in statements.TABLES.items():
            with told(table):
                run(connection, statement)
    run(connection, statements.SEQUENCES)
    with told("checks"):
        checks.foreign_keys(connection, list(statements.TABLES))
        checks.guards(connection)
    run(connection, "DROP SCHEMA seed CASCADE")
    finish(connection)
    connection.close()


@transaction.atomic
def words_and_staff() -> None:
    """What the demonstration shows people, and moderators to have decided; through the models, like everywhere."""
    load_words()
    for number in range(1, MODERATORS + 1):
        staff = StaffMember.objects.create(username=f"bench-{number}", is_staff=True)
        staff.groups.set(Group.objects.filter(name__in=[str(role) for role in Role]))


def stage(connection: Connection, size: int) -> None:
    signatories = Signatories(size, timezone.now())
    drawn = iter(signatories)
    while chunk := list(islice(drawn, CHUNK)):
        copy(connection, "seed.signatory", chunk)
    copy(connection, "seed.organisation", signatories.organisations.rows)
    run(connection, "ANALYZE seed.signatory")


def copy(connection: Connection, table: str, rows: Iterable[Iterable[object]]) -> None:
    lines = ("\t".join("\\N" if cell is None else _cell(cell) for cell in row) for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("\n".join(lines)))


def _cell(cell: object) -> str:
    return str(cell).replace("\\", "\\\\")


def chain(connection: Connection) -> None:
    """Every hash of the ledger, as its trigger reckons it."""
    for statement in (statements.TERMS, statements.WORDS, statements.ENTRIES, statements.HASHES):
        run(connection, statement)
    run(connection, "ANALYZE seed.entry")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM seed.entry")
        longest: int = cursor.fetchone()[0]  # type: ignore[index]
    for seq in range(1, longest + 1):
        before = statements.FIRST if seq == 1 else statements.LATER.format(seq=seq)
        run(connection, statements.HASH_ROUND.format(seq=seq, before=before))
    run(connection, "ANALYZE seed.hash")


@contextmanager
def without_indexes(connection: Connection) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_INDEXES, [list(statements.TABLES)])
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with told("indexes"):
        for _name, made in indexes:
            run(connection, made)


def finish(connection: Connection) -> None:
    """What the triggers that were off would have left behind besides rows, and what autovacuum would have done."""
    run(connection, "SET session_replication_role = origin")
    with told("words and counts"):
        run(connection, "SELECT pledges_recount_words()")
        count_signatures()
        run(connection, "SELECT post_bump_generation('signatories')")
    with told("seal"):
        run(connection, "SELECT count(*) FROM pledges_seal()")
    with told("vacuum"):
        run(connection, "VACUUM (ANALYZE)")
        run(connection, "CHECKPOINT")


def run(connection: Connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def told(what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    say(f"  seeded {what:<24} {time.monotonic() - begun:6.1f} s")
