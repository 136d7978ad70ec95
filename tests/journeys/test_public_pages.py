"""Pages about trust and searching the list, once each in a real browser: axe finds nothing, and nothing scrolls sideways at 400%."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pledges.actions import leave, seal
from pledges.models import Organisation
from tests.factories import make_signature

from .keyboard import tab_to
from .test_walking_portal import Reader

ADDRESSES = (
    "/pledge/seals/",
    "/pledge/seals/easy-read/",
    "/privacy/kept/easy-read/",
    "/pledge/organisations/stays/",
    "/pledge/organisations/stays/easy-read/",
    "/pledge/organisations/gone/",
    "/pledge/organisations/gone/easy-read/",
    "/pledge/hand-over/no-such-link/",
    "/pledge/stop/no-such-link/",
)


@pytest.mark.django_db(transaction=True)
def test_pages_about_trust_have_no_barrier(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    make_signature(organisation="Stays")
    gone = make_signature(organisation="Gone")
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"stays", "gone"}
    leave(subject_id=gone.pk)
    seal()
    reader = Reader(new_page(360), str(live_server.url), axe)

    for address in ADDRESSES:
        reader.seen.clear()  # both forms of a page may have one title
        reader.go(address)

    assert reader.seen


@pytest.mark.django_db(transaction=True)
def test_searching_the_list_with_the_keyboard(
    live_server: LiveServer, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    make_signature(organisation="Thistlewick School")
    reader = Reader(new_page(1280), str(live_server.url), axe)
    page = reader.page
    reader.go("/pledge/signatories/")

    for typed, heading in (
        ("thistle", "Called \u201cthistle\u201d"),
        ("thistel wick", "Nobody on the list is called \u201cthistel wick\u201d"),
        ("!", "There is a problem"),
        ("thsitlewick", "Nobody is called \u201cthsitlewick\u201d. These names come close"),
    ):
        tab_to(page, "Search for a name")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        reader.seen.clear()
        reader.look()
        expect(page.get_by_role("heading", level=2).first).to_have_text(heading)
    expect(page.get_by_role("main")).to_contain_text("Thistlewick School")
