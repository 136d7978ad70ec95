"""Two years of one promise, in a real browser: reviewed, answered in public, acted on, published, and compared.

How services and panels come to their answers is walked in test_auditing.py: here they are there from the start.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from charters.models import ClauseKey
from desk.roles import Role, make_roles
from participation.actions.sets import make_set
from participation.models import Action, Question, QuestionSet, Return, Round, Service
from post.models import Heartbeat
from post.worker import work_once
from tests.charters.factories import document, make_published, promise, section
from tests.factories import StaffMemberFactory
from tests.participation import factories
from tests.participation.return_pages import address_of

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "We will ask before planning."


class Year:
    """A portal with one promise, and three services that answer every year."""

    def __init__(self, url: str, new_page: Callable[..., Page]) -> None:
        self.url, self.new_page = url, new_page
        version = make_published(content=document(section("One", promise(WORDS))))
        self.charter, self.key = version.charter, ClauseKey.objects.get(charter=version.charter)
        self.services = [factories.make_service(name) for name in ("Larkspur", "Pebblewing", "Thistlewick")]

    def of(self, year: int, the_set: QuestionSet, *levels: int) -> Round:
        """Each service has answered, at one level throughout; the round has closed."""
        one = factories.make_round(year, the_set)
        for service, level in zip(self.services, levels, strict=True):
            factories.make_submitted(factories.make_return(one, service), level)
        return one

    def desk(self) -> Page:
        make_roles()
        member = StaffMemberFactory.create(first_name="Ada")
        member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
        page, client = self.new_page(1280), Client()
        client.force_login(member)
        value = client.cookies[site.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
        return page

    def publish(self, desk: Page, one: Round) -> None:
        desk.goto(f"{self.url}/admin/participation/round/{one.pk}/board/")
        desk.get_by_role("link", name="Publish the results").click()
        desk.get_by_role("button", name="Publish the results").click()
        # A year has gone by: every job of the worker is due.
        Heartbeat.objects.update(last_success=timezone.now() - timedelta(days=365))
        work_once()


def of_this_promise(year: Year, the_set: QuestionSet) -> QuestionSet:
    for question in the_set.questions.filter(for_panels=True):
        question.commitments.add(year.key)
    return the_set


def changed_set(year: Year, first: QuestionSet) -> QuestionSet:
    """The next year's: one question means something else, so it has another key."""
    second = make_set(copy_of=first.pk, title="The second set")
    Question.objects.filter(question_set=second, key="replies").update(key="hearing-back", text="Do people hear back?")
    return second


def test_two_years_of_a_promise(
    live_server: LiveServer, settings: Settings, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    settings.SITE_URL = live_server.url
    year = Year(str(live_server.url), new_page)
    first_set = of_this_promise(year, factories.make_set())
    first = year.of(2025, first_set, 1, 2, 4)
    thistlewick = Return.objects.get(round=first, service__name="Thistlewick")
    factories.make_sent(factories.make_panel(first, thistlewick.service))
    factories.close(first)
    desk = year.desk()

    review_and_act(year, desk, first)
    answer_in_public(year, thistlewick)
    year.publish(desk, first)
    second = year.of(2026, changed_set(year, first_set), 3, 3, 4)
    factories.close(second)
    year.publish(desk, second)

    found = read_everything(year, axe)
    assert found == {name: [] for name in found}


def review_and_act(year: Year, desk: Page, first: Round) -> None:
    """A level is agreed with a reason, a low answer becomes an action, and results wait for the service's answer."""
    desk.goto(f"{year.url}/admin/participation/round/{first.pk}/board/")
    expect(desk.get_by_role("link", name="Publish the results")).to_have_count(0)
    expect(desk.locator("main")).to_contain_text("Before the results are published:")
    desk.locator(".due").get_by_role("link", name="Thistlewick").click()
    question = desk.locator("#question-joining")
    expect(question).to_contain_text("two levels apart, or more")
    question.locator("summary", has_text="Agree another level").click()
    question.get_by_label("Doing").check() if question.get_by_label("Doing").count() else question.locator(
        "select[name$=level]"
    ).select_option("3")
    question.get_by_label("Why", exact=False).first.fill("The young people showed us where it is not so.")
    question.get_by_role("button", name="Agree this level").click()
    expect(desk.locator("#question-joining")).to_contain_text("Agreed after review: Doing.")
    desk.goto(f"{year.url}/admin/participation/round/{first.pk}/board/")
    desk.locator(".due").get_by_role("link", name="Larkspur").click()
    desk.locator("#question-joining").get_by_role("link", name="Make an action").click()
    desk.get_by_label("What will be done").fill("Ask three families before the next plan.")
    desk.get_by_label("Who does it").fill("The head of planning")
    desk.get_by_label("By when").fill((timezone.localdate() + timedelta(days=40)).isoformat())
    desk.get_by_label("E-mail of whoever looks after it").fill("owner@quillmere.example")
    desk.get_by_role("button", name="Make the action").click()
    assert Action.objects.get().clause_key == year.key


def answer_in_public(year: Year, thistlewick: Return) -> None:
    """By its own link, without scripts."""
    lead = year.new_page(360, javascript=False)
    lead.goto(f"{year.url}{address_of(thistlewick)}")
    lead.get_by_role("button", name="Read it and answer").click()
    boxes = lead.locator("main textarea")
    for n in range(boxes.count()):
        boxes.nth(n).fill("We thought of the school council alone. We will ask the young people.")
    lead.get_by_role("button", name="Answer in public").click()
    expect(lead.locator("main")).to_contain_text("Your answer is kept")


def read_everything(year: Year, axe: Callable[[Page], list[str]]) -> dict[str, list[str]]:
    """What anybody reads of it, on a phone: both years, the promise's page, and home."""
    reader, found = year.new_page(360), {}

    def look(path: str, *says: str) -> None:
        reader.goto(f"{year.url}{path}")
        for words in says:
            expect(reader.locator("main")).to_contain_text(words)
        found[path] = axe(reader)

    look("/participation/audits/2025/", "3 of 3 services answered.", "We thought of the school council alone.")
    look(
        "/participation/audits/2026/",
        "2025: 1 of 3 doing or shared; 2026: 3 of 3",
        "Do people hear back?",
        "A new question",
    )
    service = Service.objects.get(name="Larkspur").slug
    look(f"/participation/services/{service}/", "Ask three families before the next plan.", "2025", "2026")
    promise_page = f"/charters/{year.charter.slug}/commitments/{year.key.key}/"
    look(promise_page, "Kept by 3 of 3 services in 2026.", "1 of 3", "Ask three families before the next plan.")
    look(f"/charters/{year.charter.slug}/", "Kept by 3 of 3 services in 2026.")
    look("/", "1 of 1", "kept by most services")
    return found
