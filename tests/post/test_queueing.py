"""Letters and their tasks: written by the database, taken up in bursts."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from post import claims
from post.models import Outbox
from post.presence import Presence
from post.tasks import deliver, schedule
from post.worker import BURST, _burst, work_once
from tests.post.conftest import Queue

pytestmark = pytest.mark.django_db(transaction=True)


def row_of(found: Model) -> dict[str, Any]:
    return {field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields}


def test_task_written_by_the_database_is_as_the_library_writes_it(queue: Queue) -> None:
    letter = queue()
    ours = row_of(DBTaskResult.objects.get())
    DBTaskResult.objects.all().delete()

    schedule(letter.pk, at=letter.not_before)
    theirs = row_of(DBTaskResult.objects.get())

    assert abs(ours.pop("enqueued_at") - theirs.pop("enqueued_at")) < timedelta(minutes=1)
    assert ours.pop("id") != theirs.pop("id")
    assert ours == theirs
    with connection.cursor() as cursor:  # a JSON null and none at all look the same from Python
        cursor.execute("SELECT return_value IS NULL FROM django_tasks_database_dbtaskresult")
        assert cursor.fetchall() == [(True,)]


def test_task_written_by_the_database_names_the_task_that_there_is(queue: Queue) -> None:
    letter = queue()

    task = DBTaskResult.objects.get()

    assert task.task.func is deliver.func
    assert task.args_kwargs == {"args": [str(letter.pk)], "kwargs": {}}


def test_letter_written_by_the_database_is_as_the_model_writes_it(queue: Queue) -> None:
    ours = queue(not_before=timezone.now() + timedelta(hours=1), ids={"n": [1, "two"]})
    theirs = Outbox.objects.create(
        recipient=ours.recipient,
        about_app=ours.about_app,
        about_id=ours.about_id,
        template=ours.template,
        ids=ours.ids,
        not_before=ours.not_before,
        message_id="<another@example.org>",
    )

    rows = [row_of(Outbox.objects.get(pk=row.pk)) for row in (ours, theirs)]

    for name in ("id", "message_id", "created_at"):
        assert rows[0].pop(name) != rows[1].pop(name)
    assert rows[0] == rows[1]


# Bursts


def test_two_workers_take_up_no_task_twice(queue: Queue) -> None:
    for _ in range(20):
        queue()
    found: list[list[Any]] = []

    def take() -> None:
        found.extend([claims.claim("worker", most=5)] for _ in range(2))
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    taken = [task.pk for (tasks,) in found for task in tasks]
    assert len(taken) == len(set(taken))
    assert set(DBTaskResult.objects.filter(status="RUNNING").values_list("pk", flat=True)) == set(taken)
    assert all(
        ids == ["worker"] for ids in DBTaskResult.objects.filter(status="RUNNING").values_list("worker_ids", flat=True)
    )


def test_claim_leaves_what_is_not_due_and_takes_the_oldest_first(queue: Queue) -> None:
    waits = queue(not_before=timezone.now() + timedelta(hours=1))
    late, early = (queue(not_before=timezone.now() - timedelta(minutes=n)) for n in (1, 9))

    taken = claims.claim("worker", most=5)

    assert [task.args_kwargs["args"][0] for task in taken] == [str(early.pk), str(late.pk)]
    assert DBTaskResult.objects.get(status="READY").args_kwargs["args"] == [str(waits.pk)]


def test_claim_takes_a_task_that_was_queued_without_a_time(queue: Queue) -> None:
    letter = queue()
    DBTaskResult.objects.all().delete()
    deliver.enqueue(str(letter.pk))

    work_once()

    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not Outbox.objects.exists()


class StoppingBackend(EmailBackend):
    """Asks the worker to stop while the first letter is being sent."""

    stop = threading.Event()

    def send_messages(self, messages: Any) -> int:
        self.stop.set()
        return super().send_messages(messages)


def test_worker_that_is_stopped_gives_back_what_it_has_not_begun(queue: Queue, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.StoppingBackend"
    StoppingBackend.stop = threading.Event()
    for _ in range(5):
        queue()

    with Presence() as presence:
        _burst(presence, StoppingBackend.stop)

    assert Outbox.objects.count() == 4
    assert DBTaskResult.objects.filter(status="READY", started_at=None).count() == 4
    assert DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__isnull=False).count() == 1


def test_burst_finishes_what_went_well_and_tells_what_did_not(queue: Queue) -> None:
    queue()
    broken = queue()
    task = DBTaskResult.objects.filter(args_kwargs__args__0=str(broken.pk))
    task.update(args_kwargs={"args": ["no id"], "kwargs": {}})
    broken.delete()  # else the sweep would find it, and queue it again

    work_once()

    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
    assert "ValueError" in DBTaskResult.objects.get(status="FAILED").traceback


def statements(queue: Queue, n: int) -> int:
    for _ in range(n):
        queue()
    with CaptureQueriesContext(connection) as queries, Presence() as presence:
        assert _burst(presence, threading.Event()) == n
    return len(queries)


def test_letter_costs_as_many_statements_as_it_needs(queue: Queue) -> None:
    """Two for the burst; for each letter two transactions: its row, its two links; and gone as it is sent."""
    one, several = statements(queue, 1), statements(queue, BURST)

    assert (several - one) / (BURST - 1) == 7
    assert one == 2 + 7
