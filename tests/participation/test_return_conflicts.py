"""Several people on one return: nobody overwrites anybody, and a return goes on from one device to the next."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from participation.actions.answering import Stale, Words, save_answer, seen_of
from participation.actions.submitting import fingerprint, submit
from participation.models import Answer, Evidence, Holder, Return
from post.models import Outbox, Token
from tests.participation.factories import answer_all, asked, make_return
from tests.participation.return_pages import address_of, holder_of, opened, save, seen_on, stands, text_of
from tests.participation.test_evidence import add

QUESTION = "questions/joining/"


def two_leads() -> tuple[Return, str, str]:
    """A return, and its address for each of two people."""
    the_return = make_return()
    second = Holder.objects.create(of_return=the_return, email="second@quillmere.example")
    return the_return, address_of(the_return), address_of(the_return, holder=second)


@pytest.mark.django_db
def test_two_who_changed_the_same_words_see_both_and_lose_neither() -> None:
    the_return, mine, theirs = two_leads()
    one, other = Client(), Client()
    save(one, mine + QUESTION, note="What stood there.")
    seen = seen_on(one, mine + QUESTION)
    save(other, theirs + QUESTION, note="What the colleague wrote.", level="2")

    response = save(one, mine + QUESTION, note="What I wrote.", level="3", seen=seen)

    page = text_of(response)
    assert response.status_code == 409
    assert "A colleague changed this answer while you wrote" in page
    assert page.count("What the colleague wrote.") == 1
    assert page.count("What I wrote.") == 2
    assert "Starting: We have begun." in page
    assert "Doing: We do it." in page
    assert 'value="3" checked' in response.content.decode()
    assert stands(the_return, "joining").note == "What the colleague wrote."


@pytest.mark.django_db
def test_mine_goes_in_its_place_by_one_more_press() -> None:
    the_return, mine, theirs = two_leads()
    client = Client()
    save(client, theirs + QUESTION, note="Theirs")
    conflict = save(client, mine + QUESTION, note="Mine", seen="0").content.decode()
    seen = conflict.partition('name="seen" value="')[2].partition('"')[0]

    response = save(client, mine + QUESTION, note="Mine", seen=seen)

    assert response.status_code == 303
    assert stands(the_return, "joining").note == "Mine"


@pytest.mark.django_db
def test_third_change_while_somebody_decides_is_shown_again() -> None:
    the_return, mine, theirs = two_leads()
    client = Client()
    save(client, theirs + QUESTION, note="Theirs")
    conflict = save(client, mine + QUESTION, note="Mine", seen="0").content.decode()
    seen = conflict.partition('name="seen" value="')[2].partition('"')[0]
    save(client, theirs + QUESTION, note="Theirs, once more")

    again = save(client, mine + QUESTION, note="Mine", seen=seen)

    assert again.status_code == 409
    assert "Theirs, once more" in text_of(again)
    assert stands(the_return, "joining").note == "Theirs, once more"


@pytest.mark.django_db
def test_two_who_changed_different_parts_are_both_kept() -> None:
    the_return, mine, theirs = two_leads()
    client = Client()
    save(client, mine + QUESTION, note="As it stood", level="1")
    seen = seen_on(client, mine + QUESTION)
    save(client, theirs + QUESTION, note="As it stood", level="4")

    response = save(client, mine + QUESTION, note="As I wrote it", level="1", seen=seen)

    assert response.status_code == 303
    assert (stands(the_return, "joining").note, stands(the_return, "joining").level) == ("As I wrote it", 4)


@pytest.mark.django_db
def test_two_who_began_the_same_question_with_different_parts_are_both_kept() -> None:
    the_return, mine, theirs = two_leads()
    client = Client()
    save(client, theirs + QUESTION, level="2", seen="0")

    response = save(client, mine + QUESTION, note="A note", seen="0")

    assert response.status_code == 303
    assert (stands(the_return, "joining").note, stands(the_return, "joining").level) == ("A note", 2)


@pytest.mark.django_db
def test_empty_page_of_a_colleague_empties_nothing() -> None:
    the_return, mine, theirs = two_leads()
    client = Client()
    seen = seen_on(client, mine + QUESTION)
    save(client, theirs + QUESTION, note="Written meanwhile", level="2")

    response = save(client, mine + QUESTION, seen=seen)

    assert response.status_code == 303
    assert stands(the_return, "joining").note == "Written meanwhile"


@pytest.mark.django_db
def test_the_same_press_twice_is_once() -> None:
    the_return, mine, _theirs = two_leads()
    client = Client()
    seen = seen_on(client, mine + QUESTION)

    for _ in range(2):
        response = save(client, mine + QUESTION, note="Mine", level="2", seen=seen)

    assert response.status_code == 303
    assert stands(the_return, "joining").revision == 1


@pytest.mark.django_db
def test_begun_on_one_device_and_finished_on_another_weeks_later() -> None:
    the_return = make_return()
    address = address_of(the_return)
    desk, phone = Client(), Client()
    save(desk, f"{address}questions/joining/", level="2", note="From the desk.")
    weeks_ago = timezone.now() - timedelta(days=21)
    Token.objects.update(created_at=weeks_ago)

    shown = phone.get(f"{address}questions/joining/").content.decode()
    for key in ("missing", "facts", "deciders", "changes", "replies"):
        save(phone, f"{address}questions/{key}/", level="1")
    looked_at = fingerprint(the_return.pk)
    sent = phone.post(f"{address}check/", {"looked_at": looked_at}, follow=True)

    assert "From the desk." in shown
    assert "Submitted" in text_of(sent)
    assert "From the desk." in opened(desk, address)
    assert not phone.cookies


@pytest.mark.django_db
def test_evidence_of_two_leads_stands_beside_each_other() -> None:
    _return, mine, theirs = two_leads()

    add(Client(), mine, text="Mine")
    add(Client(), theirs, text="Theirs")

    assert {one.text for one in Evidence.objects.all()} == {"Mine", "Theirs"}


# In life: several connections at once.


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What came of each: its result, or its error."""
    found: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(n: int) -> None:
        gate.wait()
        try:
            found[n] = acts[n]()
        except Exception as error:
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_the_same_moment_one_is_kept_and_the_others_are_told() -> None:
    the_return = make_return()
    one = asked(the_return)[0]

    def save_as(n: int) -> Callable[[], Any]:
        words = Words(note=f"Lead {n}")
        return lambda: save_answer(return_id=the_return.pk, question_id=one.pk, words=words, seen="0")

    found = at_once(*(save_as(n) for n in range(4)))

    kept = [answer for answer in found if isinstance(answer, Answer)]
    assert len(kept) == 1
    assert sum(isinstance(error, Stale) for error in found) == 3
    assert stands(the_return, one.key).note == kept[0].note
    assert {error.answer.note for error in found if isinstance(error, Stale)} == {kept[0].note}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_parts_at_the_same_moment_both_are_kept() -> None:
    the_return = make_return()
    one = asked(the_return)[0]
    first = save_answer(return_id=the_return.pk, question_id=one.pk, words=Words(1, note="Old"), seen="0")
    seen = seen_of(first)

    def change(words: Words) -> Callable[[], Any]:
        return lambda: save_answer(return_id=the_return.pk, question_id=one.pk, words=words, seen=seen)

    found = at_once(change(Words(4, note="Old")), change(Words(1, note="New")))

    assert all(isinstance(answer, Answer) for answer in found), found
    assert (stands(the_return, one.key).level, stands(the_return, one.key).note) == (4, "New")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_submit_at_the_same_moment_one_does_and_both_have_submitted() -> None:
    the_return = answer_all(make_return())
    looked_at = fingerprint(the_return.pk)

    found = at_once(*[lambda: submit(return_id=the_return.pk, looked_at=looked_at)] * 2)

    assert [one.state for one in found] == ["submitted", "submitted"]
    the_return.refresh_from_db()
    assert the_return.submission == 1
    assert Outbox.objects.filter(template="participation/submitted", about_id=holder_of(the_return).pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_saved_while_a_colleague_submits_is_in_it_or_is_refused() -> None:
    the_return = answer_all(make_return())
    one = asked(the_return)[0]
    answer = stands(the_return, one.key)
    looked_at, seen = fingerprint(the_return.pk), seen_of(answer)

    saved, submitted = at_once(
        lambda: save_answer(
            return_id=the_return.pk, question_id=one.pk, words=Words(3, note="At the last moment"), seen=seen
        ),
        lambda: submit(return_id=the_return.pk, looked_at=looked_at),
    )

    the_return.refresh_from_db()
    is_saved = isinstance(saved, Answer)
    assert is_saved != isinstance(submitted, Return)
    assert (the_return.state == "open") == is_saved
    assert (stands(the_return, one.key).note == "At the last moment") == is_saved
