"""What is known of a promise: on its page, and in one line on the page of its charter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from charters.actions import publish
from charters.models import ClauseKey
from participation.models import ActionStep, AgreedLevel, Round
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section

from . import factories
from .test_publishing import published

pytestmark = pytest.mark.django_db
PAGE = "/charters/five-ways/commitments/aaaaaa/"


def in_force() -> ClauseKey:
    """A charter in force with two promises; the key of the first."""
    both = promise("We will ask.", "aaaaaa"), promise("We will say why.", "bbbbbb")
    publish(version_id=make_agreed(make_draft(make_charter(slug="five-ways"), document(section("Start", *both)))).pk)
    return ClauseKey.objects.get(key="aaaaaa")


def asked_about(key: ClauseKey, year: int = 2026) -> Round:
    the_set = factories.make_set()
    for one in the_set.questions.order_by("position")[:2]:
        one.commitments.add(key)
    return factories.make_round(year, the_set)


def text(address: str = PAGE) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def audited(key: ClauseKey, *levels: int, year: int = 2026) -> Round:
    the_round = asked_about(key, year)
    for level in levels:
        factories.make_submitted(factories.make_return(the_round), level=level)
    return the_round


def test_page_says_nothing_before_anything_is_known() -> None:
    in_force()

    # But for the link at the top, which leads to all of it.
    assert text().count("Is it kept?") == 1
    assert "slip__known" in text("/charters/five-ways/")


def test_page_says_who_keeps_it_and_panels_beside() -> None:
    the_round = audited(in_force(), 3, 4, 2)
    used = the_round.returns.order_by("submitted_at")[0].service
    factories.make_sent(factories.make_panel(the_round, used))
    published(the_round)

    page = text()

    assert "Kept by 2 of 3 services in 2026. Young people: 0 of 1." in page
    assert 'href="/participation/audits/2026/"' in page
    assert "Parent carers say" not in page


def test_years_stand_below_one_another() -> None:
    key = in_force()
    published(audited(key, 3, 1, year=2025))
    published(audited(key, 3, 3, year=2026))

    page = text()

    assert page.index("</span>2026</a>") < page.index("</span>2025</a>")
    assert "Kept by 2 of 2 services in 2026." in page
    assert "1 of 2</td>" in page


def test_correction_takes_the_place_of_what_it_corrects() -> None:
    the_round = audited(in_force(), 3)
    published(the_round)
    assert "Kept by 1 of 1 service in 2026." in text()
    one = the_round.returns.get()
    asked = factories.asked(one)[0]
    AgreedLevel.objects.create(of_return=one, question=asked, level=1, reason="It was another year's.")

    published(the_round, "Levels were wrong.")

    assert "Kept by 0 of 1 service in 2026." in text()


def test_day_that_moved_keeps_the_first_one_in_sight() -> None:
    action = factories.make_action(clause_key=in_force(), service=factories.make_service("Thistlewick"))
    first = action.first_due_on
    ActionStep.objects.create(action=action, kind="moved", text="The hall burnt.", due_on=first + timedelta(days=9))

    page = text()

    assert f"<s>{first.day} {first:%B %Y}</s>" in page
    assert "The hall burnt." in page
    assert "1 action to do." in page
    assert "owner@quillmere.example" not in page


def test_action_is_overdue_the_day_after_it_was_due() -> None:
    key = in_force()
    factories.make_action(clause_key=key, first_due_on=factories.today() - timedelta(days=1))
    factories.make_action(clause_key=key, first_due_on=factories.today())

    assert "2 actions to do, 1 overdue." in text()
    assert "2 actions to do, 1 overdue." in text("/charters/five-ways/")


def test_action_that_is_done_shows_its_evidence() -> None:
    action = factories.make_action(clause_key=in_force())
    said = {"text": "The letter is out.", "url": "https://example.org/letter"}
    ActionStep.objects.create(action=action, kind="evidence", **said)
    type(action).objects.filter(pk=action.pk).update(done_at=timezone.now())

    page = text()

    assert "The letter is out." in page
    assert "https://example.org/letter" in page
    assert "1 action, done." in page


def test_promise_left_out_of_the_charter_keeps_its_page() -> None:
    key = in_force()
    published(audited(key, 3))
    rest = document(section("Start", promise("We will say why.", "bbbbbb")))
    publish(version_id=make_agreed(make_draft(key.charter, rest)).pk)

    assert "Kept by 1 of 1 service in 2026." in text()
    assert "Kept by" not in text("/charters/five-ways/")


def test_charter_has_one_quiet_line_under_each_promise_in_both_forms() -> None:
    published(audited(in_force(), 3, 1))

    assert text("/charters/five-ways/").count("Kept by 1 of 2 services in 2026.") == 1
    for address in ("/charters/five-ways/easy-read/all/", f"{PAGE}easy-read/2/"):
        said = [one.text_content() for one in html.document_fromstring(text(address)).cssselect(".easy-line__text")]
        assert said.count("1 of 2 services keep it.") == 1
