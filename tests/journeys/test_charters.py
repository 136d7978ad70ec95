"""A charter end to end, in a real browser: from a Word document to a second version that anybody can compare.

The editor is at the desk, each partner at the page that their letter leads to, the reader without JavaScript.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from charters.models import Clause, Partner, Version
from charters.models.kinds import PartnerKind
from desk.models import StaffMember
from tests.charters.agreeing_pages import ADDRESSES, COUNCIL, FORUM, letters_to, link_of
from tests.charters.importing.words import docx, h1, point, title

from .pressing import press

PASSWORD = "correct horse battery"
ASK, NAME, LEAFLET = "We will ask before planning.", "We will name one contact.", "We will send a paper leaflet."
ANSWER, NEW = "We will answer within a week.", "We will thank people for their time."
NEW_NAME = "We will name one contact for you."
WORD = docx(
    title("The Lantern Charter"), h1("Asking"), point(ASK), point(LEAFLET), h1("Answering"), point(NAME), point(ANSWER)
)
CHARTER = "/charters/the-lantern-charter/"

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def portal(live_server: LiveServer, settings: Settings) -> str:
    """A running portal with two partners and a charter editor; its address."""
    settings.SITE_URL = live_server.url
    editor = StaffMember.objects.create_user("ed", password=PASSWORD, is_staff=True)
    editor.groups.add(Group.objects.get(name="charter editor"))
    for name, kind in ((COUNCIL, PartnerKind.COUNCIL), (FORUM, PartnerKind.PARENT_CARERS)):
        Partner.objects.create(name=name, kind=kind, email=ADDRESSES[name])
    return str(live_server.url)


class Desk:
    """The editor's browser, on the page of the version that is being written."""

    def __init__(self, page: Page, portal: str) -> None:
        self.page, self.portal = page, portal
        page.goto(f"{portal}{reverse('admin:login')}?next={reverse('admin:charters_import')}")
        page.fill("#id_username", "ed")
        page.fill("#id_password", PASSWORD)
        press(page, "Sign in")

    @property
    def version(self) -> Version:
        return Version.objects.open().get()

    def go(self, name: str, *args: object) -> None:
        self.page.goto(self.portal + reverse(f"admin:charters_{name}", args=[self.version.pk, *args]))

    def act(self, name: str, button: str, **boxes: str) -> None:
        """Opens one of the version's pages, fills its boxes in, and presses its button."""
        self.go(name)
        self.fill(**boxes)
        press(self.page, button)

    def fill(self, **boxes: str) -> None:
        for box, words in boxes.items():
            self.page.fill(f"#id_{box.replace('__', '-')}", words)

    def write_easy_read(self, clause: Clause, words: str, **boxes: str) -> None:
        """One line of easy read beside a clause, and other words of the clause itself."""
        self.go("clause_change", clause.pk)
        if not self.page.locator("#line-1").count():
            press(self.page, "Add a line")
        self.fill(lines__0__text=words, lines__0__picture="hand-up", lines__0__meaning="We ask.", **boxes)
        if self.page.get_by_label("Still right").count():
            self.page.get_by_label("Still right").check()
        press(self.page, "Save")

    def add_partners(self) -> None:
        for name in (COUNCIL, FORUM):
            self.go("row_add", "partners")
            self.page.select_option("#id_partner", label=name)
            press(self.page, "Save")

    def check_and_ask(self) -> None:
        self.act("readers", "They have checked it", group="Kite Group readers", count="4")
        self.act("ask", "Write to the partners")

    def publish(self) -> None:
        self.act("publish", "Publish for everybody")
        expect(self.page.locator(".messagelist")).to_contain_text("Everybody can read it now")


def letter_to(name: str) -> str:
    """The link in the newest letter, sent by the real worker."""
    call_command("work", once=True)
    return link_of([one for one in letters_to(name) if "/charters/agree/" in one.body][-1])


def answer(page: Page, portal: str, name: str, yes: bool, reason: str = "") -> None:
    page.goto(portal + letter_to(name))
    page.get_by_label("Yes, we agree" if yes else "No, we do not agree").check()
    page.get_by_label("If no: why not?").fill(reason)
    press(page, "Send the answer")


def clause_of(version: Version, text: str) -> Clause:
    return version.clauses.get(text=text)


def import_word_document(desk: Desk) -> None:
    page = desk.page
    desk.fill(title="The Lantern Charter")
    page.set_input_files("#id_file", {"name": "lantern.docx", "mimeType": "application/zip", "buffer": WORD})
    press(page, "Read the document")
    expect(page.get_by_role("main")).to_contain_text(ASK)
    press(page, "Save as a draft")


def write_first_version(desk: Desk) -> None:
    """From the document, with a line of easy read beside each clause, to the letters to the partners."""
    import_word_document(desk)
    for clause in desk.version.clauses.all():
        desk.write_easy_read(clause, "We ask you first.")
    desk.add_partners()
    desk.check_and_ask()


def write_second_version(desk: Desk) -> None:
    """One clause in new words, one added, one moved, one taken out; and a note in both forms."""
    page, version = desk.page, desk.version
    desk.write_easy_read(clause_of(version, NAME), "You know who to ask.", text=NEW_NAME)
    desk.go("clause_add")
    desk.fill(text=NEW)
    page.select_option("#id_section", label="Answering")
    press(page, "Add a line")
    desk.fill(lines__0__text="We say thank you.", lines__0__picture="hand-up", lines__0__meaning="Thank you.")
    press(page, "Save")
    desk.go("clause_change", clause_of(version, ANSWER).pk)
    page.select_option("#id_section", label="Asking")
    press(page, "Save")
    desk.go("clause_delete", clause_of(version, LEAFLET).pk)
    press(page, "Yes, take it out")
    desk.go("note")
    desk.fill(note="We say thank you now.")
    press(page, "Add a line")
    desk.fill(lines__0__text="Some words are new.", lines__0__picture="book")
    press(page, "Save")
    desk.check_and_ask()


class Reader:
    """Somebody without JavaScript; axe, which needs it, looks at the same pages beside them."""

    def __init__(self, new_page: NewPage, axe: Axe, portal: str) -> None:
        self.page, self.beside, self.axe, self.portal = new_page(360, javascript=False), new_page(360), axe, portal
        self.found: list[str] = []

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def reads(self, path: str, *words: str) -> None:
        """The page in all the words says this; it and its easy read are looked at."""
        self.page.goto(self.portal + path)
        self.look(*words)
        with self.page.expect_navigation():
            self.page.get_by_role("link", name="Easy read", exact=True).first.click()
        self.look()

    def look(self, *words: str) -> None:
        for text in words:
            expect(self.main).to_contain_text(text)
        self.beside.goto(self.page.url)
        self.found += self.axe(self.beside)


@pytest.mark.django_db(transaction=True)
def test_from_word_document_to_two_versions_that_can_be_compared(portal: str, new_page: NewPage, axe: Axe) -> None:
    desk, partner, reader = Desk(new_page(1280), portal), new_page(360), Reader(new_page, axe, portal)

    write_first_version(desk)
    answer(partner, portal, FORUM, yes=False, reason="Say who does it.")
    answer(partner, portal, COUNCIL, yes=True)
    desk.go("publish")
    refused = desk.page.get_by_role("main").inner_text()
    answer(partner, portal, FORUM, yes=True)
    desk.publish()
    reader.reads(CHARTER, ASK, LEAFLET, NAME, ANSWER, f"Agreed by {COUNCIL} and {FORUM}")
    desk.page.goto(portal + reverse("admin:charters_start", args=[Version.objects.get().charter_id]))
    press(desk.page, "Write a new version")
    write_second_version(desk)
    for name in (COUNCIL, FORUM):
        answer(partner, portal, name, yes=True)
    desk.publish()
    compare(reader)

    assert f"{FORUM} does not agree" in refused
    assert reader.found == []


def compare(reader: Reader) -> None:
    """The old version leads to the new one; what changed; and the promise that was reworded, through both."""
    reader.reads(f"{CHARTER}versions/1/", LEAFLET, "This is an old version.")
    reader.page.goto(f"{reader.portal}{CHARTER}versions/")
    reader.look("We say thank you now.")
    press(reader.page, "What changed from version 1", "link")
    reader.look("1 new point", "1 point with new words", "1 point in another place", "1 point taken out")
    expect(reader.main.locator("ins", has_text="for you").first).to_be_visible()
    expect(reader.main.locator("del", has_text=LEAFLET).first).to_be_visible()
    key = clause_of(Version.objects.published().get(), NEW_NAME).key
    reader.reads(f"{CHARTER}commitments/{key}/", "This promise is in force.", "We changed the words.", NAME)
