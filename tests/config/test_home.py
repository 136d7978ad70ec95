"""The home page, and what holds for every page that is the same for everyone."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from charters.actions import publish
from charters.models import ClauseKey
from pledges.actions import count_signatures, leave
from pledges.kinds import Kind
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section
from tests.factories import make_signature, publish_terms
from tests.participation.factories import (
    make_panel,
    make_return,
    make_round,
    make_sent,
    make_service,
    make_set,
    make_submitted,
)
from tests.participation.test_publishing import published

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/pledge/",
    "/pledge/versions/1/",
    "/pledge/signatories/",
    "/pledge/signatories/?kind=school",
    "/pledge/signatories/?before=junk",
    "/pledge/signatories.csv",
    "/pledge/signatories.json",
    "/privacy/",
    "/privacy/versions/1/",
    "/robots.txt",
]


def text(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_can_be_held_by_any_cache(client: Client, address: str) -> None:
    make_signature()
    client.cookies["sessionid"] = "somebody"

    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_answers_head(client: Client, address: str) -> None:
    make_signature()

    assert client.head(address).status_code == 200


def test_home_says_what_and_who(client: Client) -> None:
    publish_terms()
    make_signature(organisation="Thistlewick School", promise="Ask our pupils first.")
    for _n in range(5):
        make_signature(kind=Kind.PARENT_CARER, publish=False)
    count_signatures()

    page = text(client)

    assert '<p class="card__figure">3</p>' in page
    assert '<p class="card__figure">6</p>' in page
    assert "1 organisation and 5 people." in page
    assert "have signed the pledge" in page
    assert "Ask our pupils first." in page
    assert "Thistlewick School" in page


def test_home_does_not_say_how_many_people_where_they_are_few(client: Client) -> None:
    make_signature(organisation="Thistlewick School")
    make_signature(kind=Kind.PARENT_CARER, publish=False)
    count_signatures()

    assert "1 organisation and a few people." in text(client)
    assert "so few that we do not say how many" in text(client, "/pledge/signatories/")
    assert "Some people have signed." in text(client, "/pledge/signatories/easy-read/")
    for address in ("/", "/pledge/signatories/", "/easy-read/"):
        assert ">2<" not in text(client, address)


def test_home_says_who_of_those_asked_has_signed(client: Client) -> None:
    signature = make_signature(organisation="Thistlewick School")
    for organisation in (signature.organisation, None):
        make_service(organisation=organisation, asked_on=date(2026, 1, 1))
    make_service()

    assert "1 of the 2 services that we asked have signed." in text(client)


def test_home_says_that_nothing_is_published_yet(client: Client) -> None:
    page = text(client)

    assert "Is it kept?" in page
    assert "We have not published that yet." in page


def test_home_answers_three_questions_in_both_forms(client: Client) -> None:
    both = promise("We will ask.", "aaaaaa"), promise("We will say why.", "bbbbbb")
    publish(version_id=make_agreed(make_draft(make_charter(), document(section("Start", *both)))).pk)
    the_set = make_set()
    for place, key in enumerate(ClauseKey.objects.order_by("key")):
        the_set.questions.order_by("position")[place].commitments.add(key)
    the_round = make_round(2026, the_set)
    for level in (3, 4, 1):
        one = make_submitted(make_return(the_round), level=level)
    make_sent(make_panel(the_round, one.service))
    assert "not published" in text(client)
    published(the_round)

    page, easy = text(client), text(client, "/easy-read/")

    assert '<p class="card__figure">2</p>' in page
    assert "In 1 charter that is in force." in page
    assert '<p class="card__figure">2 of 2</p>' in page
    assert "Young people say 0 of 2." in page
    assert 'href="/participation/audits/2026/"' in page
    assert "Most services keep 2 of 2." in easy
    assert "Young people say 0 of 2." in easy
    assert easy.index("Read the promises") < easy.index("There are 2 promises.")


def test_home_names_no_person(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Priya Nolan", promise="Help others.")
    make_signature(kind=Kind.SCHOOL, name="Tom Okafor")

    page = text(client)

    assert "Priya Nolan" not in page
    assert "Help others." not in page
    assert "Tom Okafor" not in page
    assert "X-Robots-Tag" not in client.get("/").headers


def test_home_without_a_pledge_is_kind(client: Client) -> None:
    page = text(client)

    assert "The pledge is being written" in page
    assert "Sign the pledge" not in page
    assert "Nobody has told us yet" in page


def test_home_changes_with_the_list(client: Client) -> None:
    signature = make_signature(organisation="Thistlewick School")
    etag = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304

    leave(subject_id=signature.subject_id)

    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200
    assert "Thistlewick" not in text(client)


def test_home_is_rendered_once(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_signature()
    client.get("/")

    with django_assert_max_num_queries(4):
        client.get("/")


def test_home_does_not_repeat_what_a_reader_typed(client: Client) -> None:
    publish_terms()
    first = text(client, "/?next=//evil.example")

    assert "evil.example" not in first
    assert first == text(client)


def test_robots_stay_out_of_private_pages(client: Client) -> None:
    lines = text(client, "/robots.txt").splitlines()

    assert lines[0] == "User-agent: *"
    for path in ("/pledge/yours/", "/pledge/confirm/", "/admin/", "/dev/"):
        assert f"Disallow: {path}" in lines
