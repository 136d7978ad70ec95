"""Charters in easy read: few words a screen, nothing lost, and always a way to all the words."""

import pytest
from django.test import Client
from lxml import html

from charters import document as doc
from charters.easy_reading import as_line
from tests.charters.factories import PARTNERS, document, easy_line, make_charter, make_published, promise, section
from tests.charters.reading import page, two_versions, words

pytestmark = pytest.mark.django_db
MOST_WORDS = 25


def screens(client: Client, address: str) -> list[html.HtmlElement]:
    """Every screen from this one on, by pressing Next."""
    found = [page(client, address)]
    while (nexts := found[-1].cssselect(".easy-buttons__next")) and "/sign/" not in str(nexts[0].get("href")):
        href = str(nexts[0].get("href"))
        if not href.startswith(address):
            break
        found.append(page(client, href))
    return found


def said(screen: html.HtmlElement) -> str:
    """What is seen before anything is pressed."""
    for meaning in screen.cssselect("[popover]"):
        meaning.drop_tree()
    return " ".join(screen.cssselect("main")[0].text_content().split())


def charter_of(*texts: str, **more: object) -> None:
    promises = [promise(f"We will do {n}.", easy=(easy_line(text),)) for n, text in enumerate(texts, start=1)]
    make_published(make_charter(slug="c"), document(section("A", *promises), **more))  # type: ignore[arg-type]


def test_screens_go_from_what_a_charter_is_to_the_last_promise(client: Client) -> None:
    charter_of("We ask you first.", "You know who to ask.")

    assert [said(screen) for screen in screens(client, "/charters/c/easy-read/")] == [
        "Five Ways We Work A charter is a list of promises. Families helped write it. Next Back",
        "There are 2 promises. Start Back",
        "Promise 1 of 2 We ask you first. Next More about it Back",
        "Promise 2 of 2 You know who to ask. Next More about it Back",
        "That was the last promise. Sign Print it Stop Back",
    ]


def test_young_people_are_named_where_they_helped(client: Client) -> None:
    partners = (*(doc.Partner(name, kind, True, None) for name, kind in PARTNERS),)
    young = doc.Partner("Kite Group", "young_people", True, None)
    charter_of("We ask you first.", partners=(*partners, young))

    assert "Young people helped write it." in words(client, "/charters/c/easy-read/")


def test_own_opening_words_come_in_place_of_ours(client: Client) -> None:
    own = (doc.EasyLine("people", "You wrote this with us.", ""),)
    charter_of("We ask you first.", easy_intro=own)

    assert "You wrote this with us." in words(client, "/charters/c/easy-read/")
    assert "helped write it" not in words(client, "/charters/c/easy-read/")


def test_no_screen_has_more_words_than_can_be_read_at_once(client: Client) -> None:
    long = ("One two three four five six seven.", "Eight nine ten eleven twelve words.", "And a few more words here.")
    lines = tuple(easy_line(text) for text in (*long, *long))
    part = section("A", promise("We will ask.", "aaaaaa", easy=lines), promise("We will tell.", "bbbbbb"))
    charter = make_charter("A long title of a charter that goes on for a while", "c")
    make_published(charter, document(part, title=charter.title))
    make_published(charter, document(part, title=charter.title, easy_note=lines[:3], note="New."))

    shown = [
        *screens(client, "/charters/c/easy-read/"),
        *screens(client, "/charters/c/versions/easy-read/"),
        *screens(client, "/charters/c/compare/1/2/easy-read/"),
        *screens(client, "/charters/c/commitments/aaaaaa/easy-read/"),
        *screens(client, "/charters/easy-read/"),
    ]

    assert len(shown) > 10
    assert {said(screen) for screen in shown if len(said(screen).split()) > MOST_WORDS} == set()
    everything = " ".join(said(screen) for screen in shown)
    assert all(text in everything for text in long)


def test_each_screen_leads_to_the_same_place_in_all_the_words(client: Client) -> None:
    part = section("A", promise("We will ask.", "aaaaaa"))
    make_published(make_charter(slug="c"), document(part))

    *_opening, last_promise, _end = screens(client, "/charters/c/easy-read/")
    (link,) = [one for one in last_promise.cssselect(".band a") if one.text == "All the words"]

    assert link.get("href") == "/charters/c/#aaaaaa"
    assert page(client, "/charters/c/").cssselect("li#aaaaaa")


def test_clauses_without_easy_read_are_left_out_and_facts_with_it_are_named(client: Client) -> None:
    fact = promise("A fact.", kind="fact", actor="", easy=(easy_line("Our office is in the town."),))
    bare = promise("Guidance.", kind="guidance", actor="", easy=())
    make_published(make_charter(slug="c"), document(section("A", promise("We will ask."), fact, bare)))

    shown = [said(screen) for screen in screens(client, "/charters/c/easy-read/")]

    assert "Good to know Our office is in the town. Next Back" in shown
    assert not any("How to do it" in screen for screen in shown)


def test_old_version_says_that_it_is_old_and_leads_to_the_new_one(client: Client) -> None:
    two_versions()

    first = page(client, "/charters/five-ways/versions/1/easy-read/")

    assert "This is old." in said(first)
    assert "/charters/five-ways/easy-read/" in [one.get("href") for one in first.cssselect(".easy-buttons a")]
    assert "This is old." not in said(page(client, "/charters/five-ways/easy-read/"))


def test_end_leads_to_signing_news_and_home(client: Client) -> None:
    two_versions()

    last = screens(client, "/charters/five-ways/easy-read/")[-1]

    assert [one.get("href") for one in last.cssselect(".easy-buttons a")][:4] == [
        "/pledge/sign/easy-read/",
        "/charters/five-ways/versions/2/easy-read.pdf",
        "/charters/five-ways/versions/easy-read/",
        "/easy-read/",
    ]


def test_versions_and_changes_are_told_in_easy_read(client: Client) -> None:
    two_versions()

    assert [said(screen) for screen in screens(client, "/charters/five-ways/versions/easy-read/")] == [
        "1 of 2 There are 2 versions. New words make a new version. We use version 2 now. Next",
        "2 of 2 What is new in version 2? We ask you every time. Read the promises Back",
    ]
    assert "We ask you every time." in words(client, "/charters/five-ways/compare/1/2/easy-read/")
    assert "We ask you every time." in words(client, "/charters/five-ways/compare/2/1/easy-read/")
    assert "This is the same version." in words(client, "/charters/five-ways/compare/1/1/easy-read/")


def test_promise_in_easy_read_says_whether_it_counts(client: Client) -> None:
    two_versions()

    assert "We promise this now." in words(client, "/charters/five-ways/commitments/aaaaaa/easy-read/")
    assert "We do not promise this any more." in words(client, "/charters/five-ways/commitments/dddddd/easy-read/")


def test_all_charters_are_three_a_screen(client: Client) -> None:
    assert "We are still writing our promises." in words(client, "/charters/easy-read/")
    for n in range(4):
        make_published(make_charter(f"Charter {n}", f"c{n}"), document(title=f"Charter {n}"))

    first, second = screens(client, "/charters/easy-read/")

    assert len(first.cssselect(".easy-choice")) == 3
    assert [one.get("href") for one in second.cssselect(".easy-choice")] == ["/charters/c3/easy-read/"]


def test_picture_that_we_do_not_have_any_more_is_left_out() -> None:
    assert as_line(doc.EasyLine("no-such-picture", "Words.", "A picture")) == {
        "picture": "",
        "text": "Words.",
        "alt": "",
    }


def test_standard_pages_lead_to_their_easy_read_and_back(client: Client) -> None:
    two_versions()

    for part in ("", "five-ways/", "five-ways/versions/", "five-ways/versions/1/", "five-ways/compare/1/2/"):
        plain = f"/charters/{part}"
        (there,) = [one for one in page(client, plain).cssselect(".band a") if one.text == "Easy read"]
        assert there.get("href") == f"{plain}easy-read/"
        easy = page(client, f"{plain}easy-read/")
        (back,) = [one for one in easy.cssselect(".band a") if one.text == "All the words"]
        assert back.get("href") == plain
