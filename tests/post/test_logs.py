import logging
import logging.config
import sys
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from post.logs import RouteNames, WithoutMessages

SECRET = "c2VjcmV0LXRva2Vu"
TYPED = "ann@example.org"


def yours(request: HttpRequest, token: str) -> HttpResponse:
    if "forbidden" in request.GET:
        raise PermissionDenied
    if "broken" in request.GET:
        raise RuntimeError(f"the row contains {TYPED} {token}")
    return HttpResponse("ok")


urlpatterns = [path("pledge/yours/<str:token>/", yours, name="yours"), path("", include("config.urls"))]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def log() -> StringIO:
    """What the site's own logging prints, as it prints it outside development."""
    text = StringIO()
    handler = logging.root.handlers
    console = next(one for one in handler if type(one) is logging.StreamHandler)
    console.setStream(text)
    console.setFormatter(WithoutMessages("{levelname} {name} {message}", style="{"))
    return text


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def test_request_is_logged_by_route(log: StringIO, browser: Client) -> None:
    browser.get(f"/pledge/yours/{SECRET}/")
    assert "INFO post.requests GET yours 200" in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/pledge/yours/{SECRET}", 301),
        (f"/pledge/yours/{SECRET}/more/", 404),
        (f"/pledge/yours/{SECRET}%20%C3%A9/?forbidden", 403),
        (f"/pledge/yours/{SECRET}/?broken", 500),
    ],
)
def test_request_that_goes_wrong_is_logged_without_its_address(
    address: str, status: int, log: StringIO, browser: Client
) -> None:
    response = browser.get(address)
    assert response.status_code == status
    assert f" {status} " in log.getvalue()
    assert SECRET not in log.getvalue()
    assert TYPED not in log.getvalue()


def test_failed_csrf_check_is_logged_without_its_address(log: StringIO) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/pledge/yours/{SECRET}/")
    assert response.status_code == 403
    assert "CSRF" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_traceback_shows_where_and_which_class_but_no_text(log: StringIO, browser: Client) -> None:
    browser.get(f"/pledge/yours/{SECRET}/?broken")
    assert "RuntimeError" in log.getvalue()
    assert "in yours" in log.getvalue()


def test_error_that_another_handler_printed_in_full_is_not_taken_over() -> None:
    try:
        raise ValueError(TYPED)
    except ValueError:
        record = logging.LogRecord("post", logging.ERROR, __file__, 1, "it broke", (), sys.exc_info())
    in_full = logging.Formatter().format(record)

    said = WithoutMessages().format(record)

    assert TYPED in in_full
    assert "ValueError" in said
    assert TYPED not in said


def test_no_handler_prints_requests_around_the_filter() -> None:
    console = next(one for one in logging.root.handlers if type(one) is logging.StreamHandler)
    assert any(isinstance(one, RouteNames) for one in console.filters)
    assert logging.getLogger("django").handlers == []
    assert not logging.getLogger("django.server").propagate
