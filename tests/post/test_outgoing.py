"""A burst of letters over one connection to a real mail server, which hangs up when it likes."""

from collections.abc import Iterator

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from post import outgoing
from post.models import Outbox
from post.worker import BURST, work_once
from tests.post.conftest import Queue
from tests.post.smtp_sink import Sink, listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with listening() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def queue_several(queue: Queue, n: int) -> list[str]:
    return [queue(recipient=f"ann{one}@example.org").message_id for one in range(n)]


def test_burst_goes_over_one_connection(queue: Queue, sink: Sink) -> None:
    sent = queue_several(queue, BURST)

    work_once()

    assert sorted(sink.message_ids) == sorted(sent)
    assert sink.connections == 1


def test_connection_carries_so_many_and_no_more(queue: Queue, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PER_CONNECTION", 2)
    sent = queue_several(queue, 5)

    work_once()

    assert sorted(sink.message_ids) == sorted(sent)
    assert sink.connections == 3


def test_no_connection_is_kept_when_there_is_nothing_to_send(queue: Queue, sink: Sink) -> None:
    queue(ids={"gone": True})

    work_once()

    assert sink.connections == 0


@pytest.mark.parametrize("patience", [1, 2])
def test_server_that_hangs_up_between_letters_gets_each_once(patience: int, queue: Queue, sink: Sink) -> None:
    sink.patience = patience
    sent = queue_several(queue, 6)

    work_once()

    assert sorted(sink.message_ids) == sorted(sent)
    assert sink.connections == 6 // patience
    assert not Outbox.objects.exists()


def test_refused_address_holds_up_no_other_letter(queue: Queue, sink: Sink) -> None:
    sink.unknown = {"ann1@example.org"}
    sent = queue_several(queue, 4)

    work_once()

    assert sorted([*sink.message_ids, Outbox.objects.get().message_id]) == sorted(sent)
    assert (Outbox.objects.get().recipient, Outbox.objects.get().attempts) == ("ann1@example.org", 1)


def test_server_that_hangs_up_on_a_letter_is_asked_again_later_for_that_one_only(queue: Queue, sink: Sink) -> None:
    sink.fatal = {"ann2@example.org"}
    sent = queue_several(queue, 5)

    work_once()

    left = Outbox.objects.get()
    assert (left.recipient, left.attempts, left.state) == ("ann2@example.org", 1, "queued")
    assert sorted([*sink.message_ids, left.message_id]) == sorted(sent)
    assert DBTaskResult.objects.get(status="READY").run_after == left.not_before


def test_no_server_at_all_puts_every_letter_off(queue: Queue, sink: Sink, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    queue_several(queue, 3)

    work_once()

    assert list(Outbox.objects.values_list("attempts", flat=True)) == [1, 1, 1]
    assert DBTaskResult.objects.filter(status="READY").count() == 3
