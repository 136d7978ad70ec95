"""A Word document at the desk in a real browser: sent, corrected, saved, and sent again in a new form."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from charters.actions import document_of
from charters.document import Document
from charters.models import Version
from desk.roles import Role
from tests.charters.importing import words as word

from .conftest import SignIn

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = (
    word.title("The Lantern Charter"),
    word.numbered_heading("Asking"),
    word.p("We will:"),
    word.point("ask every family before we plan a new service. We will answer within ten days"),
    word.point("name one contact for each family"),
    word.numbered_heading("Telling"),
    word.p("Ring Ada Lark on 01632 960 123."),
)
REVISED = (
    word.title("The Lantern Charter"),
    word.numbered_heading("Asking"),
    word.p("We will:"),
    word.point("name one contact for each family, and say who it is"),
    word.point("pay for the bus"),
)


def said(version: Version) -> dict[str, str]:
    return {placed.clause.key: placed.clause.text for placed in Document.parse(document_of(version)).clauses}


def looked_at(page: Page, axe: Callable[[Page], list[str]]) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return axe(page) + ([f"{over} px too wide"] if over > 0 else [])


# axe needs scripts, and staff do not.
@pytest.mark.parametrize("browser_of", [(1280, True), (360, True), (1280, False)])
def test_word_document_becomes_a_draft_and_its_revision_keeps_the_address(
    live_server: object,
    signed_in: SignIn,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    browser_of: tuple[int, bool],
) -> None:
    client, _staff = signed_in(Role.CHARTER_EDITOR)
    width, scripts = browser_of
    page = new_page(width, javascript=scripts)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": str(live_server)}]
    )

    page.goto(f"{live_server}/admin/charters/importeddocument/new/")
    assert not scripts or looked_at(page, axe) == []
    page.get_by_label("Title of the charter").fill("The Lantern Charter")
    page.get_by_label("The document").set_input_files(
        {"name": "charter.docx", "mimeType": "application/octet-stream", "buffer": word.docx(*FIRST)}
    )
    page.get_by_role("button", name="Read the document").click()
    assert not scripts or looked_at(page, axe) == []
    page.locator("#clause-1").get_by_label("Part it into these pieces").check()
    page.locator("#clause-3").get_by_label("Leave it out").check()
    page.get_by_role("button", name="Save as a draft").click()

    version = Version.objects.get()
    first = said(version)
    assert list(first.values()) == [
        "ask every family before we plan a new service.",
        "We will answer within ten days",
        "name one contact for each family",
    ]

    page.goto(f"{live_server}/admin/charters/charter/{version.charter_id}/change/")
    page.get_by_role("link", name="Import a document").click()
    page.get_by_label("The document").set_input_files(
        {"name": "charter.docx", "mimeType": "application/octet-stream", "buffer": word.docx(*REVISED)}
    )
    page.get_by_role("button", name="Read the document").click()
    assert not scripts or looked_at(page, axe) == []
    page.get_by_role("button", name="Save as a draft").click()

    second = said(version)
    assert second[list(first)[2]] == "name one contact for each family, and say who it is"
    assert set(first) & set(second) == {list(first)[2]}
