"""Answering a difference, and an action's page, in a real browser: without scripts on a phone, and what axe finds."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from desk.roles import Role, make_roles
from participation.actions.agreeing_levels import Looked, agree_level
from participation.models import Action, ActionStep, PublicReply, Return, Service
from tests.factories import StaffMemberFactory
from tests.participation import factories
from tests.participation.acting_pages import owner_s
from tests.participation.return_pages import address_of

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


def differing() -> Return:
    one = factories.make_return(service=factories.make_service("Thistlewick School"))
    factories.make_submitted(one, level=4)
    factories.make_sent(factories.make_panel(one.round, one.service))
    return one


def told(service: Service) -> Action:
    """One whose day moved, with something said and something shown."""
    action = factories.make_action(service)
    later = action.due_on + timedelta(days=91)
    ActionStep.objects.create(action=action, kind="note", text="Two of four letters are written.")
    ActionStep.objects.create(action=action, kind="moved", text="The printer is ill.", due_on=later)
    url = "https://thistlewick.example/easy-read/letters-of-the-first-half-of-the-year"
    ActionStep.objects.create(action=action, kind="evidence", text="The first two letters.", url=url)
    return action


def test_difference_is_answered_on_a_phone_without_scripts(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(360, False)

    page.goto(f"{live_server.url}{address_of(differing())}")
    page.get_by_role("button", name="Read it and answer").click()
    page.get_by_label("Your answer: Question 1").fill("We begin anew, with the group.")
    page.get_by_role("button", name="Answer in public").click()
    expect(page.get_by_text("Your answer is kept", exact=True)).to_be_visible()

    assert PublicReply.objects.get().text == "We begin anew, with the group."


def test_owner_moves_the_day_and_finishes_on_a_phone_without_scripts(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    action = factories.make_action()
    page, later = new_page(360, False), action.due_on + timedelta(days=91)

    page.goto(f"{live_server.url}{owner_s(action)}")
    page.get_by_role("link", name="It needs another day").click()
    page.get_by_label("Which day is it now?").fill(later.isoformat())
    page.get_by_label("Why?").fill("Exams are in May.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Promised before for: {action.first_due_on:%-d %B %Y}")).to_be_visible()
    page.get_by_role("button", name="It is done").click()
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what shows it")
    page.get_by_label("What shows it?").fill("The new letter.")
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("Nothing in it can change now.")).to_be_visible()

    action.refresh_from_db()
    assert (action.due_on, action.done_at is not None) == (later, True)


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int
) -> None:
    one = differing()
    action = told(one.service)
    looked = Looked(one.pk, one.submission, factories.asked(one)[1].pk)
    agree_level(looked=looked, level=2, reason="Nobody asked the group before May.", by=None)
    page, found = new_page(width), {}

    def look(name: str) -> None:
        page.evaluate("document.activeElement.blur()")
        # What was just unfolded fades in.
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"reviewing-{name}-{width}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[name] = [*axe(page), *([f"{wide} wide"] if wide > width else [])]

    base, acting = address_of(one), owner_s(action)
    for name, path in (("read", base), ("differences", f"{base}differences/"), ("action", acting),
                       ("day", f"{acting}day/")):  # fmt: skip
        page.goto(f"{live_server.url}{path}")
        look(name)
    page.get_by_role("button", name="Save").click()
    look("day-wrong")
    signed_in(page, live_server.url)
    for name, path in (("desk-return", f"return/{one.pk}/change/"), ("desk-round", f"round/{one.round_id}/board/"),
                       ("desk-action", f"action/{action.pk}/change/"), ("desk-actions", "action/")):  # fmt: skip
        page.goto(f"{live_server.url}/admin/participation/{path}")
        for fold in page.locator("#content details").all():
            fold.evaluate("one => one.open = true")
        look(name)
    page.goto(f"{live_server.url}/admin/participation/round/{factories.close(one.round).pk}/publish/")
    look("desk-publish")

    assert {name: problems for name, problems in found.items() if problems} == {}


def signed_in(page: Page, url: str) -> None:
    make_roles()
    member = StaffMemberFactory.create(first_name="Ada")
    member.groups.set(member.groups.model.objects.filter(name=Role.AUDIT_LEAD))
    client = Client()
    client.force_login(member)
    value = client.cookies[site.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": url}])
