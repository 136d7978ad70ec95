"""The version in force and every version for ever, as a reader finds them."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from lxml import html

from charters import document as doc
from charters.actions import publish
from charters.models import Credit, Version
from tests.charters.factories import (
    document,
    easy_line,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    section,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.document_fromstring(response.content.decode())


def words(client: Client, address: str, status: int = 200) -> str:
    """What stands in the main part of a page."""
    return " ".join(page(client, address, status).cssselect("main")[0].text_content().split())


def two_versions(slug: str = "five-ways") -> tuple[Version, Version]:
    """The second with one promise reworded, one added, one moved and one taken out."""
    charter = make_charter(slug=slug)
    a = section("Start", promise("We will ask first.", "aaaaaa"), promise("We will name one contact.", "bbbbbb"))
    b = section("End", promise("We will say sorry.", "cccccc"), promise("We will post papers.", "dddddd"))
    first = make_published(charter, document(a, b))
    a = section("Start", promise("We will always ask first.", "aaaaaa"), promise("We will write plainly.", "eeeeee"))
    b = section("End", promise("We will name one contact.", "bbbbbb"), promise("We will say sorry.", "cccccc"))
    note = {"note": "We made it clearer.", "easy_note": (replace(easy_line("We ask you every time."), meaning=""),)}
    second = make_published(charter, document(a, b, **note))
    first.refresh_from_db()
    return first, second


def test_page_says_which_version_and_who_agreed(client: Client) -> None:
    version = make_published(make_charter(slug="five-ways"))

    said = words(client, "/charters/five-ways/")

    assert "Version 1, in force since" in said
    assert "Agreed by Quillmere Council and Quillmere Parent Carers." in said
    assert "Looked at again by 30 September 2027." in said
    assert "Kite Group readers: 4 readers, on" in said
    assert version.hex in said


def test_each_promise_is_a_slip_that_leads_to_its_own_page(client: Client) -> None:
    make_published(make_charter(slug="five-ways"), document(section("Start", promise("We will ask.", "aaaaaa"))))

    (slip,) = page(client, "/charters/five-ways/").cssselect("li.slip")

    assert slip.get("id") == "aaaaaa"
    assert "We will ask." in slip.text_content()
    assert slip.cssselect("a")[0].get("href") == "/charters/five-ways/commitments/aaaaaa/"
    assert "We will ask." in words(client, slip.cssselect("a")[0].get("href"))


def test_what_is_no_promise_is_told_apart_in_words(client: Client) -> None:
    kinds = [promise(f"Words of a {kind}.", kind=kind, actor="", easy=()) for kind in ("outcome", "fact", "guidance")]
    make_published(make_charter(slug="c"), document(section("Start", promise("We will ask."), *kinds)))

    found = page(client, "/charters/c/")

    labels = [one.text_content() for one in found.cssselect(".beside__what")]
    assert labels == ["What will be different", "Good to know", "How to do it"]
    assert len(found.cssselect("li.slip")) == 1


def test_two_sides_are_named_and_dates_told(client: Client) -> None:
    council = promise("Papers seven days before.", actor="partner", partner="Quillmere Council")
    both = promise("Ten trained interviewers.", actor="both", target_date=date(2027, 3, 31))
    make_published(make_charter(slug="c"), document(section("", council, both)))

    found = page(client, "/charters/c/")

    assert [one.text_content() for one in found.cssselect(".slip__who")] == ["Quillmere Council", "Both sides"]
    assert "By 31 March 2027" in found.text_content()


def test_three_levels_numbered_or_not_and_untitled_groups(client: Client) -> None:
    deepest = section("Deepest", promise("Down here."))
    middle = section("", promise("In between."), sections=[deepest])
    top = section("Top", label="1.", sections=[middle])
    make_published(make_charter(slug="c"), document(top, section("", promise("A group."))))

    found = page(client, "/charters/c/")

    assert [one.text_content() for one in found.cssselect("h2.charter__heading")] == ["1. Top"]
    assert [one.text_content() for one in found.cssselect("h4.charter__heading")] == ["Deepest"]
    assert len(found.cssselect("li.slip")) == 3


@pytest.mark.parametrize(("count", "has_list"), [(3, False), (4, True)])
def test_contents_are_listed_when_there_are_more_than_three_sections(
    client: Client, count: int, has_list: bool
) -> None:
    parts = [section(f"Part {n}", promise(f"We will do {n}.")) for n in range(count)]
    make_published(make_charter(slug="c"), document(*parts))

    found = page(client, "/charters/c/")

    links = [one.get("href") for one in found.cssselect(".contents a")]
    assert bool(links) == has_list
    assert all(found.cssselect(link) for link in links)


def test_everything_beside_the_clauses_is_shown(client: Client) -> None:
    make_published(make_charter("The other one", "other"))
    version = make_draft(
        make_charter(slug="c"),
        document(
            meeting_rules=doc.MeetingRules("10:00", "14:00", 90, 25, 1),
            glossary=(doc.GlossaryWord("SEND", "Special educational needs."),),
            references=(
                doc.Reference("read_with", "The other one", "other", ""),
                doc.Reference("overridden_by", "The law", "", "https://law.example/"),
            ),
        ),
    )
    Credit.objects.create(version=version, position=1, text="Sam drew the pictures")
    publish(version_id=make_agreed(version).pk)

    found = page(client, "/charters/c/")
    said = found.text_content()

    for part in (
        "Between 10:00 and 14:00",
        "1 hour and 30 minutes at most",
        "At least 25 days before",
        "At least 1 day",
    ):
        assert part in said
    assert "Special educational needs." in said
    assert {"/charters/other/", "https://law.example/"} <= {one.get("href") for one in found.cssselect("main a")}
    assert "Sam drew the pictures" in said
