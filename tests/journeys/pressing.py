"""Going on to the next page with the mouse."""

from typing import Literal

from playwright.sync_api import Page


def press(page: Page, name: str, role: Literal["button", "link"] = "button") -> None:
    """Presses it and waits for the page it leads to: a click by itself returns while the old page still stands."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()
