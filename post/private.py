"""Pages behind a private link."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def private_page(view: View[P]) -> View[P]:
    """For every view whose address holds a secret: never stored, never passed on, never indexed.

    Its forms need no CSRF token. What authorises them is the secret in the address, not a cookie that a browser adds
    by itself: a page elsewhere that could forge such a POST would have to know the secret already. They could not have
    one either: under `no-referrer` browsers say `Origin: null`, which Django refuses.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    guarded.is_private = True  # type: ignore[attr-defined]
    return cast("View[P]", csrf_exempt(guarded))


def is_private(request: HttpRequest) -> bool:
    """Whether the address of this request holds a secret: for answers that its view did not make."""
    return getattr(getattr(request.resolver_match, "func", None), "is_private", False)
