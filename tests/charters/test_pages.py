"""The version in force and every version for ever, as a reader finds them."""

from datetime import date

import pytest
from django.test import Client

from charters import document as doc
from charters.actions import publish, withdraw
from charters.models import Credit
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_published,
    promise,
    section,
)
from tests.charters.reading import page, two_versions, words

pytestmark = pytest.mark.django_db


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
    assert [one.get("href") for one in slip.cssselect("a")] == ["/charters/five-ways/commitments/aaaaaa/"]


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


def test_who_keeps_a_promise_is_not_said_twice(client: Client) -> None:
    said = promise("Quillmere Council will answer.", actor="partner", partner="Quillmere Council")
    make_published(make_charter(slug="c"), document(section("", said, promise("Both sides listen.", actor="both"))))

    assert page(client, "/charters/c/").cssselect(".slip__who") == []


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

    links = [str(one.get("href")) for one in found.cssselect(".contents a")]
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


def test_old_version_stays_and_leads_to_the_one_in_force(client: Client) -> None:
    two_versions()

    found = page(client, "/charters/five-ways/versions/1/")

    assert "This is an old version." in found.text_content()
    assert "We will ask first." in found.text_content()
    assert [one.get("href") for one in found.cssselect(".charter__old a")] == ["/charters/five-ways/"]
    assert "In force" not in words(client, "/charters/five-ways/versions/1/")
    assert not page(client, "/charters/five-ways/versions/2/").cssselect(".charter__old")


def test_version_in_force_leads_to_easy_read_changes_and_history(client: Client) -> None:
    two_versions()

    links = [one.get("href") for one in page(client, "/charters/five-ways/").cssselect("main .pill")]

    assert links == [
        "/charters/five-ways/easy-read/",
        "/charters/five-ways/compare/1/2/",
        "/charters/five-ways/versions/",
        "/charters/five-ways/words/",
        "#paper",
    ]
    assert page(client, "/charters/five-ways/").get_element_by_id("paper") is not None
    assert {client.get(str(link)).status_code for link in links[:-1]} == {200}


def test_canonical_address_is_the_charter_for_the_version_in_force_and_its_own_for_an_old_one(client: Client) -> None:
    two_versions()

    def canonical(address: str) -> str:
        return str(page(client, address).cssselect("link[rel=canonical]")[0].get("href"))

    assert canonical("/charters/five-ways/").endswith("/charters/five-ways/")
    assert canonical("/charters/five-ways/versions/2/").endswith("/charters/five-ways/")
    assert canonical("/charters/five-ways/versions/1/").endswith("/charters/five-ways/versions/1/")


EVERYTHING = [
    f"/charters/c/{part}{form}"
    for part in ("", "versions/", "versions/1/", "compare/1/1/", "commitments/aaaaaa/")
    for form in ("", "easy-read/")
] + ["/charters/c/feed.atom", "/charters/c/versions/1/charter.json"]


@pytest.mark.parametrize("address", EVERYTHING)
def test_draft_and_agreed_versions_are_not_there_for_the_public(client: Client, address: str) -> None:
    version = make_draft(make_charter(slug="c"), document(section("A", promise("Secret words.", "aaaaaa"))))
    assert client.get(address).status_code == 404

    make_agreed(version)

    assert client.get(address).status_code == 404
    assert "Secret" not in client.get("/charters/").content.decode()
    assert "Secret" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", EVERYTHING)
def test_published_version_is_there_everywhere(client: Client, address: str) -> None:
    make_published(make_charter(slug="c"), document(section("A", promise("Our words.", "aaaaaa"))))

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [one for one in EVERYTHING if "/versions/" not in one[-20:] and "feed" not in one])
def test_withdrawn_version_is_gone_with_the_reason_and_without_its_words(client: Client, address: str) -> None:
    content = document(section("A", promise("Words taken back.", "aaaaaa")))
    version = make_published(make_charter(slug="c"), content)
    assert client.get(address).status_code == 200

    withdraw(version_id=version.pk, reason="A service closed.")
    response = client.get(address)

    assert response.status_code == 410
    assert "Words taken back." not in response.content.decode()
    assert ("A service closed." in response.content.decode()) != ("easy-read" in address)
    assert response["Cache-Control"] == "no-store"


def test_withdrawn_version_in_easy_read_leads_to_the_reason(client: Client) -> None:
    version = make_published(make_charter(slug="c"))
    withdraw(version_id=version.pk, reason="A service closed.")

    found = page(client, "/charters/c/easy-read/", 410)

    assert "/charters/c/" in [one.get("href") for one in found.cssselect(".easy-buttons a")]
    assert "A service closed." in words(client, "/charters/c/", 410)


def test_reason_stands_in_the_history_and_on_the_json(client: Client) -> None:
    version = make_published(make_charter(slug="c"))
    withdraw(version_id=version.pk, reason="A service closed.")

    assert "A service closed." in words(client, "/charters/c/versions/")
    answer = client.get("/charters/c/versions/1/charter.json")
    assert answer.status_code == 410
    assert answer.json()["reason"] == "A service closed."


def test_older_version_can_be_read_after_the_newest_was_taken_back(client: Client) -> None:
    _first, second = two_versions()
    withdraw(version_id=second.pk, reason="A mistake.")

    assert "A mistake." in words(client, "/charters/five-ways/", 410)
    assert "No version of this is in force now." in words(client, "/charters/five-ways/versions/1/")
    assert words(client, "/charters/").endswith("Not in force any more Five Ways We Work")


@pytest.mark.parametrize(
    "address",
    [
        "/charters/no-such/",
        "/charters/c/versions/2/",
        "/charters/c/versions/0/",
        f"/charters/c/versions/{10**30}/",
        f"/charters/c/versions/{10**30}/charter.json",
        f"/charters/c/compare/1/{10**30}/",
        f"/charters/c/easy-read/{10**30}/",
        "/charters/c/easy-read/0/",
        "/charters/c/commitments/zzzzzz/",
        "/charters/c/commitments/AAAAAA/",
        "/charters/c/commitments/%F0%9F%8E%88%E2%80%AE/",
        f"/charters/c/commitments/{'a' * 5000}/",
        f"/charters/{'a' * 5000}/",
        "/charters/C/",
        "/charters/c--/",
        "/charters/files/zz/poster.pdf",
        f"/charters/files/{'0' * 64}/poster.pdf",
        "/charters/easy-read/9/",
    ],
)
def test_what_is_not_there_is_a_plain_404(client: Client, address: str) -> None:
    make_published(make_charter(slug="c"))

    assert client.get(address).status_code == 404


def test_right_to_left_words_say_their_language_and_direction(client: Client) -> None:
    words_of_it = "\u0646\u062d\u0646 \u0646\u0633\u0623\u0644\u0643\u0645 \u0623\u0648\u0644\u0627"
    make_published(make_charter(slug="c"), document(section("A", promise(words_of_it)), language="ar"))

    found = page(client, "/charters/c/")

    assert found.get("lang") == "en-GB"
    (slip,) = found.cssselect("[lang=ar][dir=rtl] .slip")
    assert words_of_it in slip.text_content()


def test_words_of_a_charter_are_never_markup(client: Client) -> None:
    bad = "<script>alert(1)</script></script>"
    content = document(
        section(bad, promise(bad, "aaaaaa")),
        title=bad,
        intro=bad,
        glossary=(doc.GlossaryWord("x", bad),),
        partners=(doc.Partner(bad, "other", True, None),),
    )
    make_published(make_charter(slug="c"), content)

    for address in [*EVERYTHING[:10], "/charters/", "/charters/easy-read/", "/charters/feed.atom"]:
        assert "<script>alert" not in client.get(address).content.decode(), address


def test_clause_of_blanks_and_one_of_several_paragraphs_are_shown(client: Client) -> None:
    parts = (
        promise(" ", "aaaaaa"),
        promise("We will ask.\n\nWe will listen.", "bbbbbb", target_date=date(2027, 3, 31)),
    )
    make_published(make_charter(slug="c"), document(section("A", *parts)))

    found = page(client, "/charters/c/")

    assert [one.text for one in found.cssselect("#bbbbbb .slip__promise")] == ["We will ask.", "We will listen."]
    assert client.get("/charters/c/commitments/aaaaaa/").status_code == 200


def test_five_hundred_clauses_are_one_page(client: Client) -> None:
    parts = [section(f"Part {n}", *(promise(f"We will do {n}, {m}.") for m in range(25))) for n in range(20)]
    make_published(make_charter(slug="c"), document(*parts))

    assert len(page(client, "/charters/c/").cssselect("li.slip")) == 500


def test_pages_are_kept_until_something_public_changes(client: Client) -> None:
    two_versions()
    first = client.get("/charters/five-ways/")

    assert "no-cache" in first["Cache-Control"]
    assert client.get("/charters/five-ways/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_published(make_charter(slug="another"))
    again = client.get("/charters/five-ways/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.content == first.content


def test_credit_that_is_taken_out_goes_from_the_page(client: Client) -> None:
    version = make_draft(make_charter(slug="c"))
    credit = Credit.objects.create(version=version, position=1, text="Sam drew the pictures")
    publish(version_id=make_agreed(version).pk)
    assert "Sam drew" in words(client, "/charters/c/")

    credit.delete()

    assert "Sam drew" not in words(client, "/charters/c/")


def test_partner_keeps_the_name_it_had(client: Client) -> None:
    version = make_published(make_charter(slug="c"))
    partner = version.partners.all()[0].partner
    partner.name = "Another Council"
    partner.save()

    said = words(client, "/charters/c/")

    assert "Quillmere Council" in said
    assert "Another Council" not in said


def test_list_of_charters_says_what_is_in_force(client: Client) -> None:
    assert "There is nothing to read here yet." in words(client, "/charters/")
    two_versions()

    said = words(client, "/charters/")

    assert "Five Ways We Work" in said
    assert "4 promises" in said
    assert "Version 2, in force since" in said
