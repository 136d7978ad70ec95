"""How a public page of charters is answered: from the cache, or made; not there; or taken back."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from charters import published, uploaded, words
from charters.published import NotPublic, PublicVersion, Withdrawn
from config.lib.public_pages import Kept, Page, public_page

Made = Page | Kept


def answered(
    request: HttpRequest,
    make: Callable[[], Made],
    *,
    easy: bool = False,
    key: Callable[[], tuple[object, ...]] = lambda: (published.generation(),),
) -> HttpResponseBase:
    """One page that is the same for everybody. It says the same until something public changes.

    `make` is called where it is not kept, and may raise NotPublic or Withdrawn. `key` gives all that its words depend
    on: more than what is published of charters where it says what is known elsewhere (charters/known.py).
    """
    try:
        with uploaded.asked_once():
            return public_page(request, key=("charters", *key()), make=make)
    except NotPublic:
        raise Http404 from None
    except Withdrawn as gone:
        return taken_back(request, gone.version, easy=easy)


def taken_back(request: HttpRequest, version: PublicVersion, *, easy: bool) -> HttpResponse:
    """410, with the reason, in the form that was asked for."""
    slug = version.charter.slug
    form = "easy" if easy else "plain"
    context: dict[str, Any] = {
        "version": version,
        "day": words.day(version.withdrawn_at) if version.withdrawn_at else "",
        "reason": words.paragraphs(version.withdrawn_reason),
        "versions_url": reverse("charters:versions_easy" if easy else "charters:versions", args=[slug]),
        **other_form(request, easy=easy),
    }
    response = render(request, f"charters/taken_back_{form}.html", context, status=410)
    # Another version may take this address again.
    response["Cache-Control"] = "no-store"
    return response


def other_form(request: HttpRequest, *, easy: bool) -> dict[str, str]:
    """The same address in the other form."""
    match = request.resolver_match
    assert match is not None  # noqa: S101  a view was found
    kwargs = {name: value for name, value in match.kwargs.items() if name not in ("page", "whole")}
    name = match.view_name.removesuffix("_page").removesuffix("_all")
    if easy:
        return {"plain_url": reverse(name.removesuffix("_easy"), kwargs=kwargs)}
    return {"easy_url": reverse(f"{name}_easy", kwargs=kwargs)}
