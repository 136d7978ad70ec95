"""The database of our own, with a real server each time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.lib.embedded import Cluster, ClusterError

ROOT = Path(__file__).resolve().parent.parent.parent
START_AND_WAIT = """
import sys, time
from pathlib import Path
from config.lib.embedded import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print(cluster.server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster for all tests here: making it takes longer than any of them."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "db")
    yield cluster
    cluster.destroy()


@pytest.fixture
def cluster(made: Cluster) -> Iterator[Cluster]:
    """That cluster, running and without the table that a test before this one kept."""
    made.start()
    run(made, "DROP TABLE IF EXISTS kept")
    yield made
    made.stop()


def run(cluster: Cluster, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(cluster.superuser_url())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_rows_survive_kill_9_of_the_server(cluster: Cluster) -> None:
    run(cluster, "CREATE TABLE kept AS SELECT generate_series(1, 500) AS n")
    assert cluster.server
    os.kill(cluster.server.pid, signal.SIGKILL)
    cluster.server.wait()

    cluster.stop()
    cluster.start()

    assert run(cluster, "SELECT count(*), max(n) FROM kept") == [(500, 500)]


def test_log_of_the_server_quotes_nothing_that_was_typed(cluster: Cluster) -> None:
    run(cluster, "CREATE TABLE kept (email text UNIQUE CHECK (email LIKE '%@%'))")
    run(cluster, "INSERT INTO kept VALUES ('ann@example.org')")

    for wrong in ("ann@example.org", "ann at example.org"):
        with pytest.raises(psycopg2.IntegrityError):
            run(cluster, f"INSERT INTO kept VALUES ('{wrong}')")

    log = (cluster.home / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "violates check constraint" in log
    assert "ann" not in log.replace("cannot", "")


def test_second_start_keeps_port_and_rows(cluster: Cluster) -> None:
    run(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    port = cluster.notes["port"]
    cluster.stop()

    again = Cluster(cluster.home)
    again.start()

    assert again.notes["port"] == port
    assert run(again, "SELECT n FROM kept") == [(7,)]
    again.stop()


def test_server_of_a_killed_run_is_stopped_and_its_rows_kept(cluster: Cluster) -> None:
    """As after `kill -9` of everything but the server, where nothing tells it that its run is gone."""
    run(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    starter = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT.replace("start()", "start()", 1), str(cluster.home)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert starter.stdout
    left_over = int(starter.stdout.readline())
    os.kill(left_over, signal.SIGSTOP)  # it cannot end by itself while it is held
    starter.kill()
    starter.wait()
    starter.stdout.close()
    os.kill(left_over, signal.SIGCONT)

    cluster.start()

    assert cluster.server
    assert cluster.server.pid != left_over
    assert run(cluster, "SELECT n FROM kept") == [(7,)]


def test_stale_pid_file_does_not_block_the_start(cluster: Cluster) -> None:
    cluster.stop()
    note = cluster.data / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n\n127.0.0.1\n\nready\n")

    cluster.start()

    assert run(cluster, "SELECT 1") == [(1,)]


def test_second_run_of_one_cluster_is_refused(cluster: Cluster) -> None:
    with pytest.raises(ClusterError, match="in use by another run"):
        Cluster(cluster.home).start()

    assert run(cluster, "SELECT 1") == [(1,)]


def test_port_taken_meanwhile_is_replaced(cluster: Cluster, tmp_path: Path) -> None:
    taken = cluster.notes["port"]
    other = Cluster(tmp_path / "other", durable=False)
    other.start()
    other.stop()
    other.notes["port"] = taken
    other._write_notes()

    other.start()

    assert other.notes["port"] != taken
    assert run(other, "SELECT 1") == [(1,)]
    other.destroy()


def test_password_is_required_and_notes_are_private(cluster: Cluster) -> None:
    wrong = cluster.superuser_url().replace(cluster.notes["password"], "guess")

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)

    assert (cluster.home / "cluster.json").stat().st_mode & 0o077 == 0


def test_destroy_leaves_nothing(tmp_path: Path) -> None:
    gone = Cluster(tmp_path / "db", durable=False)
    gone.start()
    place = gone.place

    gone.destroy()

    assert not gone.home.exists()
    assert not place.exists()
