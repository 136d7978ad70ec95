"""The public pages of seals: all of them, newest first, kept fresh, and the files that people keep."""

import csv
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pledges.actions import choose, seal
from pledges.models import PurposeWording, Seal
from tests.factories import make_signature, publish_terms
from tests.pledges.signing_pages import page, words
from tests.pledges.test_easy_words import MOST_WORDS, walk
from tests.pledges.test_own import own_address

pytestmark = pytest.mark.django_db

SEALS = "/pledge/seals/"
ROOT = re.compile(r"<code>([0-9a-f]{64})</code>")


def seal_times(number: int) -> list[str]:
    """That many seals, each over one entry more; their roots, newest first."""
    publish_terms()
    ask = PurposeWording.objects.get(purpose="ask")
    subject_id = make_signature().subject_id
    for turn in range(number):
        choose(subject_id=subject_id, wording=ask, yes=turn % 2 == 0)
        assert seal() is not None
    return [bytes(root).hex() for root in Seal.objects.order_by("-n").values_list("root", flat=True)]


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode()


def test_seals_newest_first_on_pages_of_fifty(client: Client) -> None:
    roots = seal_times(103)

    pages, address = list[list[str]](), SEALS
    while address:
        found = client.get(address).content.decode()
        pages.append(ROOT.findall(found))
        older = re.search(r'href="([^"]*)" rel="next"', found)
        address = older.group(1) if older else ""

    assert [len(one) for one in pages] == [50, 50, 3]
    assert [root for one in pages for root in one] == roots


def test_newer_pages_lead_back_to_the_newest(client: Client) -> None:
    roots = seal_times(103)

    last = client.get(f"{SEALS}?before=4").content.decode()
    middle = client.get(re.findall(r'href="([^"]*)" rel="prev"', last)[0]).content.decode()

    assert ROOT.findall(middle) == roots[50:100]
    assert re.findall(r'href="([^"]*)" rel="prev"', middle) == [SEALS]
    assert 'rel="prev"' not in client.get(SEALS).content.decode()


@pytest.mark.parametrize("typed", ["0", "1", "-3", "4", "99999999999999999999", "x", "\uff12", "2 ", "", "\u00b2"])
def test_page_that_is_none_shows_the_newest(client: Client, typed: str) -> None:
    roots = seal_times(3)

    assert ROOT.findall(client.get(SEALS, {"before": typed}).content.decode()) == roots


def test_page_without_a_seal_says_so(client: Client) -> None:
    assert "There is no seal yet" in words(client.get(SEALS))


def test_seal_says_when_it_was_made_and_how_many_entries(client: Client) -> None:
    seal_times(1)
    made = Seal.objects.get()

    found = page(client.get(SEALS))

    assert f"{made.count} entries in the record" in found
    assert f'datetime="{made.at:%Y-%m-%dT%H:%M:%S.%fZ}"' in found


def test_page_is_kept_until_the_next_seal(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seal_times(2)
    first = client.get(SEALS)
    with django_assert_max_num_queries(3):
        again = client.get(SEALS, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make_signature()
    seal()

    later = client.get(SEALS, headers={"If-None-Match": first["ETag"]})

    assert later.status_code == 200
    assert len(ROOT.findall(later.content.decode())) == 3
    assert later["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_files_hold_all_seals_oldest_first_and_nothing_else(client: Client, form: str) -> None:
    roots = seal_times(52)

    text = content(client, f"/pledge/seals.{form}")

    found = json.loads(text)["seals"] if form == "json" else list(csv.DictReader(text.splitlines()))
    assert [one["root"] for one in found] == roots[::-1]
    assert {key for one in found for key in one} == {"seal", "time", "count", "root"}
    assert [int(one["seal"]) for one in found] == list(range(1, 53))


def test_files_are_whole_without_a_seal(client: Client) -> None:
    assert json.loads(content(client, "/pledge/seals.json"))["seals"] == []
    assert content(client, "/pledge/seals.csv") == "seal,time,count,root\r\n"


def test_easy_read_of_seals_has_few_words_a_screen_and_a_way_to_the_other_form(client: Client) -> None:
    seen = walk(client, f"{SEALS}easy-read/")

    assert 2 <= len(seen) <= 4
    assert max(len(screen.split()) for screen in seen) <= MOST_WORDS
    assert f'href="{SEALS}"' in client.get(f"{SEALS}easy-read/").content.decode()
    assert f'href="{SEALS}easy-read/"' in client.get(SEALS).content.decode()
    assert client.get(f"{SEALS}easy-read/9/").status_code == 404
    assert client.get(f"{SEALS}easy-read/0/").status_code == 404


def test_pages_about_consent_lead_to_the_seals(client: Client) -> None:
    signature = make_signature()

    for address in (reverse("pledges:pledge"), reverse("privacy"), own_address(signature)):
        assert f'href="{SEALS}"' in client.get(address).content.decode()
