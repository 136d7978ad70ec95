"""`make test`: one throwaway PostgreSQL, one migrated database to copy from, and pytest beside it.

Also by itself: `.venv/bin/python tools/test.py -k ledger`. With DATABASE_URL and DATABASE_OWNER_URL set, databases are
made on that server instead, by the owning role, which needs CREATEDB.
"""

import fcntl
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config.lib.embedded import Cluster, ClusterError
from tools.chromium import chromium
from tools.trouble import KEPT, ROOT, Trouble, say, told

HOMES = KEPT / "tests"
OWNER, SERVING = "test_owner", "test_web"
# Settings of a run or of this shell that would make tests mean something else.
NOT_OURS = (
    "AREA_",
    "EMAIL_",
    "SITE_",
    "CACHE_",
    "DEBUG",
    "AS_OWNER",
    "ALLOWED_",
    "TRUSTED_",
    "DEMO_",
    "UNDO_",
    "FROM_",
)
PARALLEL = ["-n", "2", "--dist", "worksteal"]


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    try:
        with server() as (serving_url, owner_url), template(owner_url, serving_url) as environment:
            return run_pytest(sys.argv[1:], environment | {"CHROMIUM": chromium()})
    except ClusterError as error:
        raise Trouble(str(error)) from None


def stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
    command = [sys.executable, "-m", "pytest", *([] if chosen else PARALLEL), *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as pytest:
        while True:
            try:
                return pytest.wait()
            except KeyboardInterrupt:  # pytest got it too, and says where it was
                continue
            except SystemExit:
                pytest.terminate()
                raise


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Addresses of a server's database for the serving and the owning role."""
    serving, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if serving and owner:
        yield serving, owner
        return
    if serving or owner:
        raise Trouble("Set both DATABASE_URL and DATABASE_OWNER_URL, or neither.")
    remove_leftovers()
    HOMES.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(Path(tempfile.mkdtemp(dir=HOMES)), durable=False)
    # As root the account that runs the server must get through; what is inside stays closed to it.
    cluster.home.chmod(0o711)
    try:
        cluster.start()
        passwords = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
        cluster.make_role(SERVING, passwords[0])
        cluster.make_role(OWNER, passwords[1], may_create_databases=True)
        cluster.make_database("test_home", OWNER)
        yield cluster.url(SERVING, passwords[0], "test_home"), cluster.url(OWNER, passwords[1], "test_home")
    finally:
        cluster.destroy()


def remove_leftovers() -> None:
    """Clusters of runs that were killed: nobody holds their lock. One made this minute may not have its lock yet."""
    for home in HOMES.glob("*/"):
        if time.time() - home.stat().st_mtime < 60:
            continue
        try:
            with (home / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        Cluster(home, durable=False).remove_leftover()


@contextmanager
def template(owner_url: str, serving_url: str) -> Iterator[dict[str, str]]:
    """The environment for pytest, with one migrated database that each of its processes copies."""
    name = f"test_{os.getpid()}_{secrets.token_hex(3)}"
    urls = {
        "DATABASE_URL": urlsplit(serving_url)._replace(path=f"/{name}").geturl(),
        "DATABASE_OWNER_URL": urlsplit(owner_url)._replace(path=f"/{name}").geturl(),
    }
    theirs = {key: value for key, value in os.environ.items() if not key.startswith(NOT_OURS)}
    environment = theirs | urls | {
        "SECRET_KEY": secrets.token_hex(32),
        "LINK_KEY": secrets.token_hex(32),
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "memorymail://",
        # Nobody in a test reads for seconds before they press; tests of this very rule set their own.
        "SIGNING_LEAST_SECONDS": "0",
        "TEST_TEMPLATE": name,
        "TEST_HOME_URL": owner_url,
        # Playwright runs an event loop in the thread of the test, where Django then refuses to use the database.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }  # fmt: skip
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrate(environment)
        yield environment
    finally:
        drop_all(connection, name)
        connection.close()


def migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0"]
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        raise Trouble("The migrations failed; what they said stands above.")


def drop_all(connection: "psycopg2.extensions.connection", prefix: str) -> None:
    """The database and its copies. pytest has ended, so nobody uses them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        for (name,) in cursor.fetchall():
            try:
                cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            except psycopg2.Error as error:
                say(f"The test database {name} could not be dropped: {error}")


if __name__ == "__main__":
    sys.exit(told(main))
