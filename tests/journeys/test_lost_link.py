"""Own link by mail and the ways to stop, in a real browser and as a mail program does it."""

import re
import urllib.request
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pledges.kinds import Kind, Purpose, ShownIn
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Person
from tests.factories import make_signature

from .pressing import press
from .test_walking_portal import Axe, NewPage, newest_link

WIDTH = 360


@pytest.fixture
def portal(live_server: LiveServer, settings: Settings) -> str:
    settings.SITE_URL = live_server.url
    return str(live_server.url)


def looks_right(page: Page, axe: Axe) -> None:
    assert axe(page) == [], page.title()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.title()} scrolls sideways"


def one_click(url: str) -> int:
    """What a mail program sends: one body, no cookies, no page."""
    body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST"), timeout=10) as answer:
        return int(answer.status)


def acts(purpose: str) -> list[tuple[str, str]]:
    return list(ConsentEntry.objects.filter(purpose=purpose).order_by("seq").values_list("act", "channel"))


def test_lost_link_and_one_click_without_javascript(portal: str, new_page: NewPage) -> None:
    make_signature(email="ada@example.org", name="Ada Lark", agreed=[Purpose.ASK, Purpose.NEWS])
    call_command("work", once=True)
    page = new_page(WIDTH, javascript=False)
    page.goto(f"{portal}/pledge/sign/")
    press(page, "Get the link to your own page", "link")

    page.get_by_label("Your e-mail address").fill("ada@")
    press(page, "Send me the link")
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address like")
    page.get_by_label("Your e-mail address").fill("Ada@example.org")
    press(page, "Send me the link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your e-mail")
    page.goto(newest_link("yours"))
    expect(page.get_by_role("main")).to_contain_text("Send me news: yes")

    header = str(mail.outbox[-1].message()["List-Unsubscribe"])
    assert one_click(header.strip("<>")) == 200
    page.reload()
    for choice in ("Ask me how it is going: no", "Send me news: no", "Show my name: yes"):
        expect(page.get_by_role("main")).to_contain_text(choice)
    assert acts(Purpose.NEWS) == [("give", "web"), ("withdraw", "email")]
    assert first_break() is None


def test_lost_link_in_easy_read_and_leaving_from_the_stop_page(portal: str, new_page: NewPage, axe: Axe) -> None:
    make_signature(kind=Kind.YOUNG_PERSON, name="Kit", email="kit@example.org", shown_in=ShownIn.EASY)
    page = new_page(WIDTH)
    page.goto(f"{portal}/easy-read/")
    press(page, "I lost my link", "link")
    looks_right(page, axe)
    page.get_by_label("What is your e-mail?").fill("kit@example.org")
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your e-mail.")
    page.goto(newest_link("yours"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own page")

    foot = re.search(r"Stop our e-mails: (\S+)", str(mail.outbox[-1].body))
    assert foot
    page.goto(foot[1])
    looks_right(page, axe)
    press(page, "Stop writing to me")
    expect(page.get_by_role("heading", level=1)).to_have_text("We stopped our e-mails.")
    page.goto(foot[1].removesuffix("easy-read/"))
    looks_right(page, axe)
    press(page, "Leave the pledge")
    looks_right(page, axe)
    press(page, "Leave the pledge")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left the pledge")
    assert not Person.objects.exists()
    assert first_break() is None


def test_trap_is_passed_by_and_shown_only_when_it_was_filled(portal: str, new_page: NewPage, axe: Axe) -> None:
    make_signature()
    page = new_page(WIDTH)
    page.goto(f"{portal}/pledge/lost-link/")
    looks_right(page, axe)
    page.goto(f"{portal}/pledge/sign/")
    press(page, "Start")
    page.get_by_label("Young person").check()
    press(page, "Continue")
    page.get_by_label("16 to 17").check()
    press(page, "Continue")
    looks_right(page, axe)
    page.get_by_label("Your e-mail address").fill("kit@example.org")
    expect(page.get_by_role("textbox")).to_have_count(2)
    page.get_by_label("Your first name").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Continue"

    page.evaluate("document.querySelector('[name=homepage]').value = 'https://kit.example/'")
    page.get_by_label("Your first name").fill("Kit")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Please empty the last box")
    looks_right(page, axe)
    page.get_by_label("Leave this box empty").fill("")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choices")
