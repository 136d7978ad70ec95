"""Seeds once and keeps it: what was filled by this version of the seed is migrated and used again."""

import hashlib
import json

from psycopg2 import sql

from bench.database import SERVING, Connection, Database, database_of, migrate
from bench.place import Place
from bench.seed.load import fill, run
from tools.trouble import ROOT, Trouble, say

# Goes up when what the seed writes changes.
VERSION = 1
# In a schema of its own, so that the portal's own tables are just those of its migrations.
OWN = f"""
CREATE SCHEMA bench;
CREATE TABLE bench.row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
GRANT USAGE ON SCHEMA bench TO {SERVING};
GRANT INSERT ON bench.row TO {SERVING};
CREATE TABLE bench.stamp (version integer NOT NULL, migrations jsonb NOT NULL);
INSERT INTO bench.stamp VALUES ({VERSION}, '{{}}');
"""


def seed(place: Place, database: Database) -> None:
    """Leaves a filled database on today's migrations: the kept one where that can be, else a new one."""
    if not _is_usable(database) or not _taken_along(place, database):
        say(f"Seeding {place.size:,} public entries, once ...")
        _empty(place, database)
        migrate(place, database)
        fill(database, place.size)
        connection = database.superuser()
        run(connection, OWN)
        connection.close()
    connection = database.superuser()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bench.stamp SET migrations = %s", [json.dumps(_migrations())])
    connection.close()


def _is_usable(database: Database) -> bool:
    """Whether this seed filled it to the end, and no migration that it has was changed since."""
    connection = database.superuser()
    version, migrations = _stamp(connection)
    connection.close()
    now = _migrations()
    changed = [name for name, digest in migrations.items() if now.get(name) != digest]
    if changed:
        say(f"Changed since the database was seeded: {', '.join(sorted(changed))}.")
    return version == VERSION and not changed


def _stamp(connection: Connection) -> tuple[int, dict[str, str]]:
    """Of the seed that filled it; 0 where none has, or where one was interrupted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench.stamp') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return 0, {}
        cursor.execute("SELECT version, migrations FROM bench.stamp")
        version, migrations = cursor.fetchone() or (0, {})
    return int(version), dict(migrations)


def _migrations() -> dict[str, str]:
    """Every migration of ours by its path, and what stands in it."""
    found = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def _taken_along(place: Place, database: Database) -> bool:
    """Whether later migrations could be applied to what is kept."""
    try:
        migrate(place, database)
    except Trouble as trouble:
        say(str(trouble))
        return False
    return True


def _empty(place: Place, database: Database) -> None:
    connection = database.connect(database.cluster.superuser_url())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(place.database)))
    connection.close()
    database_of(place, database.cluster)
