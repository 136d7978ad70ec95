"""A SENCO leaves the school, in a real browser: a colleague takes over, the school stays, the old name is gone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pledges.ledger import first_break
from pledges.models import Person, PublicEntry, Signature
from tests.factories import make_signature

from .test_own_page import own_page_of
from .test_walking_portal import Reader

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
COLLEAGUE = "bea@thistlewick.example"


def link_sent_to_the_colleague() -> str:
    """By the real worker, run once."""
    call_command("work", once=True)
    letter = next(str(one.body) for one in reversed(mail.outbox) if one.to == [COLLEAGUE])
    found = re.search(r"http://\S+/pledge/hand-over/\S+", letter)
    assert found, letter
    return found.group(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_colleague_takes_the_signature_over(
    live_server: LiveServer, settings: Settings, new_page: NewPage, axe: Axe, javascript: bool
) -> None:
    settings.SITE_URL = live_server.url
    signature = make_signature(
        name="Ada Lark", organisation="Thistlewick School", promise="We ask first.", email="ada@thistlewick.example"
    )
    leaving = Reader(new_page(360, javascript), str(live_server.url), axe if javascript else None)
    own = own_page_of(signature)

    leaving.go(own)
    leaving.page.get_by_role("link", name="Hand over to a colleague").click()
    leaving.press("Ask my colleague")
    expect(leaving.page.get_by_role("alert")).to_contain_text("Enter your colleague's e-mail address")
    leaving.page.get_by_label("Your colleague's e-mail address").fill(COLLEAGUE)
    leaving.press("Ask my colleague")
    expect(leaving.page.get_by_role("main")).to_contain_text(f"We wrote to {COLLEAGUE}")

    coming = Reader(new_page(360, javascript), str(live_server.url), axe if javascript else None)
    coming.go(link_sent_to_the_colleague())
    coming.heading("Take over the signature of Thistlewick School")
    assert coming.page.locator("input[type=checkbox]:checked").count() == 0
    coming.page.get_by_label("Your name").fill("Bea Wren")
    coming.press("Yes, I take over")
    expect(coming.page.get_by_label("Your name")).to_have_value("Bea Wren")
    coming.page.get_by_label("Your role").fill("Deputy head")
    coming.page.get_by_label("Show my name").check()
    coming.press("Yes, I take over")
    coming.heading("You have taken over")

    coming.go("/pledge/signatories/")
    expect(coming.page.get_by_role("main")).to_contain_text("Thistlewick School")
    expect(coming.page.get_by_role("main")).not_to_contain_text("Ada Lark")
    leaving.page.goto(str(live_server.url) + own)
    leaving.heading("This link does not work any more")
    assert [person.name for person in Person.objects.all()] == ["Bea Wren"]
    assert PublicEntry.objects.get().since == signature.confirmed_at
    assert Signature.objects.get(succeeds=signature).is_edit
    assert first_break() is None
