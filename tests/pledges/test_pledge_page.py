"""The pledge's words, the privacy notice, and their versions."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.lib.wordtext import Block, blocks, promises
from pledges.models import Pledge
from tests.factories import NoticeVersionFactory, PledgeFactory, PledgeWordingFactory, publish_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    found: Pledge = PledgeFactory.create(is_open=True, title="The Quillmere Pledge")
    return found


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_pledge_shows_promises_as_slips(client: Client, pledge: Pledge) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1, standard="Hello.\n\n## We promise\n\n- We ask.\n- We <listen>.\n")

    page = text(client, "/pledge/")

    assert "The Quillmere Pledge</h1>" in page
    assert '<p class="slip__promise">We ask.</p>' in page
    assert '<p class="slip__promise">We &lt;listen&gt;.</p>' in page
    assert "Sign the pledge" in page


def test_pledge_none_open_says_so(client: Client) -> None:
    page = text(client, "/pledge/")

    assert "You cannot sign yet" in page


def test_pledge_draft_is_not_shown(client: Client, pledge: Pledge) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1, standard="Secret words.", published_at=None)

    assert "Secret words." not in text(client, "/pledge/")
    assert client.get("/pledge/versions/1/").status_code == 404


def test_pledge_closed_still_shows_its_words(client: Client, pledge: Pledge) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1)
    Pledge.objects.update(is_open=False)

    page = text(client, "/pledge/")

    assert "This pledge is closed" in page
    assert "It takes about 3 minutes" not in page


def test_pledge_old_version_stays_and_says_it_is_old(client: Client, pledge: Pledge) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1, standard="The first words.")
    PledgeWordingFactory.create(pledge=pledge, n=2, standard="The second words.")

    now, old = text(client, "/pledge/"), text(client, "/pledge/versions/1/")

    assert "The second words." in now
    assert 'href="/pledge/versions/1/"' in now
    assert "The first words." in old
    assert "This is an old version" in old


def test_pledge_new_version_shows_at_once(client: Client, pledge: Pledge) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1, standard="The first words.")
    etag = client.get("/pledge/")["ETag"]
    assert client.get("/pledge/", headers={"If-None-Match": etag}).status_code == 304

    PledgeWordingFactory.create(pledge=pledge, n=2, standard="The second words.")

    assert client.get("/pledge/", headers={"If-None-Match": etag}).status_code == 200
    assert "The second words." in text(client, "/pledge/")


@pytest.mark.parametrize("n", [0, 2, 99999999999999999999])
def test_pledge_unknown_version_is_404(client: Client, pledge: Pledge, n: int) -> None:
    PledgeWordingFactory.create(pledge=pledge, n=1)

    assert client.get(f"/pledge/versions/{n}/").status_code == 404
    assert client.get(f"/privacy/versions/{n}/").status_code == 404


def test_privacy_shows_newest_and_links_the_others(client: Client) -> None:
    NoticeVersionFactory.create(n=1, standard="The first notice.")
    NoticeVersionFactory.create(n=2, standard="The second notice.\n\n- You can leave.")

    now, old = text(client, "/privacy/"), text(client, "/privacy/versions/1/")

    assert "The second notice." in now
    assert "<li>You can leave.</li>" in now
    assert "version 2, from" in now
    assert 'href="/privacy/versions/1/"' in now
    assert "The first notice." in old
    assert "This is an old version" in old


def test_privacy_without_notice_says_so(client: Client) -> None:
    assert "We are still writing this page" in text(client, "/privacy/")


@pytest.mark.parametrize("address", ["/pledge/", "/privacy/"])
def test_words_are_rendered_once(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_terms()
    client.get(address)

    with django_assert_max_num_queries(2):
        client.get(address)


def test_wordtext_knows_paragraphs_headings_and_items() -> None:
    words = "One line\nand its end.\n\n## A heading\nAfter it.\n- first\n  goes on\n\n- second\n\nEnd."

    assert blocks(words) == [
        Block("paragraph", text="One line and its end."),
        Block("heading", text="A heading"),
        Block("paragraph", text="After it."),
        Block("items", items=("first goes on", "second")),
        Block("paragraph", text="End."),
    ]
    assert promises(words) == ["first goes on", "second"]


def test_wordtext_empty_is_no_blocks() -> None:
    assert blocks(" \n\r\n ") == []
