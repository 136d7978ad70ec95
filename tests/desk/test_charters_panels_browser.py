"""Panels under a line in a real browser: they fit, axe finds nothing, and Enter does what is open, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from charters.models import LintException, Version

from .charter_pages import address, first_clause
from .test_browser import watched
from .test_charters_browser import draft, sign_in

__all__ = ["draft"]
pytestmark = pytest.mark.django_db(transaction=True)

OPENED = ("find-0", "leave-0-hard-word", "explain-0-3")


def page_with_hard_words(page: Page, server: str, draft: Version) -> str:
    """The address of a clause whose first line has a hard word; "ed" is signed in."""
    clause = first_clause(draft)
    clause.lines.update(text="We implement it.")
    path = address("clause_change", draft.pk, clause.pk)
    sign_in(page, server, path)
    return f"{server}{path}"


def test_panels_fit_and_axe_finds_nothing(
    live_server: str, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], draft: Version
) -> None:
    page, found = new_page(360), {}
    complaints = watched(page)
    path = page_with_hard_words(page, live_server, draft)

    for button in OPENED:
        page.goto(path)
        page.locator(f"button[value='{button}']").first.click()
        page.wait_for_selector("#panel")
        for width in (320, 1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[f"{button} at {width}"] = [f"{over} px too wide"] if over > 0 else []
        said = list(complaints)
        found[button] = axe(page)
        complaints.clear()
        assert said == []

    assert found == {name: [] for name in found}


def test_enter_does_what_is_open_and_nothing_else_without_a_script(
    live_server: str, new_page: Callable[..., Page], draft: Version
) -> None:
    page = new_page(1280, javascript=False)
    path = page_with_hard_words(page, live_server, draft)

    def enter(at: str = "") -> None:
        with page.expect_navigation():
            page.press(at, "Enter") if at else page.keyboard.press("Enter")

    enter("button[value='find-0'].little")
    focused = page.locator(":focus").get_attribute("name")
    page.keyboard.press("Control+A")
    page.keyboard.type("handshake")
    enter()
    enter("button[value='take-0-handshake']")
    taken = page.input_value("#id_lines-0-picture")
    enter("button[value='leave-0-hard-word']")
    page.keyboard.type("Our readers know it.")
    page.keyboard.press("Tab")
    enter()
    left = page.inner_text(".mark--left")
    enter("button[value='again-0-hard-word']")
    enter("button[value='explain-0-3']")
    page.keyboard.type("To implement is to do.")
    enter()

    assert (focused, taken) == ("find", "handshake")
    assert "Our readers know it." in left
    assert page.locator(".mark--error, #panel").count() == 0
    assert not LintException.objects.exists()
    assert draft.glossary.get().meaning == "To implement is to do."
    assert page.url.startswith(path)
