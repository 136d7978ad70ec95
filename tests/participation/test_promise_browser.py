"""A promise's page and home in a real browser: what axe finds, at both widths and in both forms."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from charters.actions import publish
from charters.models import ClauseKey
from participation.models import Action, ActionStep
from pledges.actions import count_signatures
from pledges.kinds import Kind
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section
from tests.factories import make_signature, publish_terms, publish_words_on

from . import factories
from .test_publishing import published

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")
PAGES = {
    "home": "/",
    "home-easy": "/easy-read/",
    "charter": "/charters/five-ways/",
    "promise": "/charters/five-ways/commitments/aaaaaa/",
    "promise-easy": "/charters/five-ways/commitments/aaaaaa/easy-read/",
    "promise-easy-2": "/charters/five-ways/commitments/aaaaaa/easy-read/2/",
}


def live_through() -> None:
    """Two years: a promise that more services keep, actions of every kind, and who signed for it."""
    both = (
        promise("We will ask children, young people and families before we plan a change.", "aaaaaa"),
        promise("We will say at the start what can change and what cannot.", "bbbbbb"),
    )
    said = document(section("From the start", *both))
    version = publish(version_id=make_agreed(make_draft(make_charter(slug="five-ways"), said)).pk)
    publish_words_on(version, pledge=publish_terms().wording.pledge)
    make_signature(organisation="Thistlewick School", promise="We ask our pupils before each plan.")
    for _n in range(5):
        make_signature(kind=Kind.PARENT_CARER)
    count_signatures()
    key = ClauseKey.objects.get(key="aaaaaa")
    services = [factories.make_service(name) for name in ("Thistlewick School", "Larkmere Clinic", "Fernhill Nursery")]
    for year, levels in ((2025, (1, 3, 2)), (2026, (3, 4, 2))):
        the_round = factories.make_round(year, the_set(key))
        for service, level in zip(services, levels, strict=True):
            factories.make_submitted(factories.make_return(the_round, service), level=level)
        if year == 2026:
            factories.make_sent(factories.make_panel(the_round, *services[::2]))
        published(the_round)
    act(key, services)


def the_set(key: ClauseKey) -> Any:
    made = factories.make_set()
    for one in made.questions.order_by("position")[:2]:
        one.commitments.add(key)
    return made


def act(key: ClauseKey, services: list[Any]) -> None:
    days = {"clause_key": key, "first_due_on": timezone.localdate() - timedelta(days=20)}
    factories.make_action(services[0], what="Ask the school council before each plan.", **days)
    moved = factories.make_action(services[1], what="Open a club on Saturdays.", **days)
    later = timezone.localdate() + timedelta(days=40)
    ActionStep.objects.create(action=moved, kind="moved", text="The hall is being mended.", due_on=later)
    done = factories.make_action(services[2], what="Rewrite all letters with families.", clause_key=key)
    ActionStep.objects.create(action=done, kind="evidence", text="The letters.", url="https://example.org/letters")
    Action.objects.filter(pk=done.pk).update(done_at=timezone.now())


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_that_say_whether_it_is_kept_pass_axe(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int
) -> None:
    live_through()
    page = new_page(width)

    for name, address in PAGES.items():
        page.goto(f"{live_server.url}{address}")
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/promising-{name}-{width}.png", full_page=True)
