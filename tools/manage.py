"""`manage.py` with the settings of `make run`: `.venv/bin/python -m tools.manage verify_consents`.

Works beside a run, and without one: then the database is started for as long as the command takes.
"""

import os
import sys

from config.lib.embedded import Cluster, ClusterError, ClusterInUse
from tools import port
from tools.run import Run
from tools.trouble import KEPT, ROOT, Trouble, told

# Everything else must do with what the serving role may.
OWNER_COMMANDS = {"migrate", "restore"}


def main() -> int:
    run = Run(port.wanted())
    cluster = None
    try:
        cluster = database(run)
        as_owner = {"DATABASE_OWNER_URL": run.owner_url} if OWNER_COMMANDS & set(sys.argv[1:2]) else {}
        return run.manage(*sys.argv[1:], **as_owner)
    except ClusterError as error:
        raise Trouble(str(error)) from None
    finally:
        if cluster:
            cluster.stop()


def database(run: Run) -> Cluster | None:
    """The server started here, or none when another run has started it."""
    try:
        return run.use_database()
    except ClusterInUse:
        running = Cluster(KEPT / "db")
        running.attach()
        run.use(running)
        return None


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(told(main))
