"""The pages that say something went wrong, each with what to do next.

500 and 503 are made to come out when nothing else works: no database, no context processors, and in the last resort
no template.
"""

import logging
import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from post.private import HEADERS, is_private

from .again import sent_again

logger = logging.getLogger(__name__)
# How long a lost database takes to come back, roughly: what we ask a browser or a monitor to wait, in seconds.
RETRY_AFTER = 30
# The CSRF cookie as Django makes it, today and before 4.1.
TOKEN = re.compile(r"[a-zA-Z0-9]{32}(?:[a-zA-Z0-9]{32})?")
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
LAST_RESORT = (
    "<!DOCTYPE html><html lang='en-GB'><meta charset='utf-8'><title>Sorry</title>"
    "<h1>Sorry, something is wrong on our side</h1><p>Please try again in a few minutes.</p></html>"
)


def page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """The error page for `status`, without context processors: they may be what failed."""
    context = {"area": settings.AREA, "request": request, "status": status, **more}
    return sealed(request, get_template(f"{status}.html").render(context), status)


def sealed(request: HttpRequest, content: str, status: int) -> HttpResponse:
    """The response that no cache keeps. Behind a private link it gives the address away no more than its page does."""
    headers = {"Cache-Control": "no-store", **(HEADERS if is_private(request) else {})}
    return HttpResponse(content, status=status, headers=headers)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the trouble was how much was sent."""
    if isinstance(exception, TOO_BIG):
        return page(request, 413)
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: not the reader's fault, and not said as if it were.

    What one of our own pages sent comes back with a token that is good now: nothing typed is lost. Never what a browser
    does not swear to be from one of ours: the token would lend it our name.
    """
    again = sent_again(request) if _is_surely_ours(request) else None
    return page(request, 403, form_too_old=True, again=again, token=get_token(request) if again else "")


def _is_surely_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or urlsplit(origin).netloc == request.get_host()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """410, for what was here and will not come back: a link that ran out, an entry taken down."""
    return page(request, 410)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: a part is missing for the moment. Nothing that was answered before is lost, nor what was just sent."""
    response = in_any_case(request, 503, make=try_again)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database went away outside a view (in a middleware)."""
    if is_lost_database(sys.exc_info()[1]):
        return unavailable(request)
    return in_any_case(request, 500)


def try_again(request: HttpRequest, status: int) -> HttpResponse:
    """The error page with the way to ask once more: a link, or the form as it was sent."""
    # Without what stands after "?": a link to a page that failed needs no more. Never to another host: "//host/".
    address = escape_leading_slashes(escape_uri_path(request.path))
    return page(request, status, address=address, again=sent_again(request), is_post=request.method == "POST")


def in_any_case(request: HttpRequest, status: int, make: Callable[..., HttpResponse] = page) -> HttpResponse:
    """The error page, or a bare one where even the template fails (a missing static file, say)."""
    try:
        return make(request, status)
    except Exception:
        logger.exception("The page for %s could not be made", status)
        return sealed(request, LAST_RESORT, status)


def is_lost_database(problem: BaseException | None) -> bool:
    """Whether the database could not be reached, closed the connection or ran out of time or places."""
    return isinstance(problem, OperationalError | InterfaceError)


class PlainErrors:
    """Turns a lost database into 503, and refuses what no browser sends before anything has to cope with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL cannot hold a NUL: no address of ours has one, and a search for one would be an error 500.
        if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            return bad_request(request)
        # Browsers send UTF-8. Python knows "charsets" such as hex that turn no bytes into text: an error 500 again.
        if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return bad_request(request)
        # Django answers a token that cannot be ours with a new one, on pages too that set no cookie.
        if not TOKEN.fullmatch(request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_lost_database(exception):
            return None
        # The class only: a database's message can quote what somebody typed.
        logger.error("The database is not there: %s", type(exception).__name__)
        return unavailable(request)


class SignedOut:
    """Staff whose sign-in ran out while they wrote: what they sent comes back, to be sent again after signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """After the token was checked, and before Django leads to the sign-in page and forgets what was sent."""
        if request.method != "POST" or not request.path_info.startswith(reverse("admin:index")):
            return None
        if request.user.is_authenticated or request.path_info in (reverse("admin:login"), reverse("admin:logout")):
            return None
        again = sent_again(request)
        if again is None or not again.is_written:
            return None
        return page(request, 403, signed_out=True, again=again, address=reverse("admin:login"))
