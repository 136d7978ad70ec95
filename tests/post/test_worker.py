"""The worker as a real process that is killed, stopped, and cut off from the database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from post.models import Heartbeat, Outbox, Token
from post.presence import Presence
from post.reaper import reap
from tests.post.conftest import Queue

pytestmark = pytest.mark.django_db(transaction=True)

# Seconds. The worker promises one; this only tells stopping from waiting for what hangs, however busy the machine is.
SOON = 20

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `manage.py work` on the test database; what still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**extra: str) -> "subprocess.Popen[bytes]":
        environment = os.environ | {"EMAIL_URL": f"filemail:///{tmp_path}"} | extra
        command = [sys.executable, "manage.py", "work", "--settings=tests.post.probe.settings"]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(worker: "subprocess.Popen[bytes]", condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until the worker has brought something about."""
    end = time.monotonic() + seconds
    while not condition():
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def message_ids(folder: Path) -> list[str]:
    """The Message-ID of every message that was written."""
    files = [file.read_bytes() for file in sorted(folder.glob("*.log"))]
    parts = [part for file in files for part in file.split(b"-" * 79 + b"\n") if part.strip()]
    return [message_from_bytes(part)["Message-ID"] for part in parts]


@pytest.mark.parametrize(("killed", "copies"), [("before", 1), ("after", 2)])
def test_killed_worker_loses_no_mail(killed: str, copies: int, queue: Queue, start: Start, tmp_path: Path) -> None:
    """Killed after the commit: before the mail left, it goes once; after it left, it goes again as the same letter."""
    row = queue()
    first = start(STALL=killed)
    wait_for(first, (tmp_path / "stalled").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Outbox.objects.filter(pk=row.pk).exists()
    second = start()
    wait_for(second, lambda: not Outbox.objects.exists())
    assert message_ids(tmp_path) == [row.message_id] * copies


def test_link_in_a_mail_works_although_its_worker_was_killed(queue: Queue, start: Start, tmp_path: Path) -> None:
    row = queue()
    first = start(STALL="after")
    wait_for(first, (tmp_path / "stalled").exists)
    first.kill()
    first.wait()
    assert Token.objects.filter(about_id=row.about_id).count() == 1


def test_task_of_a_living_worker_is_left_alone(queue: Queue) -> None:
    queue()
    with Presence() as presence:
        DBTaskResult.objects.update(status="RUNNING", worker_ids=["dead-before", presence.worker_id])
        assert reap() == 0
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_task_of_a_dead_worker_is_taken_up_again(queue: Queue) -> None:
    queue()
    with Presence() as presence:
        DBTaskResult.objects.update(status="RUNNING", worker_ids=[presence.worker_id, "dead"])
        assert reap() == 1
    assert DBTaskResult.objects.get().status == "READY"


def test_finished_task_of_a_dead_worker_stays_finished(queue: Queue) -> None:
    queue()
    DBTaskResult.objects.update(status="SUCCESSFUL", worker_ids=["dead"])
    assert reap() == 0
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_worker_stops_soon_when_idle(asked: signal.Signals, start: Start) -> None:
    worker = start()
    wait_for(worker, lambda: Heartbeat.objects.filter(job="post.sweep").exists())
    worker.send_signal(asked)
    assert worker.wait(timeout=SOON) == 0


def test_worker_stops_soon_while_a_mail_server_hangs(queue: Queue, start: Start, tmp_path: Path) -> None:
    queue()
    worker = start(STALL="before")
    wait_for(worker, (tmp_path / "stalled").exists)
    worker.terminate()
    assert worker.wait(timeout=SOON) == 0
    assert Outbox.objects.count() == 1


def test_worker_survives_losing_the_database(queue: Queue, start: Start) -> None:
    worker = start()
    wait_for(worker, lambda: Heartbeat.objects.filter(job="post.sweep").exists())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        ended = cursor.rowcount
    queue()
    wait_for(worker, lambda: not Outbox.objects.exists())
    assert ended >= 2
    assert worker.poll() is None
