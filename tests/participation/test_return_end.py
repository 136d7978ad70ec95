"""The end of a return: checked, submitted, handed back, closed; and links that ran out or never were."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from participation.actions.submitting import fingerprint
from participation.models import Holder, Return, Round, Service
from post.models import Outbox, Token
from tests.participation.factories import (
    answer_all,
    make_handed_back,
    make_return,
    make_round,
    make_submitted,
    today,
)
from tests.participation.return_pages import (
    address_of,
    holder_of,
    letters_to,
    link_in,
    opened,
    post_now,
    save,
    stands,
    submit,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_check_shows_all_answers_and_what_is_missing(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    save(client, f"{base}questions/joining/", level="2", note="We ask at the start.")
    save(client, f"{base}questions/facts/", level="4")

    page = opened(client, f"{base}check/")

    assert "5 things are missing" in page
    assert "Starting: We have begun." in page
    assert "We ask at the start." in page
    assert "facts? Add evidence, or choose another level" in page
    assert "deciders? Choose an answer" in page
    assert "Submit the audit" not in page


def test_submitting_too_early_says_what_is_missing(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)

    response = client.post(f"{base}check/", {"looked_at": fingerprint(the_return.pk)})

    assert "Some things are missing" in text_of(response)
    assert f'href="{base}questions/joining/"' in response.content.decode()
    the_return.refresh_from_db()
    assert the_return.state == "open"


def test_submitted_return_shows_a_receipt_and_everybody_gets_a_letter(client: Client) -> None:
    the_return = answer_all(make_return())
    Holder.objects.create(of_return=the_return, email="second@quillmere.example")

    response = submit(client, address_of(the_return))
    post_now()

    assert response.redirect_chain[0][1] == 303
    assert "Submitted" in text_of(response)
    the_return.refresh_from_db()
    assert the_return.state == "submitted"
    for email in ("lead@quillmere.example", "second@quillmere.example"):
        (letter,) = letters_to(email)
        assert "was submitted on" in letter.body
        assert "/participation/stop/" in letter.body
        assert "This was submitted on" in opened(client, link_in(letter))


def test_submitting_twice_is_once_and_shows_the_receipt(client: Client) -> None:
    the_return = answer_all(make_return())
    base = address_of(the_return)
    submit(client, base)

    again = client.post(f"{base}check/", {"looked_at": "x"}, follow=True)

    assert "Submitted" in text_of(again)
    assert Outbox.objects.filter(template="participation/submitted").count() == 1
    the_return.refresh_from_db()
    assert the_return.submission == 1


def test_nobody_submits_what_they_have_not_seen(client: Client) -> None:
    the_return = answer_all(make_return())
    base = address_of(the_return)
    looked_at = fingerprint(the_return.pk)
    save(client, f"{base}questions/joining/", level="1", note="Not at all, really.")

    response = client.post(f"{base}check/", {"looked_at": looked_at})

    assert "A colleague changed something since you opened this page" in text_of(response)
    the_return.refresh_from_db()
    assert the_return.state == "open"
    assert "Submitted" in text_of(submit(client, base))


def test_handed_back_return_says_why_and_is_submitted_again(client: Client) -> None:
    the_return = make_handed_back(reason="Say more about replies.")
    base = address_of(the_return)

    page = opened(client, base)
    save(client, f"{base}questions/replies/", level="3", note="They hear in ten days.")
    again = submit(client, base)

    assert "We sent this back to you Say more about replies." in page
    assert "Submitted" in text_of(again)
    the_return.refresh_from_db()
    assert the_return.submission == 2


def test_submitted_return_is_read_and_not_changed(client: Client) -> None:
    the_return = make_submitted()
    base = address_of(the_return)

    page = opened(client, base)
    sent = client.post(f"{base}questions/joining/", {"seen": "1", "note": "One thing more"})

    assert "Nothing in it can change now" in page
    assert "What we do about joining." in page
    assert "Change" not in page
    assert client.get(f"{base}questions/joining/")["Location"] == base
    assert sent.status_code == 409
    assert "This is submitted already" in text_of(sent)
    assert "One thing more" in text_of(sent)
    assert stands(the_return, "joining").note == "What we do about joining."


def closed(the_return: Return) -> Return:
    Round.objects.filter(pk=the_return.round_id).update(
        due_on=today() - timedelta(days=9), closes_on=today() - timedelta(days=1)
    )
    return the_return


def test_after_closing_it_is_read_and_says_whom_to_ask(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    save(client, f"{base}questions/joining/", level="3", note="We ask.")
    closed(the_return)

    page = opened(client, base)
    late = client.post(f"{base}questions/joining/", {"seen": "1", "note": "Too late, but long"})
    submitted = submit(client, base)

    assert "It was not submitted, and nobody can answer any more" in page
    assert "01632 960 001" in page
    assert "We ask." in page
    assert (late.status_code, "Too late, but long" in text_of(late)) == (409, True)
    assert "This is closed" in text_of(submitted)
    assert stands(the_return, "joining").note == "We ask."


def test_more_time_opens_it_again_after_closing(client: Client) -> None:
    the_return = closed(make_return())
    Return.objects.filter(pk=the_return.pk).update(more_time_until=today())
    base = address_of(the_return)

    save(client, f"{base}questions/joining/", level="3")

    assert stands(the_return, "joining").level == 3


def test_database_decides_where_the_page_was_open_over_the_last_day(client: Client, monkeypatch: Any) -> None:
    the_return = make_return()
    address = f"{address_of(the_return)}questions/joining/"
    closed(the_return)
    yesterday = today() - timedelta(days=1)
    monkeypatch.setattr("participation.views.return_visit.timezone.localdate", lambda: yesterday)

    late = client.post(address, {"seen": "0", "note": "A minute past midnight"})

    assert late.status_code == 409
    assert "A minute past midnight" in text_of(late)


def test_before_it_opens_it_says_when(client: Client) -> None:
    the_return = make_return(make_round(days=40))
    base = address_of(the_return)

    assert "You can answer from" in opened(client, base)
    early = client.post(f"{base}questions/joining/", {"seen": "0", "note": "Too early"})
    assert "This is not open yet" in text_of(early)
    assert "Too early" in text_of(early)


def test_unknown_link_and_link_of_a_service_that_left_look_the_same(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    Service.objects.filter(pk=the_return.service_id).update(left_on=today())

    gone = client.post(f"{base}questions/joining/", {"seen": "0", "note": "Still typed"})
    unknown = client.get("/participation/return/x/")

    assert (gone.status_code, unknown.status_code) == (410, 410)
    assert "Still typed" in text_of(gone)
    assert text_of(client.get(base)) == text_of(unknown)


def test_link_of_another_kind_opens_nothing(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    Token.objects.update(scope="panel")

    opened(client, base, 410)


def test_old_link_is_renewed_by_one_press_and_once(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)
    long_ago = timezone.now() - timedelta(days=200)
    Token.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=100))

    late = client.post(f"{base}questions/joining/", {"note": "Words"})
    sent = client.post(f"{base}new-link/", follow=True)
    client.post(f"{base}new-link/")
    post_now()
    client.post(f"{base}new-link/")

    assert (late.status_code, "Words" in text_of(late)) == (410, True)
    assert "Look in your e-mail" in text_of(sent)
    (letter,) = letters_to(holder_of(the_return).email)
    assert "0 of 6 answered" in opened(client, link_in(letter))
    assert not Outbox.objects.exists()


def test_new_link_for_what_we_do_not_know_says_the_same(client: Client) -> None:
    response = client.post("/participation/return/x/new-link/", follow=True)

    assert "Look in your e-mail" in text_of(response)
    assert not Outbox.objects.exists()
