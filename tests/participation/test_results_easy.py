"""What is published, in easy read: 25 words a screen, and every screen leads on."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.pledges.easy_pages import faults, text_of

from . import factories
from .result_pages import CLUB, NOW, SCHOOL, late_action, make_promise, published, two_years

pytestmark = pytest.mark.django_db

NEXT = re.compile(r'easy-buttons__next" href="([^"]+)">Next<')
YEAR = f"/participation/audits/{NOW}/easy-read/"


def walk(address: str) -> list[Any]:
    """Every screen from this one on, by Next."""
    seen = []
    while address:
        response = Client().get(address)
        assert response.status_code == 200, address
        seen.append(response)
        assert len(seen) < 60
        after = NEXT.search(response.content.decode())
        address = unescape(after[1]) if after else ""
    return seen


def told(screens: list[Any]) -> str:
    return " ".join(text_of(one) for one in screens)


@pytest.mark.parametrize(
    "address",
    [
        YEAR,
        "/participation/easy-read/",
        "/participation/services/easy-read/",
        "/participation/services/thistlewick/easy-read/",
    ],
)
def test_every_screen_is_easy(address: str) -> None:
    services, _then, _now = two_years()
    late_action(services[SCHOOL], clause_key=make_promise())

    screens = walk(address)

    # Names of services are their own.
    names = {word for name in services for word in name.split()}
    found = {
        n: [fault for fault in faults(one) if not fault.startswith("hard") or not any(name in fault for name in names)]
        for n, one in enumerate(screens, 1)
    }
    assert found == {n: [] for n in found}


def test_year_says_how_many_answered_and_question_by_question_what_they_do() -> None:
    two_years()

    text = told(walk(YEAR))

    assert "This is about the year 2026." in text
    assert "2 of 3 services answered." in text
    assert "1 of 2 services do this." in text
    assert "Young people said: A bit." in text
    assert "1 service did not answer." in text
    assert CLUB in text


def test_start_says_whether_something_is_late_and_leads_on() -> None:
    services, _then, _now = two_years()
    late_action(services[SCHOOL], clause_key=make_promise())

    screens = walk("/participation/easy-read/")

    assert "1 thing is late." in told(screens)
    assert YEAR in screens[-1].content.decode()
    assert "/participation/services/easy-read/" in screens[-1].content.decode()


def test_start_before_anything_is_published() -> None:
    assert "You can read it here later." in told(walk("/participation/easy-read/"))


def test_service_says_what_it_said_and_what_panels_said() -> None:
    services, _then, _now = two_years()
    late_action(services[SCHOOL], clause_key=make_promise())

    text = told(walk("/participation/services/thistlewick/easy-read/"))

    assert "They answered in 2026." in text
    assert "They said: Yes." in text
    assert "Young people said: A bit." in text
    assert "1 thing is late." in text
    assert "They did not answer in 2026." in told(walk("/participation/services/kite-club/easy-read/"))


def test_many_services_are_found_by_their_first_letter() -> None:
    the_round = factories.make_round(NOW)
    for n in range(60):
        factories.make_return(the_round, factories.make_service(f"{'AZ'[n % 2]} place {n:02}", slug=f"place-{n}"))
    published(the_round)

    first = Client().get("/participation/services/easy-read/")

    assert text_of(first) == "How does its name begin? A Z Back"
    assert "Z place 01" in told([Client().get("/participation/services/easy-read/?from=z")])
    assert len(walk("/participation/services/easy-read/?from=z")) == 10


def test_corrected_year_says_so() -> None:
    _services, _then, now = two_years()
    published(now.round, "The club was counted twice.")

    assert "We made a mistake before. It is right now." in told(walk(YEAR))


def test_screen_that_there_is_not_is_not_there() -> None:
    two_years()

    for address in (f"{YEAR}999/", f"{YEAR}0/", "/participation/services/thistlewick/easy-read/99/"):
        assert Client().get(address).status_code == 404
