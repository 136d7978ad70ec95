"""Results and a service's page in a real browser: axe finds nothing, and nothing is wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from .result_pages import NOW, SCHOOL, late_action, make_promise, two_years

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ADDRESSES = (
    "/participation/",
    "/participation/easy-read/",
    f"/participation/audits/{NOW}/",
    f"/participation/audits/{NOW}/easy-read/2/",
    "/participation/services/thistlewick/",
    "/participation/services/",
)


@pytest.mark.django_db(transaction=True)
def test_results_fit_and_axe_finds_nothing(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    services, _then, _now = two_years()
    late_action(services[SCHOOL], clause_key=make_promise())
    page, found = new_page(360), {}

    for address in ADDRESSES:
        page.goto(f"{live_server.url}{address}")
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(SIDEWAYS)
            barriers = axe(page) if width != 320 else []
            found[f"{address} at {width}"] = barriers + ([f"{over} px too wide"] if over > 0 else [])

    assert found == {name: [] for name in found}
