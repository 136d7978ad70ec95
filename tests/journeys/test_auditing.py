"""A year's audit in a real browser: a set, a round, three services, a panel, and what goes back and forth.

The pages of sets, of the register and of panels are looked at by axe in tests/participation.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from desk.roles import Role, make_roles
from participation.models import Holder, Panel, PanelRating, Return, Round
from post.worker import work_once
from tests.desk.test_browser import watched
from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)

NURSERY, SCHOOL, CLUB = "Pebblewing Nursery", "Thistlewick School", "Riverbank Youth Club"
REGISTER = f"""name;kind;size;lead;email
{NURSERY};early_years;small;Anneka Dole;nursery@quillmere.example
{SCHOOL};school;small;Tom Okafor;school@quillmere.example
{CLUB};voluntary;small;Osman Petri;club@quillmere.example
Nowhere;castle;small;;
"""


class Audit:
    """One portal, and everybody who is at it: each in a browser of their own."""

    def __init__(self, url: str, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
        self.url, self.new_page, self.axe = url, new_page, axe
        self.found: dict[str, list[str]] = {}
        self.looking = new_page(360)

    def desk(self) -> Page:
        """Staff, who have scripts."""
        make_roles()
        member = StaffMemberFactory.create(first_name="Ada")
        member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
        page, client = self.new_page(1280), Client()
        client.force_login(member)
        value = client.cookies[site.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
        self.complaints = watched(page)
        # axe fetches sheets in a way of its own, which the content policy refuses: not before this page.
        self.looking_at_desk = page.context.new_page()
        return page

    def by_link(self, to: str, page: str) -> Page:
        """Whoever got a letter, without scripts, on a phone."""
        bodies = [str(one.body) for one in mail.outbox if one.to == [to]]
        found = [address for body in bodies for address in re.findall(rf"http://\S+/participation/{page}/\S+", body)]
        opened = self.new_page(360, javascript=False)
        opened.goto(found[-1])
        return opened

    def look(self, page: Page, name: str) -> None:
        """axe needs scripts: it looks at the same page in another browser."""
        looking = self.looking_at_desk if page.url.startswith(f"{self.url}/admin/") else self.looking
        looking.goto(page.url)
        self.found[name] = self.axe(looking)


@pytest.fixture
def audit(
    live_server: LiveServer, settings: Settings, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> Iterator[Audit]:
    settings.SITE_URL = live_server.url
    told = Audit(str(live_server.url), new_page, axe)
    yield told
    assert told.found == {name: [] for name in told.found}
    assert told.complaints == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_one_round_with_three_services_and_a_panel(audit: Audit) -> None:
    desk = audit.desk()
    the_round = prepare(audit, desk)
    work_once()

    nursery_answers(audit)
    school_hands_it_on(audit)
    club_is_late(audit, desk, the_round)
    panel_is_asked_and_answers(audit, desk)
    nursery_is_handed_back(audit, desk, the_round)

    states = dict(Return.objects.values_list("service__name", "state"))
    assert states == {NURSERY: "submitted", SCHOOL: "submitted", CLUB: "open"}
    assert Return.objects.get(service__name=NURSERY).submission == 2


def prepare(audit: Audit, desk: Page) -> Round:
    """A set from the one that ships, the register from a file, a round, and the invitations."""
    desk.goto(f"{audit.url}/admin/participation/questionset/add/")
    desk.get_by_label("Title").fill("Our audit")
    press(desk, "Make the set")
    desk.goto(f"{audit.url}/admin/participation/service/import/")
    desk.set_input_files("[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()})
    press(desk, "Read the file")
    expect(desk.locator("main")).to_contain_text("1 row cannot be taken")
    press(desk, "Take them in")
    today = timezone.localdate()
    desk.goto(f"{audit.url}/admin/participation/round/add/")
    desk.get_by_label("Year").fill("2026")
    desk.get_by_label("Question set").select_option(index=1)
    for label, days in (("Opens", 0), ("Due", 30), ("Closes", 60)):
        desk.get_by_label(label).fill((today + timedelta(days=days)).isoformat())
    press(desk, "Save")
    desk.get_by_role("link", name="Invite services").click()
    expect(desk.locator("main")).to_contain_text("3 services have no invitation yet.")
    press(desk, "Invite")
    audit.look(desk, "round")
    return Round.objects.get()


def nursery_answers(audit: Audit) -> None:
    lead = audit.by_link("nursery@quillmere.example", "return")
    audit.look(lead, "list")
    answer_all(audit, lead, "Doing")
    submit(audit, lead)


def answer_all(audit: Audit, page: Page, level: str) -> None:
    """The short form, question by question; evidence where it is needed."""
    list_page = page.url
    questions = page.locator("main a[href*='/questions/']").evaluate_all("all => all.map((one) => one.href)")
    assert len(questions) == 4
    for n, address in enumerate(questions):
        page.goto(address)
        page.get_by_label(level, exact=True).check()
        page.get_by_label("What you do").fill(f"We ask every term ({n}).")
        if n == 0 and level == "Doing":
            audit.look(page, "question")
        if level == "Not yet":
            press(page, "Save and carry on")
            continue
        press(page, "Save and add evidence")
        page.get_by_label("What does it show?").fill("Minutes of May, in the office.")
        if n == 0:
            audit.look(page, "evidence")
        press(page, "Add it")
    page.goto(list_page)
    expect(page.locator("main")).to_contain_text("4 of 4 answered")


def submit(audit: Audit, page: Page) -> None:
    page.get_by_role("button", name="Check and submit").click()
    if "check" not in audit.found:
        audit.look(page, "check")
    press(page, "Submit the audit")
    expect(page.locator("h1")).to_contain_text("Submitted")


def school_hands_it_on(audit: Audit) -> None:
    """To a colleague, on another device; the lead's own link works no more."""
    lead = audit.by_link("school@quillmere.example", "return")
    first = lead.url
    lead.get_by_role("link", name="Ask a colleague to help, or hand it over").click()
    audit.look(lead, "colleague")
    lead.get_by_label("Your colleague's e-mail address").fill("deputy@quillmere.example")
    lead.get_by_label("They answer instead of me").check()
    press(lead, "Send the link")
    lead.goto(first)
    expect(lead.locator("h1")).to_contain_text("does not work")
    work_once()
    deputy = audit.by_link("deputy@quillmere.example", "return")
    answer_all(audit, deputy, "Not yet")
    submit(audit, deputy)


def club_is_late(audit: Audit, desk: Page, the_round: Round) -> None:
    """It opened its link and no more; the day it was due goes by."""
    audit.by_link("club@quillmere.example", "return")
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.filter(pk=the_round.pk).update(opens_on=yesterday, due_on=yesterday)
    desk.goto(f"{audit.url}/admin/participation/round/{the_round.pk}/board/?stage=overdue")
    rows = desk.locator(".due tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(CLUB)
    expect(rows).to_contain_text("opened")


def panel_is_asked_and_answers(audit: Audit, desk: Page) -> None:
    desk.goto(f"{audit.url}/admin/participation/panel/add/")
    desk.get_by_label("Round").select_option(index=1)
    desk.get_by_label("Name of the group").fill("The Kite Group")
    desk.get_by_label("Who they are").select_option("young_people")
    desk.get_by_label("How many people").fill("6")
    desk.get_by_label("E-mail that gets the link").fill("kite@quillmere.example")
    press(desk, "Go on to the services")
    desk.get_by_label(NURSERY).check()
    press(desk, "Put on the list")
    desk.get_by_role("button", name="Send the link").first.click()
    work_once()
    group = audit.by_link("kite@quillmere.example", "panel")
    for name in ("Next", "Next", "Start", "Yes"):
        go_on(group, name)
    for _question in range(4):
        group.locator("[name=answer][value='2']").click()
    press(group, "Send")
    expect(group.locator("main")).to_contain_text("Thank you.")
    assert Panel.objects.get().sent_at is not None
    assert set(PanelRating.objects.values_list("level", flat=True)) == {2}


def go_on(page: Page, name: str) -> None:
    page.locator("main").locator("a, button").filter(has_text=re.compile(rf"^\s*{name}\s*$")).first.click()


def nursery_is_handed_back(audit: Audit, desk: Page, the_round: Round) -> None:
    """The panel's view stands beside its own; it is handed back with a reason, and submitted again."""
    desk.goto(f"{audit.url}/admin/participation/round/{the_round.pk}/board/")
    desk.get_by_role("link", name=NURSERY).click()
    expect(desk.locator(".answers").first).to_contain_text("A panel of young people says: Starting")
    audit.look(desk, "return at the desk")
    desk.get_by_label("What is missing?").fill("How do you know?")
    press(desk, "Hand it back")
    work_once()
    lead = audit.by_link("nursery@quillmere.example", "return")
    expect(lead.locator("main")).to_contain_text("How do you know?")
    audit.look(lead, "list after it came back")
    lead.locator("main a[href*='/questions/']").first.click()
    lead.get_by_label("What you do").fill("We ask every term, and count the answers.")
    press(lead, "Save and back to the list")
    submit(audit, lead)
    assert Holder.objects.filter(of_return__service__name=NURSERY).count() == 1
