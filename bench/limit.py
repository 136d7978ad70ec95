"""The limit: pgbench writing the very rows that one press wrote, as one statement.

The rows are read from the database after a real press, so the statement follows the product by itself.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bench.database import Connection
from bench.stand import Stand
from tools.trouble import Trouble

CONNECTIONS = 16
# Written by the database's own triggers, which are on for pgbench too.
BY_TRIGGER = {"pledges_signatureevent"}
UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
# What bench.presses puts before the @, so that every mailbox is another.
MAILBOX = re.compile(r"[0-9a-f]{16}(?![0-9a-f-])")
VARIES = re.compile(rf"({UUID.pattern}|(?<![0-9a-f-]){MAILBOX.pattern})")
# What pgbench takes for the name of a variable.
COLON = re.compile(r":(?=[A-Za-z_])")
TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attidentity <> '',
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey))
    FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    is_identity: bool
    is_unique: bool


Rows = list[tuple[str, Mapping[str, Any]]]


def mark(connection: Connection) -> int:
    """The transactions before this moment, so that `written_since` finds what came after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint & 4294967295")
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def written_since(connection: Connection, before: int) -> Rows:
    """Every row of every table that was written since, with its values as text."""
    found: Rows = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            if table not in BY_TRIGGER:
                cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE t.xmin::text::bigint >= %s", [before])
                found += [(table, row) for (row,) in cursor.fetchall()]
    return found


def one_statement(connection: Connection, rows: Rows) -> str:
    """These rows with other keys each time, as one INSERT with as many parts as there are rows."""
    uuids = sorted({found for _table, row in rows for value in row.values() for found in UUID.findall(str(value))})
    names = {uuid: f"u{number}" for number, uuid in enumerate(uuids)}
    made = ", ".join(f"gen_random_uuid() AS {name}" for name in names.values())
    parts = [f"ids AS MATERIALIZED (SELECT {made}, left(md5(gen_random_uuid()::text), 16) AS r)"]
    for number, (table, row) in enumerate(rows):
        columns = [column for column in columns_of(connection, table) if not column.is_identity]
        listed = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(expression(column, row[column.name], names) for column in columns)
        parts.append(f"w{number} AS (INSERT INTO {table} ({listed}) SELECT {values} FROM ids)")
    return f"WITH {', '.join(parts)} SELECT 1;\n"


def columns_of(connection: Connection, table: str) -> list[Column]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return [Column(*row) for row in cursor.fetchall()]


def expression(column: Column, value: Any, names: Mapping[str, str]) -> str:
    """The value as SQL, and no more work than that: what must differ from row to row comes from `ids`."""
    if value is None:
        return f"NULL::{column.kind}"
    if column.kind == "bytea" and column.is_unique:
        return "sha256(uuid_send(gen_random_uuid()))"
    text = _plain(value)
    if text in names:
        return f"ids.{names[text]}::{column.kind}"
    parts = [_part(part, names) for part in VARIES.split(text) if part]
    if column.is_unique and column.kind == "text" and not VARIES.search(text) and column.name != "name_norm":
        parts.append("ids.r")
    together = " || ".join(parts or ["''"])
    return f"{together}::{column.kind}" if len(parts) < 2 else f"({together})::{column.kind}"


def _part(part: str, names: Mapping[str, str]) -> str:
    if part in names:
        return f"ids.{names[part]}"
    if MAILBOX.fullmatch(part):
        return "ids.r"
    return "'" + COLON.sub("' || chr(58) || '", part.replace("'", "''")) + "'"


def _plain(value: Any) -> str:
    return json.dumps(value) if isinstance(value, dict | list | bool) else str(value)


class Pgbench:
    """A statement, again and again, on as many connections as the clients of the web server have."""

    def __init__(self, stand: Stand, statement: str) -> None:
        self.stand, self.done = stand, 0
        self.script = stand.place.folder / "limit.sql"
        self.script.write_text(statement)
        self.script.chmod(0o644)

    def __call__(self, seconds: float) -> float:
        url = urlsplit(self.stand.database.serving_url)
        done = subprocess.run(
            [
                self.stand.database.cluster.binary("pgbench"), "-n", "-M", "prepared", "-j", "2",
                "-c", str(CONNECTIONS),
                "-T", str(max(1, round(seconds))), "-f", str(self.script), "-h", "127.0.0.1", "-p", str(url.port),
                "-U", str(url.username), url.path.removeprefix("/"),
            ],
            env={"PGPASSWORD": url.password or "", "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            capture_output=True, text=True,
        )  # fmt: skip
        found = re.search(r"actually processed: (\d+).*^tps = ([0-9.]+)", done.stdout, re.MULTILINE | re.DOTALL)
        if not found or done.returncode:
            raise Trouble(f"pgbench failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        self.done += int(found[1])
        return float(found[2])
