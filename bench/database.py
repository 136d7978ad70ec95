"""The bench's own PostgreSQL: durable, with the settings of a small server, kept from run to run."""

import subprocess
from dataclasses import dataclass

import psycopg2

from bench.place import MANAGE, Place
from config.lib.embedded import Cluster, ClusterInUse
from tools.trouble import ROOT, Trouble

OWNER, SERVING = "bench_owner", "bench_web"
# For a server with some GB of memory and a disk without a moving head. fsync and synchronous_commit stay on.
SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "maintenance_work_mem": "512MB",
    "work_mem": "16MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "max_connections": "120",
}

Connection = psycopg2.extensions.connection


@dataclass(frozen=True)
class Database:
    """A migrated database on a running server, and its addresses for the three roles."""

    cluster: Cluster
    superuser_url: str
    owner_url: str
    serving_url: str

    def connect(self, url: str) -> Connection:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        return connection

    def superuser(self) -> Connection:
        return self.connect(self.superuser_url)

    def serving(self) -> Connection:
        return self.connect(self.serving_url)


def cluster_of(place: Place) -> tuple[Cluster, bool]:
    """The bench's server, and whether it was started here: else another run holds it, and we use it beside that."""
    cluster = Cluster(place.folder / "db", settings=SETTINGS)
    try:
        cluster.start()
    except ClusterInUse:
        cluster.attach()
        return cluster, False
    return cluster, True


def database_of(place: Place, cluster: Cluster) -> Database:
    """The database of this size, with both roles. It may be empty, and without any table."""
    secrets = place.secrets
    cluster.make_role(OWNER, secrets["OWNER_PASSWORD"])
    cluster.make_role(SERVING, secrets["WEB_PASSWORD"])
    cluster.make_database(place.database, OWNER)
    return Database(
        cluster=cluster,
        superuser_url=cluster.url("postgres", cluster.notes["password"], place.database),
        owner_url=cluster.url(OWNER, secrets["OWNER_PASSWORD"], place.database),
        serving_url=cluster.url(SERVING, secrets["WEB_PASSWORD"], place.database),
    )


def migrate(place: Place, database: Database) -> None:
    """Every migration there is."""
    environment = place.environment(database.serving_url) | {"DATABASE_OWNER_URL": database.owner_url}
    if subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment).returncode:
        raise Trouble("The migrations failed; what they said stands above.")
