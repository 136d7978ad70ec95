"""The main job, end to end, in a real browser: sign, confirm, be approved, stand on the list, leave, be gone."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from desk.models import StaffMember
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Person, Revision
from tests.factories import publish_terms

from .pressing import press

WIDTHS = (360, 1280)
PARTS = "[...new Set([...document.querySelectorAll('main [class]')].map(e => e.className))].sort().join()"
PASSWORD = "correct horse battery"
SCHOOL = "Thistlewick School"

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def portal(live_server: LiveServer, settings: Settings) -> str:
    """A running portal with a pledge to sign and a moderator at the desk; its address."""
    settings.SITE_URL = live_server.url
    publish_terms()
    moderator = StaffMember.objects.create_user("mo", password=PASSWORD, is_staff=True)
    moderator.groups.add(Group.objects.get(name="moderator"))
    return str(live_server.url)


def newest_link(kind: str) -> str:
    """What the worker has sent last: the link in it. The worker is the real one, run once."""
    call_command("work", once=True)
    found = re.search(rf"http://\S+/pledge/{kind}/\S+", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(0)


class Reader:
    """Somebody with a browser. Where `axe` is given, it looks once at every page they come to, narrow and wide."""

    def __init__(self, page: Page, address: str, axe: Axe | None = None) -> None:
        self.page, self.address, self.axe = page, address, axe
        self.seen: set[str] = set()
        self.parts: set[str] = set()

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look()

    def press(self, name: str) -> None:
        press(self.page, name)
        self.look()

    def look(self) -> None:
        title = self.page.title()  # says "Error:" where there is one
        if self.axe is None or title in self.seen:
            return
        self.seen.add(title)
        # Wide as well, once for each set of parts that a page is made of.
        parts = self.page.evaluate(PARTS)
        for width in WIDTHS[:1] if parts in self.parts else WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            assert self.axe(self.page) == [], f"{title} at {width} px"
        self.parts.add(parts)
        # 1280 px at 400% are 320: nothing may need scrolling sideways there.
        self.page.set_viewport_size({"width": 320, "height": 800})
        sideways = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, f"{title} scrolls sideways at 400%"

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)


def fill_in(reader: Reader) -> None:
    page = reader.page
    reader.go("/pledge/")
    press(page, "Sign the pledge")
    reader.look()
    reader.press("Start")
    # Nothing chosen: a clear answer, and the way to put it right.
    reader.press("Continue")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("School", exact=True).check()
    reader.press("Continue")
    page.get_by_label("Name of your organisation").fill(SCHOOL)
    page.get_by_label("Your name").fill("Ada Lark")
    page.get_by_label("Your role").fill("SENCO")
    page.get_by_label("Your e-mail address").fill("ada@")
    reader.press("Continue")
    expect(page.get_by_label("Your name")).to_have_value("Ada Lark")
    page.get_by_label("Your e-mail address").fill("ada@thistlewick.example")
    reader.press("Continue")
    page.get_by_label("What you will do").fill("Ask our pupils before we change the timetable.")
    reader.press("Continue")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    page.get_by_label("Show my name").check()
    reader.press("Continue")
    reader.heading("Check your answers")
    page.get_by_role("link", name=re.compile("Change.*role", re.IGNORECASE)).click()
    page.get_by_label("Your role").fill("Head of inclusion")
    reader.press("Continue")
    reader.heading("Check your answers")
    expect(page.get_by_role("main")).to_contain_text("Head of inclusion")
    reader.press("Sign")
    reader.heading("Look in your e-mail")


def confirm(reader: Reader) -> str:
    assert ConsentEntry.objects.count() == 0
    reader.go(newest_link("confirm"))
    assert ConsentEntry.objects.count() == 0
    reader.press("Yes, I sign")
    expect(reader.page.get_by_role("main")).to_contain_text("You signed")
    assert ConsentEntry.objects.count() == 2
    return newest_link("yours")


def approve(reader: Reader) -> None:
    page = reader.page
    reader.go("/admin/")
    page.get_by_label("Name", exact=True).fill("mo")
    page.get_by_label("Password").fill(PASSWORD)
    reader.press("Sign in")
    reader.go("/admin/pledges/signature/")
    with page.expect_navigation():
        page.get_by_role("link", name=SCHOOL).first.click()
    reader.look()
    reader.press("Approve")
    expect(page.get_by_role("main")).to_contain_text("School. Approved")


def stands_on_the_list(reader: Reader) -> bool:
    reader.go("/pledge/signatories/")
    shown = SCHOOL in reader.page.content()
    for name in ("csv", "json"):
        assert (SCHOOL in reader.page.request.get(f"{reader.address}/pledge/signatories.{name}").text()) is shown
    return shown


def leave(reader: Reader, own: str) -> None:
    reader.go(own)
    expect(reader.page.get_by_role("main")).to_contain_text("ada@thistlewick.example")
    reader.press("Leave the pledge")
    reader.press("Leave the pledge")
    reader.heading("You have left the pledge")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_school_signs_and_leaves(portal: str, new_page: NewPage, axe: Axe, javascript: bool) -> None:
    # axe waits for timers, which a page without JavaScript has not; the desk's pages have tests of their own.
    signatory = Reader(new_page(360, javascript), portal, axe if javascript else None)
    moderator = Reader(new_page(1280, javascript), portal)

    fill_in(signatory)
    assert not stands_on_the_list(signatory)
    own = confirm(signatory)
    approve(moderator)
    assert stands_on_the_list(signatory)
    assert "Ada Lark, Head of inclusion" in signatory.page.content()
    leave(signatory, own)

    assert not stands_on_the_list(signatory)
    assert not Person.objects.exists()
    assert not Revision.objects.exists()
    call_command("work", once=True)
    assert "receipt" in mail.outbox[-1].subject
    assert first_break() is None
    signatory.page.goto(own)
    assert "Thistlewick" not in signatory.page.content()


FOCUSED = """() => {
    const e = document.activeElement;
    const text = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || e.value || '';
    return [e.tagName === 'A' ? '' : text.trim(), e.matches(':focus-visible')];
}"""


def press_until(page: Page, key: str, *names: str) -> None:
    """Presses a key until the focus is on the field or button with one of these names, and sees that it shows."""
    for _ in range(40):
        page.keyboard.press(key)
        name, shows = page.evaluate(FOCUSED)
        if name in names:
            assert shows, f"{name} does not show its focus"
            return
    raise AssertionError(f"The keyboard does not reach {names}")


def test_signing_with_the_keyboard_alone(portal: str, new_page: NewPage) -> None:
    page = new_page(1280)
    page.goto(portal + "/pledge/sign/")

    def on(name: str, *keys: str) -> None:
        press_until(page, "Tab", name)
        for key in keys:
            page.keyboard.press(key)

    def write(name: str, text: str) -> None:
        press_until(page, "Tab", name)
        page.keyboard.type(text)

    on("Start", "Enter")
    page.wait_for_url("**/who/")
    press_until(page, "Tab", "Nursery or early years setting")
    press_until(page, "ArrowDown", "Parent carer")
    on("Continue", "Enter")
    page.wait_for_url("**/you/")
    write("Your name", "Priya Nolan")
    write("Your e-mail address", "priya@example.org")
    on("Continue", "Enter")
    page.wait_for_url("**/promise/")
    on("Continue", "Enter")
    page.wait_for_url("**/choices/")
    on("Send me news", "Space")
    on("Continue", "Enter")
    page.wait_for_url("**/check/")
    on("Sign", "Enter")
    page.wait_for_url("**/sent/")
    page.goto(newest_link("confirm"))
    on("Yes, I sign", "Enter")
    page.get_by_text("You signed").first.wait_for()
    page.goto(newest_link("yours"))
    page.get_by_role("button", name="Leave the pledge").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/leave/")
    on("Leave the pledge", "Enter")
    page.wait_for_url("**/left/")

    assert list(ConsentEntry.objects.order_by("id").values_list("purpose", "act")) == [
        ("take_part", "give"),
        ("news", "give"),
        ("news", "withdraw"),
        ("take_part", "withdraw"),
    ]
