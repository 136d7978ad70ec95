"""The page that says how long everything is kept, and why: what it says is what is done."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from config.lib.retention import Rule, everything, in_words, register, rules
from pledges.models.wordings import KEEP_CLOSED
from tests.factories import publish_terms
from tests.pledges.signing_pages import words
from tests.pledges.test_easy_words import MOST_WORDS, walk

pytestmark = pytest.mark.django_db
PICTURES = json.loads((settings.BASE_DIR / "charters/pictures.json").read_text(encoding="utf-8"))
LONGEST = 15


def rows(client: Client) -> list[tuple[str, ...]]:
    page = html.document_fromstring(client.get("/privacy/kept/").content.decode())
    for label in page.cssselect(".kept__label"):
        label.drop_tree()
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in page.cssselect("tbody tr")]


def test_page_says_what_how_long_and_why_of_every_rule(client: Client) -> None:
    told = [(kept.say(kept.what), kept.say(kept.how_long), kept.say(kept.why)) for kept in everything()]

    assert rows(client) == told
    assert all(all(row) for row in told)
    assert not re.search(r"%\(|\{", str(told))


def test_each_rule_says_its_own_period(client: Client) -> None:
    for rule in rules():
        assert rule.period is not None, rule.key
        assert in_words(rule.period) in rule.say(rule.how_long), rule.key


def test_page_says_what_stays_and_how_long_backups_live(client: Client) -> None:
    said = words(client.get("/privacy/kept/"))

    assert "The list of who agreed to what" in said
    assert "It holds a number, and nothing that says who." in said
    assert f"{settings.BACKUP_DAYS} days at most" in said
    assert f"{in_words(KEEP_CLOSED)} after it closed" in said


def test_rule_added_later_stands_on_the_page_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.lib.retention._kept", {kept.key: kept for kept in everything()})
    client.get("/privacy/kept/")
    register(
        Rule(
            key="probe.crumbs",
            part=everything()[0].part,
            what="Crumbs",
            how_long="%(period)s after tea",
            why="For the birds",
            period=timedelta(days=14),
            tables=(),
            due=lambda on: 0,
            batch=lambda on: 0,
        )
    )

    assert ("Crumbs", "14 days after tea", "For the birds") in rows(client)


@pytest.mark.parametrize("address", ["/privacy/kept/", "/privacy/kept/easy-read/", "/privacy/kept/easy-read/2/"])
def test_page_may_be_kept_by_any_cache_and_sets_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_easy_read_reaches_every_line_in_short_screens_and_ends_at_home(client: Client) -> None:
    lines = [(picture, kept.say(text)) for kept in everything() for picture, text in kept.easy]

    seen = [re.sub(r" ([?.])", r"\1", screen) for screen in walk(client, "/privacy/kept/easy-read/")]

    assert 4 <= len(seen) <= 9
    assert max(len(screen.split()) for screen in seen) <= MOST_WORDS
    for picture, text in lines:
        assert any(text in screen for screen in seen)
        assert picture in PICTURES
        assert max(len(sentence.split()) for sentence in re.split(r"[.?]", text)) <= LONGEST
        assert not re.search(r"['%]|e\.g\.|etc", text)
    assert seen[-1].endswith("Home Back")


@pytest.mark.parametrize("page", ["0", "99", "1000000000000"])
def test_screen_that_is_not_there_is_404(client: Client, page: str) -> None:
    assert client.get(f"/privacy/kept/easy-read/{page}/").status_code == 404


def test_both_forms_of_the_privacy_notice_lead_here(client: Client) -> None:
    publish_terms()

    standard, easy = client.get("/privacy/").content.decode(), client.get("/privacy/easy-read/").content.decode()

    main, _foot, foot = standard.partition('<footer class="foot">')
    assert 'href="/privacy/kept/"' in main
    assert 'href="/privacy/kept/"' in foot
    assert 'href="/privacy/kept/easy-read/">When we delete' in easy
    assert 'href="/privacy/kept/easy-read/"' in easy.partition('<footer class="foot">')[2]


def test_both_forms_of_this_page_lead_to_one_another(client: Client) -> None:
    assert 'href="/privacy/kept/easy-read/"' in client.get("/privacy/kept/").content.decode()
    assert 'href="/privacy/kept/"' in client.get("/privacy/kept/easy-read/").content.decode()
