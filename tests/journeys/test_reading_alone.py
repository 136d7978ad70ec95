"""Somebody reads a whole charter in easy read, alone: by keyboard, without scripts, by listening, on paper."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters import document as doc
from tests.charters.factories import document, easy_line, make_charter, make_published, promise, section
from tests.factories import publish_terms

from .keyboard import tab_to
from .pressing import press
from .speech import ENGLISH, FOREIGN, finish, said, with_voices
from .test_walking_portal import Reader

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
CHARTER = "/charters/five-ways/easy-read/"
OWN_WORD = doc.GlossaryWord("Plan", "What we will do next.")
LINES = [
    "A charter is a list of promises.", "Families helped write it.", "There are 2 promises.", "This is about plans.",
    "Plan: What we will do next.", "We ask you first.", "We make a plan.", "We tell the council.",
    "The council runs services for people who live here.", "That was the last promise.",
]  # fmt: skip


@pytest.fixture
def portal(live_server: LiveServer) -> str:
    """A portal with a charter of two promises and two hard words, one of them its own."""
    publish_terms()
    second = promise("We will plan.", "bbbbbb", easy=(easy_line("We make a plan."), easy_line("We tell the council.")))
    part = replace(
        section("Start", promise("We will ask.", "aaaaaa"), second), easy=(easy_line("This is about plans."),)
    )
    make_published(make_charter(slug="five-ways"), document(part, glossary=(OWN_WORD,)))
    return str(live_server.url)


def lines(page: Page) -> list[str]:
    return [line.strip() for line in page.locator("main .easy-line__text").all_inner_texts()]


def size(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).fontSize"))


def key(reader: Reader, name: str) -> None:
    """Tab to it, Enter, and look at the page it leads to."""
    tab_to(reader.page, name)
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.look()


@pytest.mark.django_db(transaction=True)
def test_reader_with_a_keyboard_alone_reads_everything_and_presses_a_hard_word(
    portal: str, new_page: NewPage, axe: Axe
) -> None:
    reader = Reader(new_page(360), portal, axe)
    page = reader.page
    reader.go("/easy-read/")
    tab_to(page, "Bigger")
    page.keyboard.press("Enter")
    expect(page.locator("[data-reading-said]")).to_contain_text("Size 2 of 4")
    key(reader, "Read the promises")
    key(reader, "Five Ways We Work")

    seen = lines(page)
    while page.locator(".easy-buttons__next").inner_text() in ("Next", "Start"):
        key(reader, page.locator(".easy-buttons__next").inner_text())
        seen += lines(page)

    assert [line for line in LINES if line not in seen] == []
    assert size(page) == "20px"
    key(reader, "Back")
    where = page.url
    tab_to(page, "council")
    page.keyboard.press("Enter")
    expect(page.locator(".meaning:popover-open")).to_be_visible()
    expect(page.locator("[data-reading-said]")).to_contain_text("The council runs services")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".meaning:popover-open")).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "word"
    key(reader, "More about it")
    while page.locator(".easy-buttons__next").inner_text() == "Next":
        key(reader, "Next")
    expect(page.locator("main")).to_contain_text("We promise this now.")
    key(reader, "Read the promises")
    assert page.url == where


@pytest.mark.django_db(transaction=True)
def test_reader_without_scripts_keeps_size_colours_and_place(portal: str, new_page: NewPage) -> None:
    page = new_page(360, javascript=False)
    page.goto(portal + CHARTER)
    for name in ("Next", "Start", "Next", "Next"):
        press(page, name, "link")
    where = page.url

    for name in ("Bigger", "Colours", "Words only"):
        press(page, name)
        assert page.url == where
    looks = size(page), page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert looks == ("20px", "rgb(255, 255, 255)")
    expect(page.locator("main .picture").first).to_be_hidden()
    press(page, "Pictures")
    page.get_by_role("button", name="plan", exact=True).click()
    expect(page.locator(".meaning:popover-open")).to_contain_text("What we will do next.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".meaning:popover-open")).to_have_count(0)
    press(page, "Next", "link")
    of_promise = page.url
    press(page, "More about it", "link")
    assert "/commitments/bbbbbb/" in page.url
    while page.locator(".easy-buttons__next").inner_text() == "Next":
        press(page, "Next", "link")
    press(page, "Read the promises", "link")
    assert page.url == of_promise
    press(page, "Back", "link")
    press(page, "All on one page", "link")
    assert page.url.endswith("/easy-read/all/#screen-5")
    assert [line for line in LINES if line not in lines(page)] == []
    assert (size(page), page.evaluate("getComputedStyle(document.body).backgroundColor")) == looks
    page.locator("#screen-5").get_by_role("link", name="One step at a time").click()
    expect(page).to_have_url(where)
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
def test_reader_listens_line_by_line_and_to_everything(portal: str, new_page: NewPage, axe: Axe) -> None:
    page = new_page(1280)
    with_voices(page, ENGLISH)
    page.goto(f"{portal}{CHARTER}5/")

    page.get_by_role("button", name="Listen: We make a plan.").click()
    assert said(page) == [{"text": "We make a plan.", "voice": "Ann", "rate": 0.9, "marked": "We make a plan."}]
    finish(page)
    expect(page.locator(".is-read")).to_have_count(0)

    page.get_by_role("button", name="Listen", exact=True).click()
    page.get_by_role("button", name="Slow").click()
    page.get_by_label("Voice").select_option("bob")
    assert axe(page) == []
    while finish(page):
        pass
    heard = said(page)[1:]
    assert [one["text"] for one in heard][:3] == ["Promise 2 of 2"] * 3, "each change begins the same words again"
    as_said = [(one["voice"], one["rate"]) for one in heard]
    assert as_said[:4] == [("Ann", 0.9), ("Ann", 0.6), ("Bob", 0.6), ("Bob", 0.6)]
    assert [one["text"] for one in heard][3:] == ["We make a plan.", "Next", "Back"]
    assert all(one["marked"] in (one["text"], "") for one in heard)

    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Listen", exact=True).click()
    assert [(one["voice"], one["rate"]) for one in said(page)] == [("Bob", 0.6)], "the choice is kept on the device"
    page.get_by_role("button", name="Stop").click()
    assert not finish(page)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_offered_where_no_voice_speaks_the_language(portal: str, new_page: NewPage) -> None:
    page = new_page(360)
    with_voices(page, FOREIGN)
    page.goto(portal + CHARTER)
    expect(page.locator("[data-listen]")).to_be_hidden()
    expect(page.locator(".say")).to_have_count(0)
    german = replace(easy_line("Wir fragen euch zuerst."), alt="Eine Hand")
    content = document(section("A", promise("Wir fragen.", easy=(german,))), title="Fünf Wege", language="de")
    make_published(make_charter("Fünf Wege", "wege"), content)

    page.evaluate(f"speechSynthesis.late({ENGLISH!r}.map(v => v))".replace("True", "true").replace("False", "false"))

    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    expect(page.locator(".say")).to_have_count(2)
    page.goto(f"{portal}/charters/wege/easy-read/3/")
    page.get_by_role("button", name="Listen", exact=True).click()
    assert [(one["text"], one["voice"]) for one in said(page)] == [("Wir fragen euch zuerst.", "Carl")]


@pytest.mark.django_db(transaction=True)
def test_page_of_all_promises_is_printed_without_its_buttons(portal: str, new_page: NewPage, axe: Axe) -> None:
    page = new_page(1280)
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{portal}{CHARTER}all/")
    assert axe(page) == []
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")

    page.emulate_media(media="print")

    for gone in (".band", ".easy-buttons", ".easy-all__print", ".meaning"):
        expect(page.locator(gone).first).to_be_hidden()
    line = page.locator(".easy-line").filter(has_text="We make a plan.")
    picture, text = line.locator(".picture--big").bounding_box(), line.locator(".easy-line__text").bounding_box()
    assert picture is not None
    assert text is not None
    assert picture["x"] + picture["width"] <= text["x"]
    shown = line.evaluate("e => [getComputedStyle(e).breakInside, parseFloat(getComputedStyle(e).fontSize)]")
    assert shown == ["avoid", pytest.approx(16 * 4 / 3, abs=0.1)]  # 16 pt
    assert page.pdf(format="A4").startswith(b"%PDF")
