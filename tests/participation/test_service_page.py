"""One service through the years, and the files that it gave."""

from uuid import uuid4

import pytest
from django.test import Client
from lxml import html

from participation.actions.reviewing import erase_evidence
from participation.actions.services import merge_services, remove_service
from participation.models import Evidence, EvidenceFile, ServiceResult
from tests.pledges.easy_pages import text_of

from . import factories
from .result_pages import CLUB, PDF, SCHOOL, THERAPY, late_action, make_promise, published, two_years, with_file

pytestmark = pytest.mark.django_db

PAGE = "/participation/services/thistlewick/"


def said(path: str = PAGE, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return text_of(response)


def test_each_answer_shows_own_and_agreed_level_with_the_reason() -> None:
    two_years()

    text = said()

    assert "Doing. We do it. 2025: Starting; 2026: Doing" in text
    assert "The service said “Shared”. We share the power." in text
    assert "agreed another level, because: Families told the panel otherwise." in text
    assert "What it does What we do about joining." in text
    assert "What changed Families come first now." in text
    assert "What panels say Young people. Starting: We have begun." in text
    assert "The service answers We will ask our pupils why." in text


def test_overview_has_a_column_for_each_year_and_a_row_for_each_key() -> None:
    two_years()

    table = html.document_fromstring(Client().get(PAGE).content.decode()).cssselect("table.overview")[0]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.cssselect("tr")]

    assert rows[0] == ["Question", "2025", "2026"]
    rows = [[cell.removeprefix("2025").removeprefix("2026").strip() for cell in row] for row in rows]
    assert ["Question 1: what about joining?", "Starting", "Doing"] in rows
    assert ["Question 2: what about facts?", "Not asked", "Shared"] in rows
    assert ["Question 2: what about missing?", "Starting", "Not asked"] in rows


def test_year_in_which_it_sent_nothing_is_told() -> None:
    two_years()

    assert "It was asked in 2026 and has sent nothing." in said("/participation/services/kite-club/")


def test_only_approved_evidence_is_shown_and_links_lead_nowhere_in_our_name() -> None:
    two_years()

    page = html.document_fromstring(Client().get(PAGE).content.decode())
    links = {str(one.get("href")): one.get("rel") for one in page.cssselect(".pieces a")}

    shown = EvidenceFile.objects.get(evidence__question__key="joining")
    assert links == {
        f"/participation/evidence/{shown.pk}/notes.pdf": None,
        "https://quillmere.example/answers/": "nofollow noopener noreferrer",
    }


def test_file_is_saved_sealed_and_as_it_was_stored() -> None:
    two_years()
    shown = EvidenceFile.objects.get(evidence__question__key="joining")

    response = Client().get(f"/participation/evidence/{shown.pk}/notes.pdf")

    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    again = Client().get(f"/participation/evidence/{shown.pk}/notes.pdf", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_file_that_is_not_approved_is_not_there(state: str) -> None:
    the_round = factories.make_round()
    one = factories.answer_all(factories.make_return(the_round))
    file = with_file(one, "joining", state=state)
    factories.make_submitted(one)
    published(the_round)

    assert Client().get(f"/participation/evidence/{file.pk}/notes.pdf").status_code == 404


def test_approved_file_is_not_there_before_results_are_published() -> None:
    one = factories.answer_all(factories.make_return())
    file = with_file(one, "joining")
    factories.make_submitted(one)

    assert Client().get(f"/participation/evidence/{file.pk}/notes.pdf").status_code == 404


def test_file_taken_back_after_publishing_is_gone_at_once() -> None:
    two_years()
    shown = EvidenceFile.objects.select_related("evidence").get(evidence__question__key="joining")

    assert "notes.pdf" in said(PAGE)
    type(shown.evidence).objects.filter(pk=shown.pk).update(state="refused", reason="It names a child.")

    assert Client().get(f"/participation/evidence/{shown.pk}/notes.pdf").status_code == 404
    assert "notes.pdf" not in said(PAGE)


def test_evidence_that_is_erased_after_publishing_stands_nowhere_in_the_results() -> None:
    two_years()
    piece = Evidence.objects.get(url="https://quillmere.example/answers/")
    assert piece.text in said(PAGE)

    erase_evidence(evidence_id=piece.pk, reason="It names a child.", by=None)

    assert piece.text not in said(PAGE)
    assert piece.url not in said(PAGE)
    frozen = str(list(ServiceResult.objects.values_list("document", flat=True)))
    assert piece.text not in frozen
    assert piece.url not in frozen


def test_file_under_another_name_or_number_is_not_there() -> None:
    two_years()
    shown = EvidenceFile.objects.get(evidence__question__key="joining")

    for path in (f"{shown.pk}/other.pdf", f"{uuid4()}/notes.pdf", "no-uuid/notes.pdf"):
        assert Client().get(f"/participation/evidence/{path}").status_code == 404


def test_actions_tell_every_date_and_what_was_said() -> None:
    services, _then, _now = two_years()
    late_action(services[SCHOOL], clause_key=make_promise())

    response = Client().get(PAGE)

    assert "Overdue Send easy read a week before." in text_of(response)
    assert "a new day, and why" in text_of(response)
    assert "The printer broke." in text_of(response)
    assert len(html.document_fromstring(response.content.decode()).cssselect(".action del")) == 1


def test_merged_service_leads_to_the_one_it_became_with_all_years_under_their_names() -> None:
    services, _then, _now = two_years()
    merge_services(service_id=services[THERAPY].pk, into_id=services[SCHOOL].pk)

    for name in ("", "easy-read/", "easy-read/all/"):
        response = Client().get(f"/participation/services/speech/{name}")
        assert (response.status_code, response["Location"]) == (301, PAGE + name.replace("all/", ""))

    text = said()
    assert f"2025, 2026: {THERAPY}." in text
    assert f"What it said in 2026: {THERAPY}" in text
    assert f"2026 {THERAPY}" in text
    # The school's own years are compared with its own.
    assert "Doing. We do it. 2025: Starting; 2026: Doing" in text
    assert THERAPY not in said("/participation/services/")


def test_merged_service_is_told_of_though_the_other_was_never_asked() -> None:
    services, _then, _now = two_years()
    other = factories.make_service("New place", slug="new-place")
    merge_services(service_id=services[SCHOOL].pk, into_id=other.pk)

    assert f"2025, 2026: {SCHOOL}." in said("/participation/services/new-place/")
    assert "New place" in said("/participation/services/")


def test_renamed_service_keeps_the_names_of_its_years() -> None:
    services, _then, _now = two_years()
    said()
    type(services[SCHOOL]).objects.filter(slug="thistlewick").update(name="Thistlewick Academy")

    assert f"2025, 2026: {SCHOOL}." in said()
    assert "Thistlewick Academy" in said()


def test_service_that_nobody_knows_or_that_was_never_asked_is_not_there() -> None:
    unasked = factories.make_service("Unasked", slug="unasked")

    for slug in ("no-such", "unasked"):
        assert Client().get(f"/participation/services/{slug}/").status_code == 404
        assert Client().get(f"/participation/services/{slug}/easy-read/").status_code == 404
    remove_service(service_id=unasked.pk)


def test_service_with_nothing_but_an_action_has_a_page() -> None:
    service = factories.make_service(CLUB, slug="kite-club")
    factories.make_action(service)

    assert "To do Send easy read a week before." in said("/participation/services/kite-club/")
