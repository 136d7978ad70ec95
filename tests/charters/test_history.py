"""What became of a charter and of one promise from version to version."""

from dataclasses import replace

import pytest
from django.test import Client

from charters import document as doc
from charters.actions import withdraw
from charters.models import Charter
from tests.charters.factories import document, easy_line, make_charter, make_published, promise, section
from tests.charters.reading import page, two_versions, words

pytestmark = pytest.mark.django_db


def versions_of(*texts: str | None) -> Charter:
    """A charter with a version for each text of the promise `aaaaaa`; none where it is not in it."""
    charter = make_charter(slug="c")
    for text in texts:
        other = promise("We will do something else.", "bbbbbb")
        parts = [other] if text is None else [promise(text, "aaaaaa"), other]
        make_published(charter, document(section("Start", *parts)))
    return charter


def test_history_lists_versions_newest_first_with_notes(client: Client) -> None:
    two_versions()

    found = page(client, "/charters/five-ways/versions/")

    headings = [" ".join(one.text_content().split()) for one in found.cssselect(".versions h2")]
    assert headings == ["Version 2 In force", "Version 1 Old"]
    assert "We made it clearer." in found.cssselect(".versions > li")[0].text_content()
    links = [one.get("href") for one in found.cssselect(".versions a")]
    assert links == [
        "/charters/five-ways/versions/2/",
        "/charters/five-ways/compare/1/2/",
        "/charters/five-ways/versions/1/",
    ]


def test_comparison_tells_each_change_in_words(client: Client) -> None:
    two_versions()

    found = page(client, "/charters/five-ways/compare/1/2/")

    changes = [" ".join(one.text_content().split()) for one in found.cssselect(".change")]
    assert changes == [
        "New words We will added: always ask first. About this promise",
        "New added: We will write plainly. About this promise",
        "Moved We will name one contact. It stood in “Start” before. About this promise",
        "Taken out taken out: We will post papers. About this promise",
    ]
    assert [one.text for one in found.cssselect(".counts li")] == [
        "1 new point",
        "1 point with new words",
        "1 point in another place",
        "1 point taken out",
        "1 point is the same",
    ]
    assert "We made it clearer." in found.text_content()


def test_comparison_is_the_same_in_either_order(client: Client) -> None:
    two_versions()

    found = page(client, "/charters/five-ways/compare/2/1/")

    assert "What changed from version 1 to version 2" in found.text_content()
    assert str(found.cssselect("link[rel=canonical]")[0].get("href")).endswith("/compare/1/2/")


def test_version_beside_itself_did_not_change(client: Client) -> None:
    two_versions()

    assert "Nothing changed. Every word is the same." in words(client, "/charters/five-ways/compare/2/2/")


def test_comparison_with_a_version_taken_back_is_gone(client: Client) -> None:
    first, _second = two_versions()
    withdraw(version_id=first.pk, reason="A mistake.")

    said = words(client, "/charters/five-ways/compare/1/2/", 410)

    assert "A mistake." in said
    assert "compare/1/2" not in client.get("/charters/five-ways/versions/").content.decode()


def test_comparison_tells_what_changed_around_the_clauses(client: Client) -> None:
    charter = make_charter(slug="c")
    part = section("A", promise("We will ask.", "aaaaaa"))
    make_published(charter, document(part, intro="One two three."))
    make_published(charter, document(part, intro="One two four.", title="Another title", review_by=None))

    said = words(client, "/charters/c/compare/1/2/")

    assert "Title taken out: Five Ways We Work added: Another title" in said
    assert "Opening words One two taken out: three. added: four." in said
    assert "Looked at again by taken out: 30 September 2027" in said


def test_comparison_tells_what_its_words_do_not_show(client: Client) -> None:
    charter = make_charter(slug="c")
    part = section("A", promise("We will ask.", "aaaaaa"))
    elsewhere = [doc.Reference("read_with", "The code", "", f"https://{host}.example/") for host in ("one", "two")]
    council = document().partners[0]
    make_published(charter, document(part, references=elsewhere[:1], partners=(council, *document().partners[1:])))
    wanted = (council, replace(document().partners[1], required=False))
    make_published(charter, document(part, references=elsewhere[1:], partners=wanted))

    said = words(client, "/charters/c/compare/1/2/")

    assert "Other papers It is in another place now: The code." in said
    assert "Partners Who has to agree, or a logo, changed: Quillmere Parent Carers." in said


def test_promise_shows_every_wording_with_words_marked(client: Client) -> None:
    versions_of("We will ask.", "We will always ask.", "We will always ask.", "We will always ask first.")

    found = page(client, "/charters/c/commitments/aaaaaa/")
    steps = [" ".join(one.text_content().split()) for one in found.cssselect(".versions > li")]

    assert found.cssselect("h1")[0].text_content() == "We will always ask first."
    assert [step[:10] for step in steps] == ["Version 4,", "Version 2,", "Version 1,"]
    assert steps[0].endswith("We changed the words. We will always taken out: ask. added: ask first.")
    assert steps[2].endswith("It is new in this version. We will ask.")
    assert "This promise is in force." in found.text_content()


def test_promise_that_is_gone_keeps_its_page_and_says_so(client: Client) -> None:
    versions_of("We will ask.", None)

    said = words(client, "/charters/c/commitments/aaaaaa/")

    assert "This promise is not in force any more. It is not in version 2" in said
    assert "It is not a promise in this version." in said
    link = page(client, "/charters/c/commitments/aaaaaa/").cssselect("main a.govuk-back-link")[0].get("href")
    assert link == "/charters/c/versions/1/#aaaaaa"


def test_promise_that_came_back_says_so(client: Client) -> None:
    versions_of("We will ask.", None, "We will ask.")

    assert "It is a promise again." in words(client, "/charters/c/commitments/aaaaaa/")


def test_promise_tells_what_else_changed(client: Client) -> None:
    charter = make_charter(slug="c")
    make_published(charter, document(section("A", promise("We will ask.", "aaaaaa"))))
    changed = promise("We will ask.", "aaaaaa", actor="both", easy=(easy_line("Other words."),))
    make_published(charter, document(section("B", changed), section("A", promise("Else.", "bbbbbb"))))

    said = words(client, "/charters/c/commitments/aaaaaa/")

    assert "It stands in “B” now." in said
    assert "Who keeps it now: Both sides." in said
    assert "We changed its easy read." in said


def test_wording_of_a_version_taken_back_is_not_shown(client: Client) -> None:
    charter = versions_of("We will ask.", "We will never ask.")
    withdraw(version_id=charter.versions.get(n=2).pk, reason="A mistake.")

    said = words(client, "/charters/c/commitments/aaaaaa/")

    assert "We will ask." in said
    assert "never" not in said
    assert "This promise is not in force any more." in said


def test_clause_that_promises_nothing_has_no_page(client: Client) -> None:
    fact = promise("A fact.", "ffffff", kind="fact", actor="", easy=())
    make_published(make_charter(slug="c"), document(section("A", promise("We will ask.", "aaaaaa"), fact)))

    assert client.get("/charters/c/commitments/ffffff/").status_code == 404


def test_key_of_another_charter_is_not_there(client: Client) -> None:
    versions_of("We will ask.")
    make_published(make_charter(slug="d"), document(section("A", promise("We will tell.", "dddddd"))))

    assert client.get("/charters/c/commitments/dddddd/").status_code == 404
