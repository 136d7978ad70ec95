"""Whether what was written in bulk is what the portal itself could have written."""

from collections.abc import Sequence

from bench.database import Connection
from tools.trouble import Trouble

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
    WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])
"""
ORPHANS = """
    SELECT count(*) FROM {child} c WHERE c.{column} IS NOT NULL
    AND NOT EXISTS (SELECT FROM {parent} p WHERE p.{key} = c.{column})
"""
SAMPLE = 20_000
FAULTS = """
    SELECT count(pledges_signature_fault(subject_id)), min(pledges_signature_fault(subject_id))
    FROM (SELECT subject_id FROM pledges_signature ORDER BY md5(subject_id::text) LIMIT %s) s
"""


def foreign_keys(connection: Connection, tables: Sequence[str]) -> None:
    """Every reference of these tables leads somewhere. Raises Trouble."""
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [list(tables)])
        for child, column, parent, key in cursor.fetchall():
            cursor.execute(ORPHANS.format(child=child, column=column, parent=parent, key=key))
            (orphans,) = cursor.fetchone() or (0,)
            if orphans:
                raise Trouble(f"The seed is wrong: {orphans} rows of {child} name no {parent} in {column}.")


def guards(connection: Connection) -> None:
    """The database's own rule for a signature, its person, details, ledger and entry, asked of a sample."""
    with connection.cursor() as cursor:
        cursor.execute(FAULTS, [SAMPLE])
        faults, example = cursor.fetchone() or (0, "")
        if faults:
            raise Trouble(f"The seed is wrong: {faults} of {SAMPLE} signatures break the guards, such as: {example}.")
