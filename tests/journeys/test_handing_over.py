"""A SENCO leaves the school, in a real browser: a colleague takes over, the school stays, the old name is gone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pledges.ledger import first_break
from pledges.models import ConsentEntry, Person, PublicEntry, Signature
from tests.factories import make_signature
from tests.pledges.test_handing_over import a_school, asked

from .pressing import press
from .test_own_page import own_page_of
from .test_walking_portal import Reader

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
COLLEAGUE = "bea@thistlewick.example"


def link_sent_to_the_colleague() -> str:
    """By the real worker, run once."""
    call_command("work", once=True)
    letter = next(str(one.body) for one in reversed(mail.outbox) if one.to == [COLLEAGUE])
    found = re.search(r"http://\S+/pledge/hand-over/\S+", letter)
    assert found, letter
    return found.group(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_colleague_takes_the_signature_over(
    live_server: LiveServer, settings: Settings, new_page: NewPage, axe: Axe, javascript: bool
) -> None:
    settings.SITE_URL = live_server.url
    signature = make_signature(
        name="Ada Lark", organisation="Thistlewick School", promise="We ask first.", email="ada@thistlewick.example"
    )
    leaving = Reader(new_page(360, javascript), str(live_server.url), axe if javascript else None)
    own = own_page_of(signature)

    leaving.go(own)
    leaving.page.get_by_role("link", name="Hand over to a colleague").click()
    leaving.press("Ask my colleague")
    expect(leaving.page.get_by_role("alert")).to_contain_text("Enter your colleague's e-mail address")
    leaving.page.get_by_label("Your colleague's e-mail address").fill(COLLEAGUE)
    leaving.press("Ask my colleague")
    expect(leaving.page.get_by_role("main")).to_contain_text(f"We wrote to {COLLEAGUE}")

    coming = Reader(new_page(360, javascript), str(live_server.url), axe if javascript else None)
    coming.go(link_sent_to_the_colleague())
    coming.heading("Take over the signature of Thistlewick School")
    assert coming.page.locator("input[type=checkbox]:checked").count() == 0
    coming.page.get_by_label("Your name").fill("Bea Wren")
    coming.press("Yes, I take over")
    expect(coming.page.get_by_label("Your name")).to_have_value("Bea Wren")
    coming.page.get_by_label("Your role").fill("Deputy head")
    coming.page.get_by_label("Show my name").check()
    coming.press("Yes, I take over")
    coming.heading("You have taken over")

    coming.go("/pledge/signatories/")
    expect(coming.page.get_by_role("main")).to_contain_text("Thistlewick School")
    expect(coming.page.get_by_role("main")).not_to_contain_text("Ada Lark")
    leaving.page.goto(str(live_server.url) + own)
    leaving.heading("This link does not work any more")
    assert [person.name for person in Person.objects.all()] == ["Bea Wren"]
    assert PublicEntry.objects.get().since == signature.confirmed_at
    assert Signature.objects.get(succeeds=signature).is_edit
    assert first_break() is None


def test_colleague_takes_over_in_easy_read_without_javascript(
    live_server: LiveServer, settings: Settings, new_page: NewPage
) -> None:
    settings.SITE_URL = live_server.url
    signature = a_school(promise="")
    address = f"{live_server.url}{asked(signature)}easy-read/"
    page = new_page(360, False)

    page.goto(address)
    press(page, "Next")
    press(page, "Carry on")
    page.get_by_label("What is your name?").fill("Bea Wren")
    page.get_by_label("What is your name?").press("Enter")
    page.get_by_label("What is your job?").fill("Deputy head")
    press(page, "Back")
    expect(page.get_by_label("What is your name?")).to_have_value("Bea Wren")
    press(page, "Next")
    for answer in ("Yes", "No", "No"):
        press(page, answer)
    expect(page.get_by_role("main")).to_contain_text("Deputy head")
    press(page, "Yes, I go on")

    expect(page.locator("h1")).to_have_text("You go on now.")
    new = Signature.objects.get(succeeds=signature)
    said = ConsentEntry.objects.filter(subject_id=new.pk).values_list("purpose", "shown_in")
    assert set(said) == {("take_part", "easy"), ("publish", "easy")}


def test_easy_screens_pass_axe(live_server: LiveServer, new_page: NewPage, axe: Axe) -> None:
    page = new_page(360)
    page.goto(f"{live_server.url}{asked(a_school(promise=''))}easy-read/")
    press(page, "Next")

    assert axe(page) == [], "buttons to press"
    for button in ("Carry on", "Next"):
        press(page, button)
    assert axe(page) == [], "a box with an error"
