"""Every row of a database as text, table by table, and back. The tables themselves are made by migrations."""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import IO, Any

from django.db import OperationalError, transaction
from psycopg2 import sql

# Unlogged tables are left out: after a crash of the server they are empty too. Columns in the order they stand in.
TABLES = """
    SELECT c.relname,
        ARRAY(SELECT attname::text FROM pg_attribute
            WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum),
        ARRAY(SELECT a.attname::text FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum))
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
    ORDER BY c.relname
"""
# What a row needs to be there before it; the other references are looked at when all is loaded.
NEEDS = """
    SELECT a.relname, b.relname FROM pg_constraint k
    JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
    WHERE k.contype = 'f' AND NOT k.condeferrable AND a.oid <> b.oid AND a.relnamespace = 'public'::regnamespace
"""
SEQUENCES = """
    SELECT s.sequencename, s.last_value, t.relname, a.attname FROM pg_sequences s
    LEFT JOIN pg_depend d ON d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
        AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    LEFT JOIN pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.schemaname = 'public' ORDER BY s.sequencename
"""
# Text forms of values change with these.
PLAINLY = """
    SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'iso_8601';
    SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
"""
GUARDS = """
    SELECT tgrelid::regclass::text, tgname::text, tgenabled::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace
"""
ENABLE = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


@dataclass(frozen=True)
class Table:
    name: str
    columns: list[str]
    key: list[str]

    @property
    def as_sql(self) -> sql.Composable:
        return sql.Identifier("public", self.name)

    @property
    def columns_as_sql(self) -> sql.Composable:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


@dataclass
class Digest:
    """A file that keeps nothing but how many rows were written to it and their hash; passed on, if told, to another."""

    onward: IO[bytes] | None = None
    rows: int = 0

    def __post_init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._sha256.update(data)
        # COPY writes a line break inside a value as two characters.
        self.rows += data.count(b"\n")
        return self.onward.write(data) if self.onward else len(data)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()


def tables(cursor: Any) -> list[Table]:
    """All of them, each after those that its rows need."""
    cursor.execute(TABLES)
    found = {name: Table(name, columns, key) for name, columns, key in cursor.fetchall()}
    cursor.execute(NEEDS)
    order: TopologicalSorter[str] = TopologicalSorter({name: [] for name in found})
    for name, needed in cursor.fetchall():
        order.add(name, needed)
    return [found[name] for name in order.static_order()]


def speak_plainly(cursor: Any) -> None:
    """For the rest of this transaction values have one text form, whatever the session's settings."""
    cursor.execute(PLAINLY)


def write_rows(cursor: Any, table: Table, to: Any) -> None:
    """The table's rows in the order of its key, so that the same rows are always the same bytes."""
    # Text sorts as bytes: the order of a language differs from server to server.
    columns = sql.SQL(", ").join(sql.SQL('t.{}::text COLLATE "C"').format(sql.Identifier(name)) for name in table.key)
    order = sql.SQL(" ORDER BY {}").format(columns) if table.key else sql.SQL("")
    query = sql.SQL("COPY (SELECT {} FROM {} t{}) TO STDOUT").format(table.columns_as_sql, table.as_sql, order)
    with cursor.db.wrap_database_errors:
        cursor.copy_expert(query.as_string(cursor.connection), to)


def read_rows(cursor: Any, table: Table, source: IO[bytes]) -> None:
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(table.as_sql, table.columns_as_sql)
    with cursor.db.wrap_database_errors:
        cursor.copy_expert(query.as_string(cursor.connection), source)


def holds_rows(cursor: Any, table: Table) -> bool:
    cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table.as_sql).as_string(cursor.connection))
    return bool(cursor.fetchone()[0])


def sequences(cursor: Any) -> dict[str, int | None]:
    """The last number that each gave out; None where it gave none."""
    cursor.execute(SEQUENCES)
    found: dict[str, int | None] = {}
    for name, last, table, column in cursor.fetchall():
        if last is None and table is not None:
            # Asked for by nobody yet, or told to start somewhere: never below what is in use.
            query = sql.SQL("SELECT max({}) FROM {}").format(sql.Identifier(column), sql.Identifier("public", table))
            cursor.execute(query.as_string(cursor.connection))
            last = cursor.fetchone()[0]  # noqa: PLW2901
        found[name] = last
    return found


def set_sequences(cursor: Any, wanted: dict[str, int | None]) -> None:
    """With the transaction, as setval() would not be: a restore that fails must not turn numbers back."""
    for name, last in wanted.items():
        thing = sql.Identifier("public", name)
        at = sql.SQL(" WITH {}").format(sql.Literal(last)) if last is not None else sql.SQL("")
        statement = sql.SQL("ALTER SEQUENCE {} RESTART{}").format(thing, at)
        cursor.execute(statement.as_string(cursor.connection))
        if last is not None:
            cursor.execute("SELECT nextval(format('%%I.%%I', 'public', %s::text)::regclass)", [name])


def lock_out_everybody(cursor: Any, found: Iterable[Table], *, first: Sequence[str], patience: float) -> None:
    """Nobody reads or writes these tables until the transaction ends. Raises OperationalError after so many seconds.

    `first` are the tables that others take first: who waits there holds nothing that we wait for. The rest may still
    cross, so we ask again and again for a moment each: shorter than the second after which PostgreSQL looks for
    deadlocks, so that nobody is thrown out for our sake.
    """
    ranked = sorted(found, key=lambda table: first.index(table.name) if table.name in first else len(first))
    names = sql.SQL(", ").join(table.as_sql for table in ranked)
    statement = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names).as_string(cursor.connection)
    until = time.monotonic() + patience
    while True:
        try:
            with transaction.atomic():
                cursor.execute("SET LOCAL statement_timeout = '600ms'")
                cursor.execute(statement)
                cursor.execute("SET LOCAL statement_timeout = 0")
            return
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def empty(cursor: Any, found: Iterable[Table]) -> None:
    names = sql.SQL(", ").join(table.as_sql for table in found)
    cursor.execute(sql.SQL("TRUNCATE {}").format(names).as_string(cursor.connection))


@contextmanager
def guards_off(cursor: Any) -> Iterator[None]:
    """Triggers that act or refuse are off inside; constraints and references between tables are not.

    They are looked at before the guards come back. Where something raises, the transaction has to end.
    """
    cursor.execute(GUARDS)
    guards = cursor.fetchall()
    for table in sorted({table for table, _name, _how in guards}):
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    for table, name, how in guards:
        trigger = sql.Identifier(name).as_string(cursor.connection)
        cursor.execute(f"ALTER TABLE {table} {ENABLE[how]} TRIGGER {trigger}")
