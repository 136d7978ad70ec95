"""The public list and its open data: order, pages, filter, caching, and what must never be in it."""

import csv
import io
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from config.lib.public_pages import near
from pledges import listing
from pledges.actions import count_signatures, leave
from pledges.asked import Asked
from pledges.cursors import Place
from pledges.kinds import Kind, State
from pledges.models import PublicEntry
from pledges.views.listing import harmless
from tests.conftest import IN_THE_DATABASE
from tests.factories import StaffMemberFactory, make_signature

pytestmark = pytest.mark.django_db

LIST = "/pledge/signatories/"
MOMENT = datetime(2026, 9, 4, 12, tzinfo=UTC)
PAGE = "http://127.0.0.1:8000/pledge/organisations/thistlewick-school/"
NAME = re.compile(r'<h2 class="signatory__name">(?:<a [^>]*>)?(.*?)(?:</a>)?</h2>')


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8-sig")


def names(page: str) -> list[str]:
    return [unescape(name) for name in NAME.findall(page)]


def neighbour(page: str, rel: str) -> str | None:
    found = re.search(rf'href="([^"]*)" rel="{rel}"', page)
    return unescape(found.group(1)) if found else None


@pytest.fixture
def sixty_two() -> list[str]:
    """62 organisations, 40 of them of the very same moment; their names in the order of the list."""
    staff = StaffMemberFactory.create()
    for n in range(62):
        when = MOMENT if n < 40 else MOMENT + timedelta(hours=n)
        kind = Kind.COLLEGE if n % 2 else Kind.SCHOOL
        make_signature(kind=kind, organisation=f"Place {n}", confirmed_at=when, by=staff)
    return list(PublicEntry.objects.newest_first().values_list("organisation", flat=True))


def walk(client: Client, address: str, rel: str) -> list[list[str]]:
    pages: list[list[str]] = []
    following: str | None = address
    while following and len(pages) < 10:
        page = body(client, following)
        pages.append(names(page))
        following = neighbour(page, rel)
    return pages


def test_list_older_pages_show_everybody_once(client: Client, sixty_two: list[str]) -> None:
    pages = walk(client, LIST, "next")

    assert [len(page) for page in pages] == [25, 25, 12]
    assert list(chain.from_iterable(pages)) == sixty_two


def test_list_newer_pages_lead_back_to_the_start(client: Client, sixty_two: list[str]) -> None:
    page = body(client, LIST)
    while older := neighbour(page, "next"):
        page, last = body(client, older), older

    pages = walk(client, last, "prev")

    assert pages == [sixty_two[50:], sixty_two[25:50], sixty_two[:25]]


def test_list_filter_shows_one_kind_through_all_pages(client: Client, sixty_two: list[str]) -> None:
    pages = walk(client, f"{LIST}?kind=college", "next")

    assert list(chain.from_iterable(pages)) == [name for name in sixty_two if int(name.split()[1]) % 2]


def test_list_newest_first(client: Client) -> None:
    make_signature(organisation="Early", confirmed_at=MOMENT)
    make_signature(organisation="Late", confirmed_at=MOMENT + timedelta(days=1))

    assert names(body(client, LIST)) == ["Late", "Early"]


def test_list_entry_says_who_what_and_since_when(client: Client) -> None:
    make_signature(
        organisation="Thistlewick School",
        name="Tom Okafor",
        role="SENCO",
        promise="Ask our <pupils> first.",
        confirmed_at=MOMENT,
    )

    page = body(client, LIST)

    for words in ("Thistlewick School", "Tom Okafor, SENCO", "4 September 2026", "Ask our &lt;pupils&gt; first."):
        assert words in page


def test_list_hides_contact_without_consent(client: Client) -> None:
    make_signature(organisation="Thistlewick School", name="Tom Okafor", role="SENCO", publish=False)

    page = body(client, LIST)

    assert "Thistlewick School" in page
    assert "Tom Okafor" not in page
    assert "SENCO" not in page


def test_list_person_without_consent_is_counted_not_shown(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan", publish=False)
    count_signatures()

    page = body(client, LIST)

    assert "Priya Nolan" not in page
    assert "A few people have signed so far" in page


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.AWAITING, State.REJECTED, State.WITHDRAWN])
def test_list_shows_approved_only(client: Client, state: State) -> None:
    make_signature(state=state)

    assert names(body(client, LIST)) == []


def test_list_empty_offers_to_sign(client: Client) -> None:
    assert "You can be the first" in body(client, LIST)


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "after=%F0%9F%90%8C",
        "before=" + "A" * 43,
        "before=" + "A" * 4000,
        "kind=nobody",
        "kind=school&after=!!!!",
    ],
)
def test_list_broken_address_shows_the_start_and_says_so(client: Client, query: str) -> None:
    make_signature(organisation="Thistlewick School")

    page = body(client, f"{LIST}?{query}")

    assert names(page) == ["Thistlewick School"]
    assert "Here is the start of it" in page


def test_list_cursor_of_another_list_is_refused() -> None:
    place = Place(MOMENT, str(PublicEntry().public_id))
    schools = Asked("school").query_for("before", place).removeprefix("?kind=school&before=")

    assert Asked.of({"kind": "school", "before": schools}).place == place
    for other in ({"before": schools}, {"kind": "school", "after": schools}, {"kind": "college", "before": schools}):
        assert Asked.of(other).lost
    assert Asked.of({"kind": "school", "q": "wren", "before": schools}).lost


def test_list_not_indexed_when_it_shows_people(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan")
    make_signature(kind=Kind.SCHOOL)

    assert client.get(LIST)["X-Robots-Tag"] == "noindex"
    assert client.get(LIST)["X-Robots-Tag"] == "noindex"  # from the cache as well
    assert "X-Robots-Tag" not in client.get(f"{LIST}?kind=school").headers


@pytest.mark.parametrize("name", ["signatories", "signatories_csv", "signatories_json"])
def test_list_unchanged_is_304_without_reading_entries(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_signature()
    address = reverse(f"pledges:{name}")
    etag = client.get(address)["ETag"]

    with django_assert_max_num_queries(3) as queries:
        response = client.get(address, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response["ETag"] == etag
    assert response["Cache-Control"] == "public, no-cache"
    assert not any("pledges_publicentry" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("name", ["signatories", "signatories_csv", "signatories_json"])
def test_list_somebody_who_left_is_gone_at_once(client: Client, name: str) -> None:
    address = reverse(f"pledges:{name}")
    stays = make_signature(organisation="Pebblewing Nursery")
    goes = make_signature(organisation="Thistlewick School")
    etag = client.get(address)["ETag"]
    assert "Thistlewick" in body(client, address)

    leave(subject_id=goes.subject_id)

    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Thistlewick" not in body(client, address)
    assert "Pebblewing" in body(client, address)
    assert stays.is_organisation


def test_list_is_rendered_once(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_signature()
    first = client.get(LIST).content

    with django_assert_max_num_queries(3) as queries:
        second = client.get(LIST).content

    assert second == first
    assert not any("pledges_publicentry" in query["sql"] for query in queries.captured_queries)


def test_list_first_rendering_asks_little(
    client: Client, sixty_two: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20) as queries:
        client.get(LIST)

    asked = [query["sql"] for query in queries.captured_queries]
    assert len([sql for sql in asked if "pledges_publicentry" in sql]) == 1
    assert not any("OFFSET" in sql for sql in asked)


def test_list_junk_in_the_address_makes_no_cache_entries(client: Client, cached: Callable[[], int]) -> None:
    make_signature()
    first = client.get(LIST)
    before = cached()

    for n in range(5):
        response = client.get(f"{LIST}?utm={n}&page=<script>alert({n})</script>")
        assert response.content == first.content
        assert response["ETag"] == first["ETag"]

    assert cached() == before


def test_list_broken_cursors_share_one_cache_entry(client: Client, cached: Callable[[], int]) -> None:
    client.get(f"{LIST}?before=junk")
    before = cached()

    for n in range(5):
        client.get(f"{LIST}?before=junk{n}")

    assert cached() == before


@pytest.fixture
def cached() -> Callable[[], int]:
    """How many entries this process keeps of what it has made."""
    return lambda: len(kept())


def kept() -> dict[str, float | None]:
    """What this process keeps, and the moment until which it does."""
    expires: dict[str, float | None] = near._expire_info  # type: ignore[attr-defined]
    return expires


def test_page_with_names_is_kept_for_a_minute_and_on_no_disk(client: Client, settings: Settings) -> None:
    settings.CACHES = IN_THE_DATABASE
    make_signature(name="Tom Okafor")
    body(client, LIST)

    pages = [until for place, until in kept().items() if ":page:" in place]

    assert len(pages) == 1
    assert pages[0] is not None
    assert pages[0] <= time.time() + 61
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM post_cache")
        assert cursor.fetchone() == (0,)


def test_csv_holds_organisations_only(client: Client) -> None:
    make_signature(
        kind=Kind.SCHOOL,
        organisation="Thistlewick School",
        name="Tom Okafor",
        role="SENCO",
        promise="Ask, then plan.",
        confirmed_at=MOMENT,
    )
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan")
    make_signature(kind=Kind.PROFESSIONAL, name="Sam Ellery")

    text = body(client, "/pledge/signatories.csv")

    assert list(csv.reader(io.StringIO(text))) == [
        ["organisation", "kind", "kind_in_words", "since", "what_they_will_do", "page"],
        ["Thistlewick School", "school", "School", "2026-09-04", "Ask, then plan.", PAGE],
    ]


def test_json_holds_organisations_only(client: Client) -> None:
    make_signature(kind=Kind.SCHOOL, organisation="Thistlewick School", name="Tom Okafor", confirmed_at=MOMENT)
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan")

    data: dict[str, Any] = json.loads(body(client, "/pledge/signatories.json"))

    assert data["signatories"] == [
        {
            "organisation": "Thistlewick School",
            "kind": "school",
            "kind_in_words": "School",
            "since": "2026-09-04",
            "what_they_will_do": "We will ask families first.",
            "page": PAGE,
        }
    ]
    assert list(data["fields"]) == list(data["signatories"][0])


def test_open_data_runs_through_all_batches(
    client: Client, sixty_two: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "BATCH_SIZE", 20)

    lines = list(csv.reader(io.StringIO(body(client, "/pledge/signatories.csv"))))
    data = json.loads(body(client, "/pledge/signatories.json"))

    assert [line[0] for line in lines[1:]] == sixty_two
    assert [entry["organisation"] for entry in data["signatories"]] == sixty_two


def test_open_data_empty_is_still_whole(client: Client) -> None:
    assert json.loads(body(client, "/pledge/signatories.json"))["signatories"] == []
    assert body(client, "/pledge/signatories.csv").count("\n") == 1


def test_csv_for_office_programs(client: Client) -> None:
    response = client.get("/pledge/signatories.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="signatories-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert b"".join(response).startswith(b"\xef\xbb\xbforganisation,")


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1"])
def test_csv_cell_cannot_be_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_csv_formula_in_a_name_or_promise_is_made_harmless(client: Client) -> None:
    make_signature(organisation="=HYPERLINK(1)", promise="-1+1\nand more", confirmed_at=MOMENT)

    lines = list(csv.reader(io.StringIO(body(client, "/pledge/signatories.csv"), newline="")))

    assert lines[1][:-1] == ["'=HYPERLINK(1)", "school", "School", "2026-09-04", "'-1+1\nand more"]


def test_csv_plain_cell_is_left_alone() -> None:
    assert harmless("Ask first = plan later") == "Ask first = plan later"


@pytest.mark.parametrize("address", [LIST, "/pledge/signatories.csv", "/pledge/signatories.json"])
def test_list_takes_no_posts(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
