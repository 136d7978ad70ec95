"""Searching the public list: what is found and how it is spelt, pages, time, and that nobody who left is found."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from pledges import listing, search
from pledges.actions import Details, approve, edit, leave
from pledges.kinds import Kind, State
from pledges.models import Signature, Word
from pledges.search import is_one_typo
from tests.conftest import IN_THE_DATABASE, Cursor
from tests.factories import StaffMemberFactory, make_signature
from tests.pledges.signing_pages import words
from tests.pledges.test_listing import LIST, MOMENT, body, names, neighbour, walk

pytestmark = pytest.mark.django_db


def found(client: Client, query: str, **more: str) -> list[str]:
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return names(body(client, f"{LIST}?q={quote(query)}{asked}"))


SOME = ("Thistlewick School", "St Oswald\u2019s Church School", "Łódź Café", "Lark Hill Nursery")


@pytest.fixture
def some() -> None:
    for n, name in enumerate(
        ("Thistlewick School", "St Oswald\u2019s Church School", "Łódź Café", "Lark Hill Nursery")
    ):
        make_signature(organisation=name, name=f"Contact {n}", role="SENCO", confirmed_at=MOMENT + timedelta(hours=n))
    make_signature(kind=Kind.PARENT_CARER, name="Zoë Wren", confirmed_at=MOMENT)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("thistlewick", ["Thistlewick School"]),
        ("SCHOOL thistlewick", ["Thistlewick School"]),
        ("school", ["St Oswald\u2019s Church School", "Thistlewick School"]),
        ("this", ["Thistlewick School"]),
        ("th", ["Thistlewick School"]),
        ("st oswalds", ["St Oswald\u2019s Church School"]),
        ("St. Oswald's, church", ["St Oswald\u2019s Church School"]),
        ("lodz cafe", ["Łódź Café"]),
        ("ŁÓDŹ", ["Łódź Café"]),
        ("zoe", ["Zoë Wren"]),
        ("contact 2", ["Łódź Café"]),
    ],
)
def test_search_finds_names_in_any_order_and_without_accents(
    client: Client, some: None, query: str, expected: list[str]
) -> None:
    page = body(client, f"{LIST}?q={quote(query)}")

    assert names(page) == expected
    assert "come close" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("thistlewik school", ["Thistlewick School"]),  # left out
        ("thistllewick", ["Thistlewick School"]),  # put in
        ("thixtlewick", ["Thistlewick School"]),  # mistaken
        ("thsitlewick", ["Thistlewick School"]),  # swapped
        ("larc hill nursery", ["Lark Hill Nursery"]),
        ("hill lark nurserz", ["Lark Hill Nursery"]),
        ("sr oswalds church", ["St Oswald\u2019s Church School"]),
        ("q oswalds church", ["St Oswald\u2019s Church School"]),
        ("wick lark hill", []),
        ("thistle school", []),
        ("oak hill nursery", []),
    ],
)
def test_search_forgives_one_typo_in_a_word(client: Client, some: None, query: str, expected: list[str]) -> None:
    page = body(client, f"{LIST}?q={quote(query)}")

    assert names(page) == expected
    assert ("These names come close" in page) == bool(expected)


def test_search_word_that_stands_nearly_everywhere_is_no_beginning(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Lark School", "Wren School", "Schoolhouse"):
        make_signature(organisation=name)
    assert len(found(client, "school")) == 3

    monkeypatch.setattr(search, "EVERYWHERE", 2)

    assert sorted(found(client, "school")) == ["Lark School", "Wren School"]
    assert len(found(client, "schoo")) == 3


def test_search_typo_that_is_another_word_is_forgiven_too(client: Client) -> None:
    make_signature(organisation="Lark Hill Nursery")
    make_signature(organisation="Park View School")

    assert found(client, "park hill nursery") == ["Lark Hill Nursery"]


def test_search_finds_nobody_by_what_is_not_shown(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan", publish=False)
    make_signature(organisation="Thistlewick School", name="Tom Okafor", role="Deputy", publish=False)
    make_signature(kind=Kind.GROUP, organisation="Pebblewing Nursery", people=4)

    for query in ("priya", "nolan", "okafor", "deputy", "pebblewing"):
        assert found(client, query) == []


def test_search_of_one_kind(client: Client) -> None:
    make_signature(kind=Kind.SCHOOL, organisation="Lark School")
    make_signature(kind=Kind.COLLEGE, organisation="Lark College")

    assert found(client, "lark", kind="college") == ["Lark College"]
    assert found(client, "lakr", kind="school") == ["Lark School"]
    nothing = body(client, f"{LIST}?q=lark&kind=health")
    assert names(nothing) == []
    assert "You looked only for: " in words(client.get(f"{LIST}?q=lark&kind=health"))


def test_search_absent_says_so_and_what_to_do(client: Client, some: None) -> None:
    page = words(client.get(f"{LIST}?q=zebra"))

    assert "Nobody on the list is called “zebra”" in page
    assert "Show everybody" in page


@pytest.mark.parametrize("rare", [0, 2000], ids=["among the newest", "by words"])
@pytest.mark.parametrize("query", ["place", "plcae"])
def test_search_pages_lead_through_all_and_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, rare: int, query: str
) -> None:
    monkeypatch.setattr(search, "RARE", rare)
    monkeypatch.setattr(search, "NEWEST", 8)
    monkeypatch.setattr(listing, "PAGE_SIZE", 5)
    staff = StaffMemberFactory.create()
    for n in range(12):
        name = f"Place {n}" if n % 2 else f"Palace {n}"
        make_signature(organisation=name, confirmed_at=MOMENT + timedelta(hours=n // 4), by=staff)
    for n in range(6):
        make_signature(organisation=f"Place again {n}", confirmed_at=MOMENT + timedelta(days=9), by=staff)

    older = walk(client, f"{LIST}?q={query}", "next")
    last = body(client, f"{LIST}?q={query}")
    while following := neighbour(last, "next"):
        address, last = following, body(client, following)
    newer = walk(client, address, "prev")

    everybody = [name for page in older for name in page]
    assert [len(page) for page in older] == [5, 5, 2]
    assert sorted(everybody) == sorted(set(everybody))
    assert all(name.startswith("Place ") for name in everybody)
    assert newer == older[::-1]
    assert ("close=1" in address) == (query != "place")


def test_search_never_says_how_many(client: Client) -> None:
    for n in range(3):
        make_signature(organisation=f"Lark School {n}")

    page = words(client.get(f"{LIST}?q=lark"))

    assert "signed so far" not in page
    assert "3 " not in page.split("Called “lark”")[1].split("Sign the pledge")[0].replace("2026", "")


def test_search_is_kept_by_the_readers_browser_alone(client: Client, settings: Settings) -> None:
    settings.CACHES = IN_THE_DATABASE
    make_signature(organisation="Lark School")

    response = client.get(f"{LIST}?q=lark")
    again = client.get(f"{LIST}?q=lark", headers={"If-None-Match": response["ETag"]})

    assert again.status_code == 304
    for answer in (response, again):
        assert answer["Cache-Control"] == "private, no-cache"
        assert not answer.cookies
    assert response["X-Robots-Tag"] == "noindex"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM post_cache")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=thistlewick", f"{LIST}.csv", f"{LIST}.json"])
def test_search_and_list_lose_who_left_at_once_with_the_cache_on(
    client: Client, settings: Settings, address: str
) -> None:
    address = address.replace("/.", ".")
    settings.CACHES = IN_THE_DATABASE
    goes = make_signature(organisation="Thistlewick School")
    first = client.get(address)
    assert "Thistlewick School" in body(client, address)

    leave(subject_id=goes.subject_id)

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert "Thistlewick School" not in body(client, address)


def counted_words() -> dict[str, int]:
    return dict(Word.objects.values_list("word", "n"))


def test_words_follow_signing_changing_and_leaving() -> None:
    staff = StaffMemberFactory.create()
    stays = make_signature(organisation="Lark School", name="Ada Lark", by=staff)
    goes = make_signature(organisation="Wren School", publish=False, by=staff)
    assert counted_words() == {"lark": 1, "school": 2, "ada": 1, "wren": 1}

    leave(subject_id=goes.subject_id)
    assert counted_words() == {"lark": 1, "school": 1, "ada": 1}

    edit(subject_id=stays.pk, details=Details(name="Ada Finch", organisation="Lark School", role="", promise=""))
    approve(subject_id=stays.pk, by=staff)
    assert counted_words() == {"lark": 1, "school": 1, "ada": 1, "finch": 1}


def test_words_counted_by_the_trigger_are_those_counted_anew(owner_cursor: Cursor, some: None) -> None:
    before = counted_words()
    goes = make_signature(organisation="Lark Hill School")
    make_signature(organisation="Lark Hill Farm", state=State.AWAITING)
    leave(subject_id=goes.pk)
    assert counted_words() == before

    owner_cursor.execute("SELECT pledges_recount_words()")

    assert counted_words() == before


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("x" * 151, "What you search for is too long. Write a few words of the name."),
        ("lark " * 60, "What you search for is too long. Write a few words of the name."),
        ("!!! ?", "Write at least one letter or number of the name."),
    ],
)
def test_search_that_cannot_be_made_says_what_to_do_and_keeps_what_was_typed(
    client: Client, query: str, answer: str
) -> None:
    make_signature(organisation="Lark School")

    page = body(client, f"{LIST}?q={quote(query)}")

    assert page.count(answer) == 2  # above, and beside the box
    assert f'value="{query.strip()}"' in page
    assert names(page) == ["Lark School"]


@pytest.mark.parametrize(
    "query",
    [
        *("'", "\\", "a'b\\c", "%s", "%(x)s", "a & !b | (c", "lark:*", "<->", "kind:school", "''''", "_%", "NULL"),
        *("\u00ba", "\u00b2", "\U0001f642", "\ud800", "\u738b", "\ufb01", "\u0301"),
        *("x" * 150, "a b c d e f g h i j k l m n o p"),
    ],
)
def test_search_takes_anything(client: Client, query: str) -> None:
    make_signature(organisation="Lark School")

    response = client.get(LIST, {"q": query.encode("utf-8", errors="surrogatepass")})

    assert response.status_code == 200


def test_search_shows_what_was_typed_as_text(client: Client) -> None:
    page = body(client, f"{LIST}?q={quote('<script>x</script>')}")

    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


@pytest.mark.django_db(transaction=True)
def test_search_that_takes_too_long_says_how_to_narrow_it(
    client: Client, settings: Settings, owner_cursor: Cursor
) -> None:
    make_signature(organisation="Lark School")
    settings.SEARCH_MILLISECONDS = 100
    # Somebody else has the words, and does not let go.
    owner_cursor.execute("BEGIN; LOCK TABLE pledges_word IN ACCESS EXCLUSIVE MODE")

    response = client.get(f"{LIST}?q=lark&kind=school")

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    page = words(response)
    assert "This search took too long" in page
    assert "Write more of the name" in page
    assert 'value="lark"' in response.content.decode()
    owner_cursor.execute("ROLLBACK")
    assert found(client, "lark") == ["Lark School"]


@pytest.mark.parametrize(
    ("one", "other", "typo"),
    [
        ("lark", "lrk", True),
        ("lark", "larrk", True),
        ("lark", "lurk", True),
        ("lark", "lakr", True),
        ("lark", "alrk", True),
        ("lark", "lark", False),
        ("lark", "kral", False),
        ("lark", "lar", True),
        ("lark", "la", False),
        ("lark", "arkl", False),
        ("aab", "aba", True),
        ("abab", "baba", False),
        ("", "a", True),
    ],
)
def test_one_typo(one: str, other: str, typo: bool) -> None:
    assert is_one_typo(one, other) == typo
    assert is_one_typo(other, one) == typo


def test_signature_that_is_not_on_the_list_leaves_no_word() -> None:
    make_signature(organisation="Lark School", state=State.AWAITING)

    assert Signature.objects.exists()
    assert counted_words() == {}
