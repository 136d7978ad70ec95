"""The home page, and what holds for every page that is the same for everyone."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pledges.actions import count_signatures, leave
from pledges.kinds import Kind
from tests.factories import make_signature, publish_terms

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
    make_signature(kind=Kind.PARENT_CARER, publish=False)
    count_signatures()

    page = text(client)

    assert '<p class="card__figure">3</p>' in page
    assert '<p class="card__figure">2</p>' in page
    assert "have signed the pledge" in page
    assert "Ask our pupils first." in page
    assert "Thistlewick School" in page


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
