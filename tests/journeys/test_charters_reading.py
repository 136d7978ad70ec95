"""Charters in a real browser: axe finds nothing, nothing scrolls sideways, every way leads on without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters.actions import withdraw
from charters.models import Charter
from tests.charters.factories import document, make_charter, make_published, promise, section
from tests.charters.reading import two_versions

from .test_walking_portal import Reader

LONG = "Zusammenarbeitsvereinbarungs" * 6


@pytest.mark.django_db(transaction=True)
def test_charters_have_no_barrier(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    two_versions()
    withdraw(version_id=make_published(make_charter(slug="gone")).pk, reason="A service closed.")
    make_published(make_charter(LONG, "long"), document(section(LONG, promise(LONG)), title=LONG))
    # axe itself is a script; the journeys below go without any.
    reader = Reader(new_page(360), str(live_server.url), axe)

    for part in (
        *("", "long/", "five-ways/versions/", "five-ways/versions/1/", "five-ways/compare/1/2/"),
        *("five-ways/commitments/aaaaaa/", "gone/", "easy-read/", "five-ways/easy-read/3/"),
    ):
        reader.seen.clear()  # both forms of a page may have one title
        reader.go(f"/charters/{part}")

    assert reader.seen


@pytest.mark.django_db(transaction=True)
def test_reader_finds_what_changed_and_holds_on_to_a_promise(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    two_versions()
    reader = Reader(new_page(1280, javascript=False), str(live_server.url))
    page = reader.page
    reader.go("/")

    page.get_by_role("link", name="Read the promises").click()
    page.get_by_role("link", name="Five Ways We Work", exact=True).click()
    page.get_by_role("link", name="What changed from version 1").click()
    reader.heading("What changed from version 1 to version 2")
    expect(page.locator(".change ins").first).to_contain_text("always")
    page.get_by_role("link", name="About this promise").first.click()
    reader.heading("We will always ask first.")
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("This is an old version.")).to_be_visible()
    page.get_by_role("link", name="Read the version that is in force").click()

    assert page.url.endswith("/charters/five-ways/")
    assert Charter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reader_goes_through_a_charter_in_easy_read_alone(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    two_versions()
    reader = Reader(new_page(360, javascript=False), str(live_server.url))
    page = reader.page
    reader.go("/easy-read/")

    for name in ("Read the promises", "Five Ways We Work", "Next", "Start", *["Next"] * 4):
        page.get_by_role("link", name=name, exact=True).click()
        assert "easy-read" in page.url

    reader.heading("That was the last promise.")
    page.get_by_role("link", name="Stop").click()
    reader.heading("What do you want to do?")
