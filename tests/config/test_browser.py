"""The browser that journeys are driven with."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

from desk.models import StaffMember

pytestmark = pytest.mark.urls("tests.config.pages")


@pytest.mark.parametrize("javascript", [True, False])
def test_page_is_served_from_the_test_database(
    live_server: LiveServer, new_page: Callable[..., Page], javascript: bool
) -> None:
    page = new_page(360, javascript=javascript)
    page.goto(f"{live_server.url}/sheet/")
    page.get_by_label("Name").fill("ada")

    page.get_by_role("button", name="Enter").click()

    assert page.get_by_role("heading").inner_text() == "1 here"
    assert StaffMember.objects.get().username == "ada"
    assert page.viewport_size == {"width": 360, "height": 800}


def test_axe_finds_a_picture_without_words(new_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    page = new_page(1280)
    page.set_content("<html lang=en><title>x</title><main><img src='/x.png'></main>")

    found = axe(page)

    assert [line.split(":")[0] for line in found] == ["image-alt"]


def test_axe_works_under_our_own_policy(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = new_page(1280)
    answer = page.goto(f"{live_server.url}/sheet/")

    assert answer
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert axe(page) == []


def test_browser_reaches_nothing_but_this_machine(new_page: Callable[..., Page]) -> None:
    page = new_page(360)

    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
