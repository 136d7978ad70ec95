"""Making a backup: all as of one moment, beside a running portal, with no more than the right to read."""

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from . import folders, tables
from .archive import Manifest, Writer, new_file, sha256_of

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


def applied(cursor: Any) -> list[list[str]]:
    """Which migrations made the tables what they are."""
    cursor.execute(MIGRATIONS)
    return [list(row) for row in cursor.fetchall()]


def make(target: Path, *, leave_out: Collection[str]) -> Manifest:
    """Writes the backup; the rows of the tables to leave out are not in it. Raises OSError, NotInFolders."""
    with new_file(target) as file:
        writer = Writer(file)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            # One moment for all tables, whoever writes meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            manifest = Manifest(made_at=timezone.now().isoformat(), migrations=applied(cursor))
            tables.speak_plainly(cursor)
            for table in tables.tables(cursor):
                if table.name not in leave_out:
                    manifest.tables[table.name] = _add_table(cursor, table, writer, target.parent)
            # After the rows: a number that one of them has was given out before it could be seen.
            manifest.sequences = tables.sequences(cursor)
        for name, path in folders.all_files():
            _add_file(name, path, writer, manifest)
        writer.finish(manifest)
    return manifest


def _add_table(cursor: Any, table: tables.Table, writer: Writer, folder: Path) -> dict[str, Any]:
    """Through a nameless file beside the backup: a tar wants to know how long a part is before it begins."""
    with tempfile.TemporaryFile(dir=folder) as spool:
        digest = tables.Digest(onward=spool)
        tables.write_rows(cursor, table, digest)
        size = spool.tell()
        spool.seek(0)
        writer.add(f"tables/{table.name}", size, spool)
    return {"columns": table.columns, "rows": digest.rows, "sha256": digest.sha256}


def _add_file(name: str, path: Path, writer: Writer, manifest: Manifest) -> None:
    try:
        with path.open("rb") as file:
            sha256 = sha256_of(file)
            size = file.seek(0, 2)
            file.seek(0)
            writer.add(f"files/{name}", size, file)
    except FileNotFoundError:  # deleted since we looked, and with it the row that names it
        return
    manifest.files[name] = sha256
