"""A partner's page in a real browser: on a phone, with scripts and without, and what axe finds there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charters.models import Agreement
from tests.charters.agreeing_pages import FORUM, asked, changed_document
from tests.charters.factories import make_draft, make_published, rewrite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_partner_declines_then_agrees_on_a_phone(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    first = make_published()
    address = asked(rewrite(make_draft(first.charter), changed_document(first)), FORUM)
    page = new_page(360, javascript)

    page.goto(f"{live_server.url}{address}")
    found = axe(page) if javascript else []
    wide = page.get_by_role("main").bounding_box()
    page.get_by_label("No, we do not agree").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Tell us why you do not agree")
    found += axe(page) if javascript else []
    page.get_by_label("If no: why not?").fill("Say who does it.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You did not agree")
    found += axe(page) if javascript else []
    page.get_by_role("link", name="Read it again or change the answer").click()
    page.get_by_label("Yes, we agree").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You agreed")

    assert found == []
    assert wide is not None
    assert wide["x"] + wide["width"] <= 360
    assert [one.act for one in Agreement.objects.filter(partner__name=FORUM).order_by("pk")][-2:] == [
        "decline",
        "agree",
    ]
