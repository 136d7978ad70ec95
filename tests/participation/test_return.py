"""A service's return through its pages: read, answered a question at a time, checked and submitted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charters.models import ClauseKey
from participation.actions.submitting import fingerprint
from participation.models import Answer, Holder, QuestionCommitment, Return, Round, Service
from post.models import Outbox, Token
from tests.bad_input.strange import BITS
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_published_from,
    promise,
    section,
)
from tests.participation.factories import (
    answer_all,
    make_handed_back,
    make_return,
    make_round,
    make_service,
    make_set,
    make_submitted,
    question,
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
    seen_on,
    stands,
    submit,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_list_shows_the_questions_by_part_with_how_far_each_is(client: Client) -> None:
    the_return = make_return(service=make_service("Thistlewick School"))
    base = address_of(the_return)
    save(client, f"{base}questions/joining/", level="3")
    save(client, f"{base}questions/missing/", note="We have just begun to ask.")
    save(client, f"{base}questions/facts/", level="3")

    page = opened(client, base)

    assert "Thistlewick School" in page
    assert f"Participation audit {the_return.round.year}" in page
    assert "1 of 6 answered" in page
    assert "joining? Answered" in page
    assert "missing? Begun" in page
    assert "facts? Needs evidence" in page
    assert "deciders? Not started" in page
    assert page.index("Space") < page.index("Voice") < page.index("Audience")


def test_first_opening_is_noted_once(client: Client) -> None:
    the_return = make_return()
    client.get(address_of(the_return))
    the_return.refresh_from_db()
    first = the_return.opened_at

    client.get(address_of(the_return))

    the_return.refresh_from_db()
    assert first is not None
    assert the_return.opened_at == first


def test_short_form_asks_only_its_own_questions(client: Client) -> None:
    the_return = make_return(is_short=True)
    base = address_of(the_return)

    assert "0 of 2 answered" in opened(client, base)
    opened(client, f"{base}questions/facts/", 404)


def test_more_time_is_said(client: Client) -> None:
    the_return = make_return(make_round(days=-45), more_time_until=today() + timedelta(days=20))

    assert "You have more time: until" in opened(client, address_of(the_return))


def test_after_it_was_due_it_says_until_when_it_can_be_answered(client: Client) -> None:
    assert "You can still answer until" in opened(client, address_of(make_return(make_round(days=-45))))


def test_answer_is_kept_and_the_next_question_comes(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)

    response = save(client, f"{base}questions/joining/", level="2", note="We ask at the start.", then="next")

    assert (response.status_code, response["Location"]) == (303, f"{base}questions/changes/")
    answer = stands(the_return, "joining")
    assert (answer.level, answer.note, answer.revision) == (2, "We ask at the start.", 1)
    page = client.get(f"{base}questions/joining/").content.decode()
    assert "We ask at the start." in page
    assert 'value="2" checked' in page


@pytest.mark.parametrize(
    ("then", "place"), [("list", ""), ("evidence", "questions/deciders/evidence/"), ("next", "check/"), ("?", "check/")]
)
def test_last_question_leads_where_the_button_says(client: Client, then: str, place: str) -> None:
    base = address_of(make_return())

    response = save(client, f"{base}questions/deciders/", note="A note", then=then)

    assert response["Location"] == f"{base}{place}"


def test_half_an_answer_is_kept(client: Client) -> None:
    the_return = make_return()
    base = address_of(the_return)

    save(client, f"{base}questions/joining/", note="Later more.")

    answer = stands(the_return, "joining")
    assert (answer.level, answer.note) == (None, "Later more.")
    the_return.refresh_from_db()
    assert the_return.started_at is not None


def test_nothing_typed_starts_nothing(client: Client) -> None:
    the_return = make_return()

    save(client, f"{address_of(the_return)}questions/joining/")

    the_return.refresh_from_db()
    assert the_return.started_at is None
    assert not Answer.objects.exists()


def test_question_that_does_not_apply_asks_why(client: Client) -> None:
    the_return = make_return()
    address = f"{address_of(the_return)}questions/deciders/"

    refused = save(client, address, level="none", note="A note that stays")
    save(client, address, level="none", not_applicable="We have no deciders here.")

    page = text_of(refused)
    assert "Say why this does not apply to you" in page
    assert "A note that stays" in page
    answer = stands(the_return, "deciders")
    assert (answer.level, answer.not_applicable) == (None, "We have no deciders here.")


def test_a_level_and_a_reason_together_are_asked_about(client: Client) -> None:
    address = f"{address_of(make_return())}questions/deciders/"

    refused = save(client, address, level="2", not_applicable="We have none.")

    assert refused.status_code == 200
    assert "You wrote why this does not apply" in text_of(refused)
    assert "We have none." in text_of(refused)
    assert not Answer.objects.exists()


def test_level_chosen_later_takes_the_place_of_the_reason_that_stood_there(client: Client) -> None:
    the_return = make_return()
    address = f"{address_of(the_return)}questions/deciders/"
    save(client, address, level="none", not_applicable="We have none.")

    save(client, address, level="2", not_applicable="We have none.")

    assert (stands(the_return, "deciders").level, stands(the_return, "deciders").not_applicable) == (2, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"level": "9"}, "Choose one of the answers on this page"),
        ({"level": "none"}, "Choose one of the answers on this page"),
        ({"note": "a" * 4001}, "must be 4,000 letters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, words: dict[str, str], said: str) -> None:
    refused = save(client, f"{address_of(make_return())}questions/joining/", **{"note": "My words"} | words)

    assert said in text_of(refused)
    assert words.get("note", "My words") in refused.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "1.a.b.c", "1.2", "\x00", "٣"])
def test_strange_marks_of_what_was_seen_save_nothing_over(client: Client, seen: str) -> None:
    the_return = make_return()
    address = f"{address_of(the_return)}questions/joining/"
    save(client, address, note="One")
    save(client, address, note="Two")

    response = client.post(address, {"seen": seen, "note": "Three"})

    assert response.status_code == 409
    assert "Three" in text_of(response)
    assert stands(the_return, "joining").note == "Two"


def test_saving_asks_the_database_little(client: Client) -> None:
    the_return = make_return()
    address = f"{address_of(the_return)}questions/joining/"
    save(client, address, level="1")
    form = {"seen": seen_on(client, address), "level": "2", "note": "Words", "then": "next"}

    with CaptureQueriesContext(connection) as asked:
        client.post(address, form)

    # The link, who holds it, the answer, and a savepoint around it.
    assert len(asked) == 5


def test_last_year_is_in_view(client: Client) -> None:
    service, the_set = make_service(), make_set()
    old = make_submitted(make_return(make_round(2094, the_set), service), level=2)
    make_submitted(make_return(make_round(2093, the_set), service), level=1)
    now = make_return(make_round(2095, the_set), service)

    page = opened(client, f"{address_of(now)}questions/joining/")

    assert f"What you said in {old.round.year} Starting: We have begun." in page
    assert "What we do about joining." in page
    assert "What changed since 2094" in page


def test_what_was_not_submitted_is_not_last_year(client: Client) -> None:
    service, the_set = make_service(), make_set()
    answer_all(make_return(make_round(2094, the_set), service))
    now = make_return(make_round(2095, the_set), service)

    page = opened(client, f"{address_of(now)}questions/joining/")

    assert "What you said" not in page
    assert "What changed" not in page


def test_answers_of_a_service_that_became_part_of_this_one_are_in_view(client: Client) -> None:
    kept, gone, the_set = make_service(), make_service(), make_set()
    make_submitted(make_return(make_round(2094, the_set), gone), level=4)
    Service.objects.filter(pk=gone.pk).update(left_on=today(), merged_into=kept)
    now = make_return(make_round(2095, the_set), kept)

    assert "Shared: We share the power." in opened(client, f"{address_of(now)}questions/joining/")


def test_what_changed_is_kept(client: Client) -> None:
    service, the_set = make_service(), make_set()
    make_submitted(make_return(make_round(2094, the_set), service))
    now = make_return(make_round(2095, the_set), service)

    save(client, f"{address_of(now)}questions/joining/", level="4", changed="They choose the topics now.")

    assert stands(now, "joining").changed == "They choose the topics now."


def test_promises_that_a_question_is_about_are_shown_while_they_stand(client: Client) -> None:
    version = make_draft(make_charter(slug="five-ways"), document(section("Start", promise("We will ask.", "aaaaaa"))))
    make_published_from(make_agreed(version))
    key = ClauseKey.objects.get(key="aaaaaa")
    the_set = make_set()
    QuestionCommitment.objects.create(question=the_set.questions.get(key="joining"), clause_key=key)
    the_return = make_return(make_round(the_set=the_set))

    page = client.get(f"{address_of(the_return)}questions/joining/").content.decode()

    assert "We will ask." in page
    assert "/charters/five-ways/commitments/aaaaaa/" in page


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


def test_pages_behind_the_link_are_private(client: Client) -> None:
    base = address_of(make_return())

    for page in ("", "questions/joining/", "check/", "colleague/", "questions/joining/evidence/"):
        response = client.get(base + page)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]


def test_reading_changes_nothing(client: Client) -> None:
    the_return = make_return(opened_at=timezone.now())
    base = address_of(the_return)

    with CaptureQueriesContext(connection) as asked:
        for page in ("", "questions/joining/", "check/", "colleague/", "questions/joining/evidence/", "sent/"):
            client.get(base + page)

    assert [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "\n    WITH", "WITH"))] == []


def test_question_of_no_guidance_and_odd_words_is_shown_as_it_is(client: Client) -> None:
    the_set = make_set()
    question(the_set, 7, "odd", text="<b>Who</b> & why?", guidance="")
    the_return = make_return(make_round(the_set=the_set))

    page = client.get(f"{address_of(the_return)}questions/odd/").content.decode()

    assert "&lt;b&gt;Who&lt;/b&gt; &amp; why?" in page
    assert "What to think of" not in page


@pytest.mark.parametrize(
    "page", ["questions/deciders/", "questions/deciders/evidence/", "check/", "colleague/", "new-link/"]
)
def test_anything_typed_is_answered(client: Client, page: str) -> None:
    base = address_of(make_return())
    names = ("level", "not_applicable", "note", "changed", "then", "remove", "text", "url", "email", "how", "looked_at")

    for bit in [*BITS, "a" * 20_000]:
        typed = bit.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        response = client.post(base + page, dict.fromkeys(names, typed) | {"seen": typed})

        assert response.status_code in (200, 303, 409)
        assert b"\x00" not in response.content
