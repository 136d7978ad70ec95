"""A service's return through its pages: read, and answered a question at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charters.models import ClauseKey
from participation.models import Answer, QuestionCommitment, Service
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
    opened,
    save,
    seen_on,
    stands,
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
