from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from post import letters, links
from post.actions import drop_letters, queue_letter, suppress
from post.errors import OutsideTransaction, UnknownTemplate
from post.models import Outbox, Suppression, Token
from tests.post.conftest import Queue
from tests.post.probe import letter as probe


def test_register_refuses_a_second_builder() -> None:
    probe.register()
    with pytest.raises(ValueError, match="Two builders"):
        letters.register("probe/hello", lambda about_id, ids: letters.Letter(""))


def test_register_accepts_the_same_builder_again() -> None:
    probe.register()
    probe.register()
    assert "probe/hello" in letters.known()


def test_letter_is_a_text_and_html_pair_with_its_headers(queue: Queue) -> None:
    row = queue()
    message = letters.message_for(row)
    assert message
    html, kind = message.alternatives[0]
    headers = message.message()
    assert kind == "text/html"
    assert headers["Message-ID"] == row.message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert "Ann & <b>Bo</b>, your link is http" in message.body
    assert "Ann &amp; &lt;b&gt;Bo&lt;/b&gt;" in str(html)
    assert 'lang="en-gb"' in str(html)


def test_files_go_with_a_letter(queue: Queue) -> None:
    message = letters.message_for(queue(ids={"file": True}))

    assert message is not None
    (file,) = message.attachments
    assert tuple(file) == ("hello.txt", "Hello", "text/x-hello")
    assert "multipart/mixed" in message.message()["Content-Type"]


def test_subject_with_line_breaks_becomes_one_line(queue: Queue) -> None:
    message = letters.message_for(queue())
    assert message
    assert message.subject == "Hello Bcc: somebody@example.org"
    assert message.message()["Bcc"] is None


def test_link_in_a_letter_works(queue: Queue) -> None:
    row = queue()
    letters.message_for(row)
    assert Token.objects.get(about_id=row.about_id).scope == "own"


@pytest.mark.django_db(transaction=True)
def test_queue_letter_outside_a_transaction_is_refused() -> None:
    probe.register()
    with pytest.raises(OutsideTransaction):
        queue_letter(recipient="ann@example.org", about_app="post", about_id=uuid4(), template="probe/hello")
    assert not Outbox.objects.exists()


def test_queue_letter_nobody_can_write_is_refused(queue: Queue) -> None:
    with pytest.raises(UnknownTemplate):
        queue(template="probe/unknown")


def test_queue_letter_rolled_back_queues_nothing(queue: Queue) -> None:
    with pytest.raises(RuntimeError):
        _queue_and_fail(queue)
    assert not Outbox.objects.exists()
    assert not DBTaskResult.objects.exists()


def _queue_and_fail(queue: Queue) -> None:
    with transaction.atomic():
        queue()
        raise RuntimeError


def test_queue_stores_nothing_but_the_id_in_the_task(queue: Queue) -> None:
    row = queue()
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [str(row.pk)], "kwargs": {}}
    assert task.run_after == row.not_before


def test_drop_letters_takes_back_those_about_one_thing(queue: Queue) -> None:
    gone, stays = queue(), queue()
    assert drop_letters(about_app="post", about_id=gone.about_id) == 1
    assert [row.pk for row in Outbox.objects.all()] == [stays.pk]


def test_outbox_row_does_not_show_its_address(queue: Queue) -> None:
    row = queue()
    assert "@" not in str(row) + repr(row)


# Stopping


def stopping(about_id: UUID, ids: dict[str, Any]) -> letters.Letter:
    return letters.Letter("Hello", {"token": "x", "name": "Ann"}, template="emails/probe/hello")


def stop_link_in(row: Outbox) -> Token:
    message = letters.message_for(row)
    assert message
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    secret = str(message.extra_headers["List-Unsubscribe"]).strip("<>/").rpartition("/")[2]
    return links.find(secret, scope="stop")


def test_stop_link_is_about_who_the_letter_is_about(queue: Queue) -> None:
    letters.stop_page("probe", "pledges:stop")
    letters.register("probe/stopping", stopping)
    about = uuid4()

    assert stop_link_in(queue(about_app="probe", about_id=about, template="probe/stopping")).about_id == about


def test_letter_is_not_sent_to_who_told_us_to_stop_letters_like_it(queue: Queue) -> None:
    letters.register("probe/unasked", lambda about_id, ids: letters.Letter("News"), letters.UNASKED)
    row = queue(template="probe/unasked")
    suppress(mailbox="Ann+x@example.org", reason=Suppression.Reason.UNSUBSCRIBED)

    with pytest.raises(letters.NothingToSend):
        letters.message_for(row)
    assert letters.message_for(queue()), "an answer goes to everybody"
