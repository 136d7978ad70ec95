"""A service's return in a real browser: on a phone, without scripts, and what axe finds on its pages."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters.models import ClauseKey
from participation.models import QuestionCommitment, Return
from tests.charters.factories import (
    document,
    make_agreed,
    make_charter,
    make_draft,
    make_published_from,
    promise,
    section,
)
from tests.participation.factories import (
    make_handed_back,
    make_return,
    make_round,
    make_service,
    make_set,
    make_submitted,
)
from tests.participation.files import pdf
from tests.participation.return_pages import address_of, holder_of, save, stop_address

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


def test_return_is_answered_and_submitted_on_a_phone_without_scripts(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    the_return = make_return(service=make_service("Thistlewick School"), is_short=True)
    page = new_page(360, False)

    page.goto(f"{live_server.url}{address_of(the_return)}")
    page.get_by_role("link", name="1. Question 1").click()
    page.get_by_label("Doing").check()
    page.get_by_label("What you do").fill("We ask before there are plans.")
    page.get_by_role("button", name="Save and add evidence").click()
    page.get_by_label("Or a file").set_input_files({"name": "May.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_label("What does it show?").fill("The minutes of May.")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name="Download May.pdf")).to_be_visible()
    page.get_by_role("button", name="Save and carry on").click()
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Save and carry on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Submit the audit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submitted")

    assert Return.objects.get().state == "submitted"


def filled() -> Return:
    """A return with last year's answers, a promise, and some of everything."""
    version = make_draft(make_charter(slug="five-ways"), document(section("Start", promise("We will ask.", "aaaaaa"))))
    make_published_from(make_agreed(version))
    service, the_set = make_service("Thistlewick School"), make_set()
    QuestionCommitment.objects.create(
        question=the_set.questions.get(key="facts"), clause_key=ClauseKey.objects.get(key="aaaaaa")
    )
    make_submitted(make_return(make_round(2094, the_set), service), level=2)
    return make_return(make_round(2095, the_set), service)


Look = Callable[[Page, str], None]


@pytest.fixture
def found() -> dict[str, list[str]]:
    return {}


@pytest.fixture
def look(axe: Callable[[Page], list[str]], found: dict[str, list[str]]) -> Look:
    """Looks at the page that is open: what axe finds, and whether it is wider than the screen."""

    def looked(page: Page, name: str) -> None:
        page.evaluate("document.activeElement.blur()")
        width = page.evaluate("window.innerWidth")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"returning-{name}-{width}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if problems := [*axe(page), *([f"{wide} wide"] if wide > width else [])]:
            found[name] = problems

    return looked


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_where_people_answer(
    live_server: LiveServer,
    new_page: Callable[..., Page],
    look: Look,
    found: dict[str, list[str]],
    client: Client,
    *,
    width: int,
) -> None:
    the_return = filled()
    base = address_of(the_return)
    save(client, f"{base}questions/joining/", level="4", note="We ask at the start.", changed="They choose.")
    save(client, f"{base}questions/facts/", level="3", note="In easy read, always. " * 12)
    save(client, f"{base}questions/missing/", note="Half of it.")
    client.post(f"{base}questions/facts/evidence/", {"url": "thistlewick.example/minutes", "text": "Minutes."})
    page = new_page(width)

    for name, path in (("list", ""), ("question", "questions/facts/"), ("check", "check/")):
        page.goto(f"{live_server.url}{base}{path}")
        look(page, name)
    page.goto(f"{live_server.url}{base}questions/joining/")
    save(client, f"{base}questions/joining/", level="1", note="A colleague says: not yet.", changed="They choose.")
    page.get_by_label("What you do").fill("We ask at the start, always.")
    page.get_by_label("Doing").check()
    page.get_by_role("button", name="Save and carry on").click()
    expect(page.get_by_role("button", name="Save mine in its place")).to_be_visible()
    look(page, "conflict")

    assert found == {}


def test_axe_finds_nothing_on_the_smaller_pages(
    live_server: LiveServer, new_page: Callable[..., Page], look: Look, found: dict[str, list[str]]
) -> None:
    the_return, sent, back = make_return(), address_of(make_submitted()), address_of(make_handed_back())
    base, stop = address_of(the_return), stop_address(holder_of(the_return))
    page = new_page(360)

    page.goto(f"{live_server.url}{base}questions/deciders/")
    page.get_by_label("This does not apply to us").check()
    page.get_by_role("button", name="Save and carry on").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look(page, "wrong")
    for name, path in (
        ("evidence", f"{base}questions/facts/evidence/"),
        ("colleague", f"{base}colleague/"),
        ("sent", f"{sent}sent/"),
        ("read", sent),
        ("back", back),
        ("stop", stop),
        ("gone", "/participation/return/x/"),
    ):
        page.goto(f"{live_server.url}{path}")
        look(page, name)

    assert found == {}
