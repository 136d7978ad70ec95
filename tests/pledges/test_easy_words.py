"""The pledge and the privacy notice in easy read: few words a screen, every screen reached, both forms linked."""

import re

import pytest
from django.test import Client

from charters.easytext import LINES_A_SCREEN, Line, screens
from pledges.easytext import lines_for
from pledges.kinds import Kind
from tests.factories import NoticeVersionFactory, PledgeFactory, PledgeWordingFactory, easy_lines, publish_terms
from tests.pledges.signing_pages import words

pytestmark = pytest.mark.django_db

MOST_WORDS = 25
LONG = [f"This is line {n} of many lines." for n in range(1, 12)]


def walk(client: Client, address: str) -> list[str]:
    """The words of every screen from this one on, by its own Next."""
    seen: list[str] = []
    while address:
        response = client.get(address)
        assert response.status_code == 200
        seen.append(words(response))
        found = re.search(r'easy-buttons__next" href="([^"]*)">Next', response.content.decode())
        address = found.group(1) if found else ""
    return seen


@pytest.mark.parametrize("address", ["/pledge/easy-read/", "/privacy/easy-read/"])
def test_every_line_is_reached_and_no_screen_is_too_long(client: Client, address: str) -> None:
    pledge = PledgeFactory.create(is_open=True)
    PledgeWordingFactory.create(pledge=pledge, n=1, easy=easy_lines(*LONG))
    NoticeVersionFactory.create(n=1, easy=easy_lines(*LONG))

    seen = walk(client, address)

    assert all(any(line in screen for screen in seen) for line in LONG)
    assert max(len(screen.split()) for screen in seen) <= MOST_WORDS
    assert len(seen) > 3


def test_screen_keeps_lines_in_order_and_a_long_one_alone() -> None:
    long_one = " ".join(["word"] * 15)
    lines = [Line(picture="list", text=text, alt="") for text in ("a", "b", "c", "d", long_one, "e")]

    parted = [[line["text"] for line in screen] for screen in screens(lines)]

    assert parted == [["a", "b", "c"], ["d", long_one], ["e"]]
    assert max(len(screen) for screen in parted) <= LINES_A_SCREEN


def test_some_read_lines_of_their_own_and_nobody_else_does() -> None:
    lines = [Line(picture="list", text="You?", alt=""), Line(picture="class", text="Your group?", alt="", to="group")]

    assert [line["text"] for line in lines_for(lines, Kind.GROUP)] == ["Your group?"]
    assert [line["text"] for line in lines_for(lines, Kind.YOUNG_PERSON)] == ["You?"]
    assert [line["text"] for line in lines_for(lines, None)] == ["You?"]
    assert lines_for(lines[:1], Kind.GROUP) == lines[:1]


@pytest.mark.parametrize(("plain", "easy"), [("/pledge/", "/pledge/easy-read/"), ("/privacy/", "/privacy/easy-read/")])
def test_both_forms_lead_to_one_another_without_a_cookie(client: Client, plain: str, easy: str) -> None:
    publish_terms()

    there, back = client.get(plain), client.get(easy)

    assert f'href="{easy}"' in there.content.decode()
    assert f'href="{plain}"' in back.content.decode()
    assert not there.cookies
    assert not back.cookies


def test_old_version_stays_readable_and_does_not_offer_to_sign(client: Client) -> None:
    terms = publish_terms()
    PledgeWordingFactory.create(pledge=terms.wording.pledge, n=2, easy=easy_lines("New words."))

    old = words(client.get("/pledge/versions/1/easy-read/"))

    assert "We ask you first." in old
    assert "Sign" not in old
    assert "New words." in words(client.get("/pledge/easy-read/"))


def test_words_without_an_easy_form_say_so_and_lead_to_the_others(client: Client) -> None:
    pledge = PledgeFactory.create(is_open=True)
    PledgeWordingFactory.create(pledge=pledge, n=1, easy=[])

    assert "These words are not in easy read yet. All the words" in words(client.get("/pledge/easy-read/"))
    assert "/pledge/easy-read/" not in client.get("/pledge/").content.decode()


@pytest.mark.parametrize("page", ["0", "99", "1000000000000"])
def test_screen_that_is_not_there_is_404(client: Client, page: str) -> None:
    publish_terms()

    assert client.get(f"/pledge/easy-read/{page}/").status_code == 404


def test_notice_ends_with_a_way_home_and_the_foot_stays_in_easy_read(client: Client) -> None:
    publish_terms()

    shown = client.get("/privacy/easy-read/").content.decode()

    assert 'easy-buttons__next" href="/easy-read/">Home' in shown
    assert not re.search(r'href="/(privacy|help)/"', shown.partition('<footer class="foot">')[2])
