"""A signatory's own page in a real browser: switch, edit with the old entry still up, hide, leave; in both forms."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pledges.actions import approve
from pledges.kinds import Kind, Purpose, State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Person, Signature
from post import links
from tests.factories import PledgeWordingFactory, StaffMemberFactory, make_signature
from tests.journeys.keyboard import tab_to

from .test_walking_portal import Reader

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
# A menu, lines, a choice with an answer given, and a field; the rest is made of the same parts.
LOOKED_AT = ("easy-read/", "known/easy-read/", "receipt/easy-read/", "choices/news/easy-read/", "edit/name/easy-read/")


@pytest.fixture
def portal(live_server: LiveServer, settings: Settings) -> str:
    settings.SITE_URL = live_server.url
    return str(live_server.url)


def own_page_of(signature: Signature) -> str:
    token = links.issue(about_app="pledges", about_id=signature.subject_id, scope="own", lifetime=timedelta(days=1))
    return f"/pledge/yours/{token}/"


def acts_of(signature: Signature, purpose: str) -> list[str]:
    entries = ConsentEntry.objects.filter(subject_id=signature.subject_id, purpose=purpose).order_by("seq")
    return list(entries.values_list("act", flat=True))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_own_page_from_switch_to_leaving(portal: str, new_page: NewPage, axe: Axe, javascript: bool) -> None:
    signature = make_signature(name="Ada Lark", role="SENCO", organisation="Thistlewick School", promise="Old words.")
    PledgeWordingFactory.create(pledge=signature.pledge, n=2, standard="We have other words.\n\n- We will listen.")
    staff = StaffMemberFactory.create()
    reader = Reader(new_page(360, javascript), portal, axe if javascript else None)
    page, own = reader.page, own_page_of(signature)

    reader.go(own)
    reader.press("Turn on Send me news")
    expect(page.get_by_role("alert")).to_contain_text("It is turned on.")
    reader.press("Turn off Send me news")
    assert acts_of(signature, Purpose.NEWS) == ["give", "withdraw"]

    page.get_by_role("link", name="Get your receipt").click()
    reader.look()
    reader.heading("Your receipt")
    expect(page.get_by_role("main")).to_contain_text("Send me news: took it back")
    page.go_back()

    page.get_by_role("link", name="See what changed").click()
    reader.look()
    reader.press("Yes, I stand by the new words")
    assert signature.stands_by.n == 2

    page.get_by_role("link", name="Change what you wrote").first.click()
    reader.look()
    page.get_by_label("Your role").fill("")
    page.get_by_label("What you will do").fill("New words.")
    reader.press("Save")
    expect(page.get_by_role("alert").first).to_contain_text("Enter your role")
    expect(page.get_by_label("What you will do")).to_have_value("New words.")
    page.get_by_label("Your role").fill("Head")
    reader.press("Save")
    expect(page.get_by_role("main")).to_contain_text("The list still shows the old words")
    page.goto(portal + "/pledge/signatories/")
    expect(page.get_by_role("main")).to_contain_text("Old words.")
    approve(subject_id=signature.subject_id, by=staff)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Ada Lark, Head")

    reader.go(own)
    reader.press("Hide my name")
    expect(page.get_by_role("alert")).to_contain_text("Your name is off the list.")
    page.goto(portal + "/pledge/signatories/")
    expect(page.get_by_role("main")).to_contain_text("Thistlewick School")
    expect(page.get_by_role("main")).not_to_contain_text("Ada Lark")

    reader.go(own + "leave/")
    reader.press("Leave the pledge")
    reader.heading("You have left the pledge")
    assert not Person.objects.exists()
    assert first_break() is None


def test_own_page_in_easy_read_with_the_keyboard_alone(portal: str, new_page: NewPage, axe: Axe) -> None:
    signature = make_signature(kind=Kind.YOUNG_PERSON, name="Kit")
    page = new_page(320)
    page.goto(portal + own_page_of(signature) + "easy-read/")
    seen: list[str] = []

    def on(*names: str) -> None:
        """Tab to it and press Enter; one screen of each sort is looked at, at 320 px."""
        if (sort := page.url.split("/", 6)[-1]) in LOOKED_AT and sort not in seen:
            seen.append(sort)
            assert axe(page) == [], page.title()
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{page.title()} scrolls sideways"
        before = page.url
        tab_to(page, *names)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != before)

    on("See what we know")
    on("My receipt")
    on("Back")
    on("Change my answers")
    on("My choices")
    on("Send me news: No")
    on("Yes")
    on("Back")
    on("Change my answers")
    on("My name")
    tab_to(page, "What is your first name?")
    page.keyboard.press("Control+A")
    page.keyboard.type("Robin")
    on("Save")
    assert Signature.objects.get().is_edit
    on("Hide my name")
    on("Yes, hide it")
    on("Stop")
    on("Yes, stop")

    expect(page.get_by_role("heading", level=1)).to_have_text("You stopped.")
    assert acts_of(signature, Purpose.NEWS) == ["give", "withdraw"]
    assert set(ConsentEntry.objects.filter(act="withdraw").values_list("shown_in", flat=True)) == {"easy"}
    assert Signature.objects.get().state == State.WITHDRAWN
    assert sorted(seen) == sorted(LOOKED_AT)
