"""An officer and a group of young people write a charter from nothing: by keyboard alone, and without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters.models import Agreement, Charter, LintException, Partner, ReadingResult, Version
from charters.models.kinds import VersionState
from desk.roles import Role, make_roles
from tests.desk.test_browser import watched
from tests.desk.test_charters_browser import sign_in
from tests.factories import StaffMemberFactory

from .keyboard import tab_to
from .pressing import press

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
# Each promise with its line of easy read and its picture. "Wellbeing" is in no list of easy words, and stays.
PARTS = {
    "Asking": [
        ("We will ask before planning.", "We ask you first.", "hand-up"),
        ("We will listen to everybody.", "We listen to you.", "ear"),
        ("We will write to you at home.", "We send you a letter.", "envelope"),
        ("We will give you time.", "You have time.", "clock"),
    ],
    "Telling": [
        ("We will name one contact.", "You know who to call.", "telephone"),
        ("We will say when.", "We tell you the day.", "calendar"),
        ("We will say no when we cannot.", "We tell you the truth.", "thumb-up"),
        ("We will explain long words.", "We use easy words.", "book"),
    ],
    "Keeping": [
        ("We will say sorry.", "We say sorry.", "heart"),
        ("We will mind how you feel.", "We help your wellbeing.", "sun"),
        ("We will meet near you.", "We come to your town.", "bus"),
        ("We will look at this each year.", "We look again each year.", "eye"),
    ],
}


@pytest.fixture
def desk(live_server: LiveServer, transactional_db: None) -> str:
    make_roles()
    staff = StaffMemberFactory.create(username="ed")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.CHARTER_EDITOR))
    Partner.objects.create(name="Quillmere Council", kind="council")
    return str(live_server.url)


class Writer:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page, axe: Axe) -> None:
        self.page, self.axe = page, axe
        self.complaints = watched(page)

    def types(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def goes(self, *names: str) -> None:
        """To a link or button, and Enter."""
        tab_to(self.page, *names, most=150)
        self.presses("Enter")

    def opens(self, *names: str) -> None:
        """To a link or button, Enter, and the page it leads to."""
        tab_to(self.page, *names, most=300)
        with self.page.expect_navigation():
            self.presses("Enter")

    def box(self, name: str) -> Any:
        return self.page.locator(f".row__form [name={name}]")

    def saved(self) -> None:
        expect(self.page.get_by_role("status")).to_contain_text("Saved at")

    def looks(self) -> None:
        before = len(self.complaints)
        found = self.axe(self.page)
        assert found == [], self.page.url
        # The browser has much to say of axe itself.
        del self.complaints[before:]

    def line(self, n: int, words: str, picture: str = "") -> None:
        """Another line, with what its picture is meant to say."""
        self.goes("Add a line")
        expect(self.box(f"lines-{n}-text")).to_be_focused()
        self.types(words)
        if picture:
            tab_to(self.page, "Picture:")
            self.types(picture)
            self.means(words)

    def means(self, words: str) -> None:
        tab_to(self.page, "What the picture is meant to say:")
        self.types(words)


def begin(writer: Writer, desk: str) -> None:
    """A charter, its first version, and its page for writing."""
    sign_in(writer.page, desk, "/admin/charters/charter/add/")
    tab_to(writer.page, "Title:")
    writer.types("Five Ways")
    writer.opens("Save")
    writer.opens("Write a new version")
    writer.opens("Write a new version")
    writer.opens("Write")
    expect(writer.page.locator("[data-ready]")).to_be_attached()


def section(writer: Writer, heading: str) -> None:
    writer.goes("Add a section")
    expect(writer.box("label")).to_be_focused()
    tab_to(writer.page, "Heading:")
    writer.types(heading)
    writer.presses("Escape")
    expect(writer.page.get_by_role("heading", name=heading)).to_be_visible()


def clauses(writer: Writer, heading: str) -> None:
    """All of a section, each begun from the one before."""
    writer.goes(f"Add a clause to {heading}")
    told = PARTS[heading]
    for n, (text, words, picture) in enumerate(told, start=1):
        expect(writer.box("text")).to_be_focused()
        writer.types(text)
        write_easy(writer, words, picture)
        writer.presses("Escape" if n == len(told) else "Control+Enter")
        expect(writer.page.locator(".clauses .typed", has_text=text)).to_be_visible()


def write_easy(writer: Writer, words: str, picture: str) -> None:
    """One line: one finds its picture by a word, one is mended first, one is left with a reason."""
    if picture == "ear":
        writer.line(0, words)
        find_picture(writer, "ear")
    elif picture == "telephone":
        writer.line(0, "We will facilitate communication.", picture)
        mend(writer, words)
    else:
        writer.line(0, words, picture)
    if picture == "sun":
        leave_so(writer)


def find_picture(writer: Writer, word: str) -> None:
    writer.goes("Find a picture for line 1")
    expect(writer.page.locator("#panel-box")).to_be_focused()
    writer.presses("Control+a")
    writer.types(word)
    writer.presses("Enter")
    expect(writer.page.locator(".pick").first).to_be_visible()
    writer.page.locator(f".pick[value='take-0-{word}']").focus()
    writer.presses("Enter")
    expect(writer.box("lines-0-picture")).to_have_value(word)
    writer.means("We listen.")


def mend(writer: Writer, words: str) -> None:
    """What is hard is said beside the line, while it is written; then it is written otherwise."""
    marks = writer.page.locator("[data-marks] .mark--error")
    expect(marks.first).to_contain_text("Hard to read:")
    writer.box("lines-0-text").focus()
    writer.presses("Control+a")
    writer.types(words)
    expect(marks).to_have_count(0)


def leave_so(writer: Writer) -> None:
    expect(writer.page.locator(".mark--error")).to_contain_text("wellbeing")
    writer.page.locator("button[value^='leave-0-']").first.focus()
    writer.presses("Enter")
    expect(writer.page.locator("#panel-box")).to_be_focused()
    writer.types("Our group says this word every day.")
    writer.goes("Leave it so")
    expect(writer.page.locator(".mark--left")).to_contain_text("Our group says this word every day.")


def ask_partner(writer: Writer) -> None:
    """The partner is put on the list and asked. How partners answer is another journey's."""
    writer.opens("Partners, readers and publishing")
    writer.opens("Add a partner")
    writer.page.locator("[name=partner]").focus()
    writer.presses("ArrowDown")
    writer.opens("Save")
    writer.opens("Start the consultation")
    writer.opens("Start the consultation")
    version = Version.objects.get()
    Agreement.objects.create(version=version, partner=Partner.objects.get(), hash=version.hash, act="agree")


def read_together(writer: Writer) -> None:
    writer.opens("A group has read it")
    tab_to(writer.page, "Name of the group:")
    writer.types("Kite Group")
    tab_to(writer.page, "How many read it:")
    writer.types("6")
    writer.page.get_by_label("They read everything").focus()
    writer.presses("Space")
    writer.looks()
    writer.opens("They have checked it")
    expect(writer.page.get_by_text("Kite Group").first).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_charter_of_three_sections_and_twelve_clauses_is_written_with_the_keyboard_alone(
    desk: str, new_page: NewPage, axe: Axe
) -> None:
    writer = Writer(new_page(1280), axe)
    begin(writer, desk)

    for heading in PARTS:
        section(writer, heading)
        clauses(writer, heading)
    writer.looks()
    ask_partner(writer)
    read_together(writer)
    writer.opens("Publish")
    writer.opens("Publish for everybody")
    expect(writer.page.get_by_text("Published. Everybody can read it now.")).to_be_visible()

    version = Version.objects.get()
    written = [
        (one.text, *one.lines.values_list("text", "picture"))
        for part in version.sections.order_by("position")
        for one in part.clauses.order_by("position")
    ]
    assert version.state == VersionState.PUBLISHED
    assert written == [(text, (words, picture)) for part in PARTS.values() for text, words, picture in part]
    assert LintException.objects.get().text == "We help your wellbeing."
    assert ReadingResult.objects.filter(answer="understood").count() == 12
    assert writer.complaints == []


@pytest.mark.django_db(transaction=True)
def test_essentials_are_written_without_a_script(desk: str, new_page: NewPage) -> None:
    page = new_page(360, javascript=False)
    complaints = watched(page)
    sign_in(page, desk, "/admin/charters/charter/add/")
    page.fill("[name=title]", "Five Ways")
    press(page, "Save")
    press(page, "Write a new version", "link")
    press(page, "Write a new version")
    press(page, "Write", "link")
    press(page, "Add a section", "link")
    page.fill("[name=heading]", "Asking")
    press(page, "Save")
    press(page, "Add a clause to Asking", "link")
    page.fill("[name=text]", "We will ask.\n\nWe will tell.")
    press(page, "Split at empty lines")
    press(page, "Change : We will tell.", "link")
    page.locator("summary", has_text="Paste several lines").click()
    page.fill("[name=pasted]", "* We tell you.\n* We say when.")
    press(page, "Make lines of it")
    press(page, "Find a picture for line 1")
    page.fill("#panel-box", "megaphone")
    press(page, "Search")
    with page.expect_navigation():
        page.locator(".pick").first.click()
    page.fill("[name=lines-0-meaning]", "We tell.")
    press(page, "Save")
    press(page, "Change : We will tell.", "link")
    press(page, "Move up")
    press(page, "Undo : moved a clause")

    (part,) = Charter.objects.get().versions.get().sections.all()
    first, second = part.clauses.order_by("position")
    assert (first.text, second.text) == ("We will ask.", "We will tell.")
    assert list(second.lines.values_list("text", flat=True)) == ["We tell you.", "We say when."]
    assert second.lines.all()[0].picture
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints == []
