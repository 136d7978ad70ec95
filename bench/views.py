"""What a request costs at least: through the same middleware, server, workers and clients as everything measured."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.views.decorators.http import require_POST, require_safe

from config.lib.public_pages import near, place_of

CONSTANT = b"<!doctype html><title>bench</title><p>the same for everybody"
ONE_ROW = "INSERT INTO bench.row (text) VALUES (%s)"


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """A constant."""
    return HttpResponse(CONSTANT)


@require_safe
def uncached(request: HttpRequest, path: str, whole: bool = False) -> HttpResponseBase:
    """A public page that is found by its address and made anew, as when something was published meanwhile.

    What was made of a document that never changes is kept, as it is then; `whole` makes that anew too.
    """
    if whole:
        near.clear()
    request.path = request.path_info = f"/{path}"
    request.resolver_match = found = resolve(request.path)
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    near.delete(place_of(response["ETag"]))
    return response


@require_POST
def insert(request: HttpRequest) -> HttpResponseBase:
    """One bare row, committed, then away: the least that a POST which keeps anything can do."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_ROW, [request.POST.get("_shown_at", "")])
    return redirect("pledges:sign_sent")
