"""What no tool for descriptions sends: bytes that are no text, bodies of 10 MB, and JSON where a form was meant."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from pledges.models import Draft, Person
from tests.bad_input.addresses import FIELDS, Address, addresses
from tests.bad_input.test_forms import journey_forms
from tests.factories import publish_terms

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
# A lone surrogate, bytes that UTF-8 never has with an overlong slash and half a letter, NUL.
NO_TEXT = [b"\xed\xa0\x80", b"\xff\xc0\xaf\xe2\x82", b"a\x00b"]
MEGABYTES_10 = 10 * 1024 * 1024


def public_paths(**values: str) -> list[tuple[Address, str]]:
    """Every public address with something in the place of its parameters."""
    found = []
    for address in addresses():
        path = address.template
        for name in address.names:
            path = path.replace(f"{{{name}}}", values.get(name, "1"))
        if not address.is_desk:
            found.append((address, path))
    return found


@pytest.fixture
def reader() -> Client:
    publish_terms()
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("raw", NO_TEXT)
def test_bytes_that_are_no_text_are_never_our_mistake(reader: Client, raw: bytes) -> None:
    names = sorted(FIELDS.union(*(form.base_fields for form in journey_forms())))
    bad = quote(raw)
    body = "&".join(f"{name}={bad}" for name in names).encode()
    cookie = "; ".join(f"{name}={raw.decode('latin-1')}" for name in ("signing", "reading", "csrftoken", "sessionid"))

    for address, path in public_paths(token=bad):
        answers: list[Any] = [
            reader.get(path, headers={"cookie": cookie}),
            reader.get(f"{path}?q={bad}&after={bad}&kind={bad}&{bad}=1"),
            reader.post(path, body, content_type=URLENCODED),
            reader.post(path, b'{"name": "\\ud800\\u0000"}', content_type="application/json"),
            reader.post(path, raw, content_type="application/json"),
        ]
        if address.template != "/readyz":
            assert {answer.status_code // 100 for answer in answers} <= {2, 3, 4}, path


def test_json_where_a_form_was_meant_answers_nothing(reader: Client) -> None:
    for _address, path in public_paths(token="no-such-link"):
        reader.post(path, b'{"kind": "school", "name": "Ada", "act": "carry_on"}', content_type="application/json")

    assert not Person.objects.exists()
    assert all(set(draft.answers) <= {"seen"} for draft in Draft.objects.all())


@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data; boundary=x", "application/json"])
def test_ten_megabytes_are_refused_with_a_plain_page_or_not_read(reader: Client, kind: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
    fill = b"x" * MEGABYTES_10
    body = part + fill + b"\r\n--x--\r\n" if kind.startswith("multipart") else b"name=" + fill

    for _address, path in public_paths(token="no-such-link"):
        if reader.post(path, content_type=kind).status_code == 405:
            continue  # it takes no form, and says so without looking at what was sent
        response: Any = reader.post(path, body, content_type=kind)

        assert response.status_code in (200, 303, 302, 400, 403, 404, 410, 413), path
        assert b"x" * 1000 not in response.content
        if response.status_code == 413:
            assert "too much to send at once" in response.content.decode()
    assert not any("name" in draft.answers for draft in Draft.objects.all())


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices"])
def test_form_of_ten_megabytes_is_413_and_keeps_what_was_answered(reader: Client, step: str) -> None:
    reader.post("/pledge/sign/")
    reader.post("/pledge/sign/who/", {"kind": "parent_carer"})
    before = Draft.objects.get().answers

    response = reader.post(f"/pledge/sign/{step}/", b"name=" + b"x" * MEGABYTES_10, content_type=URLENCODED)

    assert response.status_code == 413
    assert response["Cache-Control"] == "no-store"
    assert Draft.objects.get().answers == before
