"""A form sent while the database is away comes back filled in, with a button that sends the same again."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from lxml import html
from pytest_django import Settings

from config import urls as ours
from config.errors import unavailable
from post.private import HEADERS, private_page
from tests.bad_input.filled_in import fields_of, form_in
from tests.config.test_errors import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection: secret detail")


@csrf_exempt
def read_by_hand(request: HttpRequest) -> HttpResponse:
    request.read(3)
    raise OperationalError


@private_page
def private(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        raise RuntimeError
    raise OperationalError


urlpatterns = [
    path("lost/", lost),
    path("by-hand/", read_by_hand),
    path("private/", private),
    path("staff/", sensitive_post_parameters()(lost)),
    *ours.urlpatterns,
]
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def reader() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def form_of(response: Any) -> Any:
    assert response.status_code == 503
    return form_in(response.content.decode())


SENT = [
    ("csrfmiddlewaretoken", "a" * 64),
    ("agreed", "news"),
    ("agreed", "ask"),
    ("name", "ada"),
    ("promise", "\nOne\nTwo <b>"),
    ("act", ""),
]


@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data"])
def test_form_sent_again_has_all_that_was_sent_in_its_order(reader: Client, kind: str) -> None:
    if kind == URLENCODED:
        response = reader.post("/lost/?kept=1", urlencode(SENT), content_type=kind)
    else:
        response = reader.post("/lost/?kept=1", {name: [v for n, v in SENT if n == name] for name, _value in SENT})

    form = form_of(response)
    assert (form.method, form.get("action")) == ("POST", None)
    assert fields_of(form) == SENT
    assert [button.text_content().strip() for button in form.cssselect("button")] == ["Try again"]


def test_what_was_written_can_be_seen_and_copied(reader: Client) -> None:
    sent = {"kind": "parent_carer", "name": "ada", "story": "Mine is <script>", "more": "x " * 60}

    response = reader.post("/lost/", sent)

    form = form_of(response)
    assert [field.name for field in form.cssselect("input[type=text], textarea")] == ["name", "story", "more"]
    assert [label.text_content().strip() for label in form.cssselect("label")] == [
        "Your name", "What you wrote (1)", "What you wrote (2)"]  # fmt: skip
    assert all(form.cssselect(f"#{label.get('for')}") for label in form.cssselect("label"))
    assert "What you wrote is not lost" in response.content.decode()
    assert "Mine is &lt;script&gt;" in response.content.decode()


def test_form_of_one_button_is_one_button_again(reader: Client) -> None:
    response = reader.post("/lost/", b"", content_type=URLENCODED)

    assert form_of(response).form_values() == []
    assert "What you wrote" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/lost/", {"username": "mo", "password": "hunter 2"}),
        ("/lost/", {"name": "Mo", "new_password1": "hunter 2"}),
        ("/lost/", {"name": "Mo", "scan": SimpleUploadedFile("scan.txt", b"hunter 2")}),
        ("/staff/", {"name": "Mo", "answer": "hunter 2"}),
    ],
    ids=["sign-in", "new-password", "file", "marked-as-sensitive"],
)
def test_secrets_and_files_are_never_sent_back(reader: Client, address: str, sent: dict[str, Any]) -> None:
    response = reader.post(address, sent)

    assert form_of(response) is None
    assert b"hunter" not in response.content
    assert "go back and send it once more" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "body", "kind"),
    [
        ("/lost/", b'{"name": "Ada"}', "application/json"),
        ("/by-hand/", b"name=Ada", URLENCODED),
        ("/private/", b"name=Ada", "multipart/form-data"),
    ],
)
def test_body_that_was_not_understood_is_not_guessed_at(reader: Client, address: str, body: bytes, kind: str) -> None:
    assert form_of(reader.post(address, body, content_type=kind)) is None


def test_body_too_big_is_not_read_for_the_error_page(reader: Client, settings: Settings) -> None:
    body = b"name=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    response = reader.post("/private/", body, content_type=URLENCODED)

    assert form_of(response) is None
    assert len(response.content) < 20_000


def test_form_sent_by_another_site_is_not_given_our_name(reader: Client) -> None:
    response = reader.post("/private/", {"name": "Ada"}, headers={"sec-fetch-site": "cross-site"})

    assert form_of(response) is None


@pytest.mark.parametrize(("method", "status"), [("GET", 500), ("POST", 503)])
def test_error_behind_a_private_link_is_as_private_as_its_page(reader: Client, method: str, status: int) -> None:
    response = reader.generic(method, "/private/", b"", content_type=URLENCODED)

    assert response.status_code == status
    assert {name: response[name] for name in HEADERS} == HEADERS


def test_get_links_to_the_same_page_without_its_query(reader: Client) -> None:
    response = reader.get("/lost/?name=Ada+Lark")

    page = html.document_fromstring(response.content.decode())
    assert [link.get("href") for link in page.cssselect("main a") if link.text_content() == "Try again"] == ["/lost/"]
    assert form_of(response) is None


def test_link_never_leads_to_another_site() -> None:
    request = RequestFactory().get("/x")
    request.path = "//evil.example/"

    assert b'href="/%2Fevil.example/"' in unavailable(request).content
