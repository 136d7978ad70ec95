"""Putting the rows and files of a backup in the place of what is there, inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from . import tables
from .archive import Manifest, NotABackup, each_part
from .folders import STORAGES, Staging
from .making import applied

# Seconds to wait for those who are in the middle of something: a worker may be talking to a mail server.
PATIENCE = 60


class DoesNotFit(Exception):
    """The backup belongs to another version of the portal, or came out different. The text says what differs."""


def check_fits(cursor: Any, manifest: Manifest) -> None:
    """Raises DoesNotFit unless the database's tables are those that the backup was made of."""
    here, there = ({"/".join(one) for one in of} for of in (applied(cursor), manifest.migrations))
    if here != there:
        more, less = sorted(there - here), sorted(here - there)
        said = [f"it has {', '.join(more)}, which this portal has not"] if more else []
        said += [f"it has not {', '.join(less)}, which this portal has"] if less else []
        raise DoesNotFit(
            f"The backup was made by another version of the portal: {'; '.join(said)}. Take the version of the portal "
            "that made it, restore, and update afterwards."
        )
    columns = {table.name: table.columns for table in tables.tables(cursor)}
    strange = {name for name, table in manifest.tables.items() if columns.get(name) != table["columns"]}
    strange |= manifest.sequences.keys() - tables.sequences(cursor).keys()
    if strange:
        raise DoesNotFit(f"These are not in the backup as they are here: {', '.join(sorted(strange))}.")
    if not all(name.split("/", 1)[0] in STORAGES and name.split("/", 1)[-1] for name in manifest.files):
        raise NotABackup("It has files for folders that this portal does not have.")


def filled(cursor: Any, *, not_counted: Iterable[str]) -> list[str]:
    """The tables that hold rows, but for these."""
    counted = [table for table in tables.tables(cursor) if table.name not in not_counted]
    return [table.name for table in counted if tables.holds_rows(cursor, table)]


def lock(cursor: Any, *, first: Sequence[str]) -> None:
    """From here on nobody reads or writes the portal's tables until the transaction ends."""
    tables.lock_out_everybody(cursor, tables.tables(cursor), first=first, patience=PATIENCE)


def load(cursor: Any, path: Path, manifest: Manifest, staging: Staging) -> None:
    """Every row and sequence of the backup and nothing else; its files wait in `staging`.

    What came out is read back and compared with the hashes. Raises NotABackup, DoesNotFit; then end the transaction.
    """
    tables.speak_plainly(cursor)
    known = {table.name: table for table in tables.tables(cursor)}

    def take(name: str, content: IO[bytes]) -> None:
        kind, _slash, rest = name.partition("/")
        if kind == "tables" and rest in known:
            tables.read_rows(cursor, known[rest], content)
        elif kind == "files":
            staging.add(rest, content)

    with tables.guards_off(cursor):
        tables.empty(cursor, known.values())
        each_part(path, take)
    tables.set_sequences(cursor, manifest.sequences)
    _compare(cursor, known, manifest)


def _compare(cursor: Any, known: dict[str, tables.Table], manifest: Manifest) -> None:
    """Byte for byte: a row that a server of another version writes differently would show here."""
    for name, said in manifest.tables.items():
        digest = tables.Digest()
        tables.write_rows(cursor, known[name], digest)
        if digest.sha256 != said["sha256"]:
            raise DoesNotFit(f"The table {name} came out different from the backup.")
