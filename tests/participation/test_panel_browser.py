"""A group with a keyboard and nothing else, no scripts, on a phone: from the letter's link to "Thank you"."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from desk.roles import Role, make_roles
from tests.desk.test_charters_browser import sign_in
from tests.factories import StaffMemberFactory
from tests.journeys.keyboard import tab_to
from tests.participation import factories
from tests.participation.panel_pages import SCHOOL, THERAPY, link, make_group

pytestmark = pytest.mark.django_db(transaction=True)

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What the group presses, and what then stands on the screen.
PRESSES = (
    ("Next", "We do not need your names."),
    ("Next", "You have until"),
    ("Start", f"Did you use {SCHOOL}?"),
    ("Yes", "Do we ask about joining?"),
    ("A bit.", "Do we ask about missing?"),
    ("Back", "Do we ask about joining?"),
    ("Yes.", "Do we ask about missing?"),
    ("We do not know", f"Did you use {THERAPY}?"),
    ("No", "Is this right?"),
    ("Send", "Thank you."),
    ("Our answers", "You sent this."),
)


def test_whole_panel_with_the_keyboard_alone_and_no_scripts(
    live_server: LiveServer, settings: Settings, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    settings.SITE_URL = live_server.url
    panel, found = make_group(), {}
    page, looking = new_page(360, javascript=False), new_page(360)
    page.goto(f"{live_server.url}{link(panel)}")

    for n, (button, then) in enumerate(PRESSES):
        tab_to(page, button)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(then)
        # axe needs scripts, so it looks at the same screen in another browser.
        looking.goto(page.url)
        for width in (1280, 360):
            looking.set_viewport_size({"width": width, "height": 800})
            over = looking.evaluate(SIDEWAYS)
            found[f"{n}: {then} at {width}"] = axe(looking) + ([f"{over} px too wide"] if over > 0 else [])

    assert found == {name: [] for name in found}
    panel.refresh_from_db()
    assert panel.sent_at is not None


def test_desk_pages_fit_and_axe_finds_nothing(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    make_roles()
    staff = StaffMemberFactory.create(username="ada")
    staff.groups.set(staff.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    asked, sent = make_group(), factories.make_sent(factories.make_panel(None, factories.make_service("Kite Club")))
    page, found = new_page(360), {}
    sign_in(page, live_server.url, reverse("admin:participation_panel_changelist"), "ada")

    for name, keys in (("changelist", []), ("add", []), ("change", [asked.pk]), ("change", [sent.pk])):
        page.goto(f"{live_server.url}{reverse(f'admin:participation_panel_{name}', args=keys)}")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(SIDEWAYS)
            found[f"{page.title()} at {width}"] = axe(page) + ([f"{over} px too wide"] if over > 0 else [])

    assert found == {name: [] for name in found}
