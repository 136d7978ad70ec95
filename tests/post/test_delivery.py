import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from post.actions import try_again
from post.errors import NotFailed
from post.models import Outbox, Token
from post.models.outbox import PAUSES
from post.worker import work_once
from tests.post.conftest import Queue

# The queue's worker closes connections between tasks, which a test inside one transaction would not survive.
pytestmark = pytest.mark.django_db(transaction=True)


class RefusingBackend(EmailBackend):
    """A mail server that refuses, and names the address in its refusal."""

    def send_messages(self, messages: Any) -> int:
        raise OSError(f"550 {messages[0].to[0]} is unknown here")


@pytest.fixture
def refusing(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"


def make_due() -> None:
    """Let time pass for every letter and task."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE post_outbox SET not_before = now() - interval '1 second'")
        cursor.execute("UPDATE django_tasks_database_dbtaskresult SET run_after = now() - interval '1 second'")


def test_delivered_letter_is_gone_and_has_its_message_id(queue: Queue) -> None:
    row = queue()
    work_once()
    assert not Outbox.objects.exists()
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [row.message_id]
    assert mail.outbox[0].to == ["ann@example.org"]


def test_delivered_letter_is_not_sent_again_by_a_second_task(queue: Queue) -> None:
    queue()
    work_once()
    DBTaskResult.objects.update(status="READY")
    work_once()
    assert len(mail.outbox) == 1


def test_letter_waits_for_its_time(queue: Queue) -> None:
    queue(not_before=timezone.now() + timedelta(minutes=10))
    work_once()
    waited = len(mail.outbox)
    make_due()
    work_once()
    assert (waited, len(mail.outbox)) == (0, 1)


def test_letter_put_off_after_its_task_was_queued_still_waits(queue: Queue) -> None:
    row = queue()
    Outbox.objects.filter(pk=row.pk).update(not_before=timezone.now() + timedelta(minutes=10))
    work_once()
    assert mail.outbox == []
    assert DBTaskResult.objects.filter(status="READY", run_after__gt=timezone.now()).count() == 1


def test_letter_with_nothing_to_send_is_dropped_quietly(queue: Queue) -> None:
    queue(ids={"gone": True})
    work_once()
    assert mail.outbox == []
    assert not Outbox.objects.exists()


@pytest.mark.usefixtures("refusing")
def test_refused_letter_is_tried_again_with_growing_pauses(queue: Queue) -> None:
    queue()
    pauses = []
    for _ in PAUSES:
        make_due()
        before = timezone.now()
        work_once()
        row = Outbox.objects.get()
        pauses.append(row.not_before - before)
        assert DBTaskResult.objects.get(status="READY").run_after == row.not_before
    assert pauses == sorted(pauses)
    assert [pause - pause % timedelta(minutes=1) for pause in pauses] == list(PAUSES)
    assert row.state == Outbox.State.QUEUED


@pytest.mark.usefixtures("refusing")
def test_refused_letter_has_failed_after_the_last_attempt(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    queue()
    Outbox.objects.update(attempts=len(PAUSES))
    with caplog.at_level(logging.ERROR, logger="post"):
        work_once()
    row = Outbox.objects.get()
    assert row.state == Outbox.State.FAILED
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert str(row.pk) in caplog.text
    assert "OSError" in caplog.text


@pytest.mark.usefixtures("refusing")
def test_refusal_leaves_no_address_in_the_log_or_the_queue(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    queue()
    with caplog.at_level(logging.DEBUG):
        work_once()
    stored = list(DBTaskResult.objects.values_list("traceback", "args_kwargs", "return_value", "exception_class_path"))
    assert "attempt 1 failed: OSError" in caplog.text
    assert "@example.org" not in caplog.text + str(stored)


def test_broken_builder_counts_as_an_attempt_and_leaves_no_link(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    queue(ids={"broken": True})
    work_once()
    assert Outbox.objects.get().attempts == 1
    assert not Token.objects.exists()
    assert "BuilderBroke" in caplog.text
    assert "somebody@" not in caplog.text


def test_try_again_sends_a_letter_that_had_failed(queue: Queue) -> None:
    row = queue()
    DBTaskResult.objects.all().delete()
    Outbox.objects.update(state="failed", attempts=7)
    try_again(outbox_id=row.pk)
    work_once()
    assert len(mail.outbox) == 1


def test_try_again_refuses_a_letter_that_waits(queue: Queue) -> None:
    row = queue()
    with pytest.raises(NotFailed):
        try_again(outbox_id=row.pk)
    assert DBTaskResult.objects.count() == 1
