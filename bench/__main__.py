"""`make bench`: seeds once, measures everything, prints one table. ROWS="signing csv" runs some rows only."""

import os
import signal
import sys
from types import FrameType

import django
from django.db import connections

from bench.database import Database, cluster_of, database_of
from bench.place import Place
from config.lib.embedded import ClusterError
from tools.trouble import ROOT, Trouble, say, told


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    place = Place()
    try:
        cluster, ours = cluster_of(place)
    except ClusterError as error:
        raise Trouble(str(error)) from None
    try:
        database = database_of(place, cluster)
        os.environ.update(place.environment(database.serving_url))
        django.setup()
        return measure(place, database)
    finally:
        if ours:
            cluster.stop()


def stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def measure(place: Place, database: Database) -> int:
    """Everything below needs Django, which needs the database's address."""
    from bench.rows import run  # noqa: PLC0415
    from bench.seed.kept import seed  # noqa: PLC0415
    from bench.stand import Stand  # noqa: PLC0415

    seed(place, database)
    if "--keep-running" in sys.argv[1:]:
        urls = (database.superuser_url, database.owner_url, database.serving_url)
        say("\n  ".join(["Seeded and running, until Ctrl-C:", *urls]))
        # A database can be copied only while nobody is connected to it.
        connections.close_all()
        signal.pause()
        return 0
    return run(Stand(place, database))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(told(main))
