"""Published results as everybody reads them: Is it kept?, the page of a year, corrections, and years without any."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from participation.models import Service, Snapshot
from tests.pledges.easy_pages import text_of

from . import factories
from .result_pages import (
    CLUB,
    NOW,
    SCHOOL,
    THEN,
    THERAPY,
    late_action,
    make_promise,
    make_services,
    published,
    second_year,
    two_years,
)

pytestmark = pytest.mark.django_db

YEAR = f"/participation/audits/{NOW}/"


def said(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, response.status_code
    return text_of(response)


def test_is_it_kept_before_anything_is_published() -> None:
    text = said("/participation/")

    assert "Nothing is published yet." in text
    assert "Nothing that services promised to do is overdue." in text


def test_is_it_kept_says_three_sentences_and_leads_to_each_year() -> None:
    two_years()

    page = Client().get("/participation/")

    assert "2 of 3 services answered." in text_of(page)
    assert "Most services say “doing” or “shared” on 0 of 3 questions." in text_of(page)
    assert "Young people say so on 0 of the 2 questions that they were asked." in text_of(page)
    found = {str(one.get("href")) for one in html.document_fromstring(page.content.decode()).cssselect("main a")}
    assert {YEAR, f"/participation/audits/{THEN}/", "/participation/services/"} <= found


def test_late_action_shows_both_dates_in_words_and_goes_when_it_is_done() -> None:
    services, _then, _now = two_years()
    action = late_action(services[SCHOOL], clause_key=make_promise())

    text = said("/participation/")

    assert "Overdue Send easy read a week before." in text
    assert f"{SCHOOL} : The head of support" in text
    assert "“We will ask.”" in text
    assert "First promised for" in text
    assert text.index("First promised for") < text.index(", then for")
    action.steps.create(kind="evidence", text="It was sent.")
    type(action).objects.filter(pk=action.pk).update(done_at="2026-01-01T00:00Z")
    assert "Send easy read" not in said("/participation/")


def test_page_of_a_year_says_what_services_and_panels_say_beside_one_another() -> None:
    two_years()

    text = said(YEAR)

    assert "2 of 3 services answered." in text
    assert "Young people: 1 group with 6 people" in text
    # The school counts with the level that was agreed.
    assert "Question 1: what about joining? 2 services" in text
    assert "Young people: 2 answers about services" in text
    assert "Parent carers: 1 answer about a service" in text


def test_years_are_compared_only_where_the_key_is_the_same() -> None:
    two_years()

    text = said(YEAR)

    assert "2025: 0 of 2 doing or shared; 2026: 1 of 2" in text
    assert text.count("2025: 0 of 2") == 2  # joining and deciders, at whatever place they stand
    assert text.count("A new question.") == 1
    assert "Asked in 2025, and not in 2026 Question 2: what about missing?" in text


def test_first_year_is_compared_with_nothing() -> None:
    two_years()

    text = said(f"/participation/audits/{THEN}/")

    assert "new question" not in text
    assert "2026" not in text


def test_differences_stand_with_the_public_reply() -> None:
    two_years()

    text = said(YEAR)

    assert f"{SCHOOL} Question 1: what about joining?" in text
    assert "The service says shared. Young people say starting. We will ask our pupils why." in text


def test_services_that_sent_nothing_are_named() -> None:
    two_years()

    assert f"1 service was asked and has sent nothing: {CLUB}" in said(YEAR)
    assert CLUB in said(f"{YEAR}not-sent/")


def test_many_that_sent_nothing_are_one_press_away() -> None:
    the_round = factories.make_round(NOW)
    for n in range(202):
        factories.make_return(the_round, factories.make_service(f"Group {n:03}"))
    published(the_round)

    page = said(YEAR)

    assert "202 services were asked and have sent nothing:" in page
    assert "Group 199" in page
    assert "Group 201" not in page
    assert "Group 201" in said(f"{YEAR}not-sent/")


def test_correction_says_what_it_corrects_and_the_old_figures_stay() -> None:
    services = make_services()
    the_round = second_year(services)
    published(the_round)
    published(the_round, "The club was not asked.")

    now, before = said(YEAR), said(f"{YEAR}published/1/")

    assert "The club was not asked." in now
    assert "published/1" not in Client().get(YEAR).content.decode()
    assert "The club was not asked." not in before
    assert "stay here as they were" in before
    assert said(f"{YEAR}published/3/", 404)


def test_year_without_any_return_says_so() -> None:
    the_round = factories.make_round(NOW)
    factories.make_return(the_round, factories.make_service(CLUB))
    published(the_round)

    text = said(YEAR)

    assert "0 of 1 service answered." in text
    assert "Nobody has sent a return, so there is nothing to count." in text
    assert CLUB in text
    assert "So we do not know yet." in said(f"{YEAR}easy-read/all/")


@pytest.mark.parametrize("address", ["", "easy-read/", "not-sent/", "published/1/", "published/99999999999999999999/"])
@pytest.mark.parametrize("year", [2024, 1, 0, 99999999999999999999])
def test_year_that_is_not_published_leads_to_what_there_is(year: int, address: str) -> None:
    two_years()

    response = Client().get(f"/participation/audits/{year}/{address}")

    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert "Is it kept?" in text_of(response)
    if not address:
        assert "Results of 2026" in text_of(response)


@pytest.mark.parametrize("name", ["results.csv", "results.json", "results.pdf"])
def test_files_of_a_year_that_is_not_published_are_not_there(name: str) -> None:
    for address in (f"{YEAR}{name}", f"{YEAR}published/7/{name}"):
        assert Client().get(address).status_code == 404


def test_files_are_named_by_what_is_frozen_and_stay_so() -> None:
    two_years()

    for name, kind in (("csv", "text/csv"), ("json", "application/json"), ("pdf", "application/pdf")):
        response = Client().get(f"{YEAR}results.{name}")
        assert response["Content-Type"].startswith(kind)
        again = Client().get(f"{YEAR}results.{name}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304


def test_services_stand_by_name_in_parts() -> None:
    the_round = factories.make_round(NOW)
    for n in range(150):
        factories.make_return(the_round, factories.make_service(f"{'AZ'[n % 2]}{n:03}", slug=f"place-{n}"))
    published(the_round)
    factories.make_service("Never asked")

    first = said("/participation/services/")
    second = said("/participation/services/?from=place-51")
    by_letter = said("/participation/services/?from=z")

    assert "A000" in first
    assert "Z049" in first
    assert "Z051" not in first
    assert second.index("Z051") < second.index("Z149")
    assert "A148" not in by_letter
    assert "Z001" in by_letter
    assert "Never asked" not in first + second
    assert said("/participation/services/?from=no-such") == first


def test_page_of_a_year_reads_two_documents_whatever_the_number_of_services() -> None:
    two_years()

    with CaptureQueriesContext(connection) as queries:
        said(YEAR)

    assert len(queries) == 3
    assert not any("participation_serviceresult" in one["sql"] for one in queries)


def test_renamed_service_has_its_new_name_in_the_list_at_once() -> None:
    services, _then, _now = two_years()
    assert THERAPY in said("/participation/services/")

    Service.objects.filter(pk=services[THERAPY].pk).update(name="Speech and more")

    assert "Speech and more" in said("/participation/services/")
    assert Snapshot.objects.count() == 2
