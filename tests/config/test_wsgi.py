"""The very edge: requests that Django trips over before any middleware sees them."""

import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from config.wsgi import application

# Around each request Django looks after its connections.
pytestmark = pytest.mark.django_db


def status_of(**more: str) -> str:
    """The status of a GET of the home page, asked for as a web server asks."""
    heard: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        heard.append(status)

    environ: dict[str, Any] = {"HTTP_HOST": "localhost", "PATH_INFO": "/cookies/", "wsgi.input": io.BytesIO(b"")}
    setup_testing_defaults(environ)
    list(application(environ | more, start_response))
    return heard[0][:3]


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "utf-16", "no-such-charset"])
def test_request_in_an_odd_charset_is_refused(charset: str) -> None:
    assert status_of(CONTENT_TYPE=f"text/plain; charset={charset}", QUERY_STRING="a=1") == "400"


def test_request_in_utf_8_is_answered() -> None:
    assert status_of(CONTENT_TYPE="text/plain; charset=utf-8") == "200"


def test_many_fields_beside_a_charset_are_no_error_of_ours() -> None:
    assert status_of(CONTENT_TYPE="text/plain; charset=utf-8", QUERY_STRING="a=1&" * 500) in ("200", "413")
