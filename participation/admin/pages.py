"""What the pages about rounds and returns have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from config.lib.responses import SeeOther

from .showing import log, told

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def allowed(permission: str, *methods: str) -> Callable[[View[P]], View[P]]:
    """For views of who has this permission, by these methods."""

    def wrapped(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **more: P.kwargs) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **more)

        return cast("View[P]", guarded)

    return wrapped


def done(request: HttpRequest, words: str, to: str, *, about: Model | None = None, what: str = "") -> SeeOther:
    """On to a page that says what was done; Django's log keeps who did it, and no words of anybody's."""
    if about is not None:
        log(request, about, what)
    return told(request, words, to)


def as_uuid(text: str) -> UUID | None:
    """What an address names, or None for what names nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
