"""Young people and a group sign in a real browser: easy read by keyboard, two pupils on one device, a class."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pledges.actions import approve
from pledges.kinds import AgeBand, Kind, Purpose, ShownIn, State
from pledges.models import ConsentEntry, Person, PublicEntry, Signature
from tests.factories import StaffMemberFactory, publish_terms
from tests.journeys.keyboard import tab_to
from tests.journeys.pressing import press
from tests.journeys.test_walking_portal import PARTS

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
MOST_WORDS = 25
# What is read in <main>: without the reader's own answers, and without what only a screen reader says.
WORDS = """() => {
    const main = document.querySelector('main').cloneNode(true);
    main.querySelectorAll('[data-own]').forEach(own => own.remove());
    main.querySelectorAll('p, h1, a, button, label').forEach(block => block.append(' '));
    return main.textContent.trim().split(/\\s+/);
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def portal(live_server: LiveServer, settings: Settings) -> str:
    """A running portal with a pledge to sign; its address."""
    settings.SITE_URL = live_server.url
    publish_terms()
    return str(live_server.url)


def link_to_confirm() -> str:
    """What the worker has sent last, as the address in all the words."""
    call_command("work", once=True)
    found = re.search(r"http://\S+/pledge/confirm/[^/\s]+/", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[0]


class Keys:
    """Somebody who has a keyboard and nothing else, in easy read; every screen they come to is looked at."""

    def __init__(self, page: Page, axe: Axe | None) -> None:
        self.page, self.axe = page, axe
        self.seen: set[str] = set()
        self.parts: set[str] = set()

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def press(self, name: str) -> None:
        """Presses Tab until the focus is there and shows, then Enter, and looks at what comes."""
        tab_to(self.page, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def write(self, label: str, text: str) -> None:
        """Writes and sends with Enter, without ever touching the button."""
        tab_to(self.page, label)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def look(self) -> None:
        title = self.page.title()
        words = self.page.evaluate(WORDS)
        assert len(words) <= MOST_WORDS, f"{title}: {len(words)} words: {' '.join(words)}"
        assert self.page.locator("main form[method=post]").count() <= 1, f"{title}: more than one decision"
        assert self.page.locator("h1").count() == 1, title
        if self.axe is None or title in self.seen:
            return
        self.seen.add(title)
        # Wide as well, once for each set of parts that a screen is made of.
        parts = self.page.evaluate(PARTS)
        for width in (360,) if parts in self.parts else (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 800})
            assert self.axe(self.page) == [], f"{title} at {width} px"
        self.parts.add(parts)
        self.page.set_viewport_size({"width": 320, "height": 800})
        assert self.page.evaluate(SIDEWAYS) <= 0, f"{title} scrolls sideways at 320 px"


WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


@WITH_AND_WITHOUT
def test_16_year_old_signs_in_easy_read_with_the_keyboard_alone(
    portal: str, new_page: NewPage, axe: Axe, javascript: bool
) -> None:
    # axe waits for timers, which a page without JavaScript has not.
    reader = Keys(new_page(360, javascript), axe if javascript else None)

    reader.go(f"{portal}/pledge/sign/easy-read/")
    reader.press("Carry on")
    reader.press("16 to 17")
    reader.write("What is your first name?", "Mary Ann")
    expect(reader.page.get_by_role("alert")).to_contain_text("Write 1 first name, or 2 like this: Mary-Ann")
    reader.write("What is your first name?", "Mary-Ann")
    for answer in ("Yes", "No", "No", "Yes"):
        reader.press(answer)
    reader.write("What is your e-mail?", "mary@example.org")
    reader.press("Change")
    reader.press("Ask me")
    reader.press("Yes")
    expect(reader.page.get_by_role("main")).to_contain_text("Mary-Ann")
    reader.press("Sign")
    expect(reader.page.locator("h1")).to_have_text("Look in your e-mail.")
    reader.go(f"{link_to_confirm()}easy-read/")
    reader.press("Sign")

    expect(reader.page.locator("h1")).to_have_text("You signed.")
    assert Person.objects.get().age_band == AgeBand.AGE_16_17
    assert set(ConsentEntry.objects.values_list("purpose", "shown_in")) == {
        (purpose, ShownIn.EASY) for purpose in (Purpose.TAKE_PART, Purpose.PUBLISH, Purpose.ASK)
    }


def in_easy_read(page: Page, portal: str) -> None:
    """A pupil of 13 to 15."""
    page.goto(f"{portal}/pledge/sign/easy-read/")
    press(page, "Carry on")
    press(page, "13 to 15")
    page.get_by_label("What is your first name?").fill("Quentin")
    press(page, "Next")
    for answer in ("Yes", "No", "No"):
        press(page, answer)
    page.get_by_label("What is your e-mail?").fill("quentin@example.org")
    press(page, "Next")
    expect(page.get_by_role("main")).to_contain_text("Quentin")
    press(page, "Sign")
    expect(page.locator("h1")).to_have_text("Look in your e-mail.")


def in_all_the_words(page: Page, portal: str) -> list[str]:
    """A pupil of 16; every page on the way as it was seen."""
    seen: list[str] = []

    def on(name: str) -> None:
        seen.append(page.content())
        press(page, name)

    page.goto(f"{portal}/pledge/sign/")
    on("Start")
    page.get_by_label("Young person").check()
    on("Continue")
    page.get_by_label("16 to 17").check()
    on("Continue")
    page.get_by_label("Your first name").fill("Rosa")
    page.get_by_label("Your e-mail address").fill("rosa@example.org")
    on("Continue")
    page.get_by_label("Show my name").check()
    on("Continue")
    expect(page.get_by_role("main")).to_contain_text("Rosa")
    on("Sign")
    expect(page.locator("h1")).to_have_text("Look in your e-mail")
    return [*seen, page.content()]


def confirm(page: Page, easy: bool) -> None:
    page.goto(link_to_confirm() + ("easy-read/" if easy else ""))
    press(page, "Sign" if easy else "Yes, I sign")
    expect(page.locator("h1")).to_contain_text("You signed")


@WITH_AND_WITHOUT
def test_two_pupils_in_turn_on_one_device(portal: str, new_page: NewPage, javascript: bool) -> None:
    tablet = new_page(1280, javascript)
    at_home = new_page(360, javascript)

    in_easy_read(tablet, portal)
    confirm(at_home, easy=True)
    seen = in_all_the_words(tablet, portal)
    confirm(at_home, easy=False)
    # "Back" on the tablet brings nothing up again.
    for _ in range(3):
        tablet.go_back()
        seen.append(tablet.content())

    assert not any("quentin" in page.lower() for page in seen)
    assert not any("rosa" in page.lower() for page in seen[-3:])
    moderator = StaffMemberFactory.create()
    for signature in Signature.objects.filter(state=State.AWAITING):
        approve(subject_id=signature.subject_id, by=moderator)
    assert Signature.objects.counted().count() == 2
    assert list(PublicEntry.objects.values_list("name", flat=True)) == ["Rosa"]


@WITH_AND_WITHOUT
def test_class_signs_as_a_group_through_an_adult(portal: str, new_page: NewPage, axe: Axe, javascript: bool) -> None:
    page = new_page(360, javascript)

    def look() -> None:
        if not javascript:
            return
        assert axe(page) == [], page.title()
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate(SIDEWAYS) <= 0, page.title()

    page.goto(f"{portal}/pledge/sign/")
    press(page, "Start")
    page.get_by_label("Young person").check()
    press(page, "Continue")
    look()
    page.get_by_label("Under 13").check()
    press(page, "Continue")
    look()
    press(page, "An adult is here: sign as a group")
    page.get_by_label("Where the group is").fill("Class 2, Thistlewick School")
    page.get_by_label("How many children and young people").fill("1")
    page.get_by_label("Name of the adult").fill("Ada Lark")
    page.get_by_label("E-mail address of the adult").fill("ada@thistlewick.example")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("from 2 to 500")
    look()
    page.get_by_label("How many children and young people").fill("24")
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("Show my name").check()
    look()
    press(page, "Continue")
    expect(page.get_by_role("main")).to_contain_text("24")
    press(page, "Sign")
    confirm(page, easy=False)

    signature = Signature.objects.get()
    assert (signature.kind, signature.people, signature.state) == (Kind.GROUP, 24, State.AWAITING)
