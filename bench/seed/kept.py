"""Seeds once and keeps it: a database that was filled by this version of the seed is used again."""

from psycopg2 import sql

from bench.database import SERVING, Database, migrated
from bench.place import Place
from bench.seed.load import fill, run
from config.lib.embedded import Cluster
from tools.trouble import say

# Goes up when what the seed writes changes.
VERSION = 1
# In a schema of its own, so that the portal's own tables are just those of its migrations.
OWN = f"""
CREATE SCHEMA bench;
CREATE TABLE bench.row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
GRANT USAGE ON SCHEMA bench TO {SERVING};
GRANT INSERT ON bench.row TO {SERVING};
CREATE TABLE bench.stamp AS SELECT {VERSION} AS version;
"""


def seeded(place: Place, cluster: Cluster) -> Database:
    """The database, migrated and filled; made anew where it is half filled or was filled by another seed."""
    database = migrated(place, cluster)
    if _version(database) == VERSION:
        return database
    say(f"Seeding {place.size:,} public entries, once ...")
    _drop(database, place.database)
    database = migrated(place, cluster)
    fill(database, place.size)
    connection = database.superuser()
    run(connection, OWN)
    connection.close()
    return database


def _version(database: Database) -> int:
    """Of the seed that filled it; 0 where none has, or where one was interrupted."""
    connection = database.superuser()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench.stamp') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute("SELECT version FROM bench.stamp")
        (version,) = cursor.fetchone() or (0,)
    connection.close()
    return int(version)


def _drop(database: Database, name: str) -> None:
    connection = database.connect(database.cluster.superuser_url())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    connection.close()
