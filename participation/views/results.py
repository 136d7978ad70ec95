"""The published results of a year in all the words, and of a year that is not published, that it is not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters.views.answers import other_form
from config.lib.public_pages import Page, public_page
from participation import published, results_page
from participation.published import NotPublished

# Of which years people speak at all: others are mistakes in an address.
YEARS = range(2000, 3000)


@require_safe
def audit(request: HttpRequest, year: int, n: int | None = None) -> HttpResponseBase:
    """The newest results of a year, or those with this number, which stay as they were."""

    def make() -> Page:
        snapshot = published.found(year, n)
        earlier = published.before(year)
        context = results_page.page(snapshot, earlier, is_newest=n is None)
        return Page("participation/results/year.html", context)

    return answered(request, make)


@require_safe
def not_sent(request: HttpRequest, year: int) -> HttpResponseBase:
    """The names of all services that have not sent a return."""

    def make() -> Page:
        context = {
            "year": year,
            "names": results_page.not_sent(published.found(year).document),
            "easy_url": reverse("participation:audit_not_sent_easy", args=[year]),
        }
        return Page("participation/results/not_sent.html", context)

    return answered(request, make)


def answered(request: HttpRequest, make: Callable[[], Page], *, easy: bool = False) -> HttpResponseBase:
    """The page of a year; 404 with the way to what there is, where `make` raises NotPublished."""
    try:
        return public_page(request, key=("audits", published.generation()), make=make)
    except NotPublished:
        return not_published(request, easy=easy)


def not_published(request: HttpRequest, *, easy: bool) -> HttpResponse:
    """It may come: no cache keeps this."""
    match = request.resolver_match
    assert match is not None  # noqa: S101  a view was found
    year = match.kwargs["year"]
    context = {"year": str(year) if year in YEARS else "", "years": published.years(), **other_form(request, easy=easy)}
    form = "_easy" if easy else ""
    response = render(request, f"participation/results/not_published{form}.html", context, status=404)
    response["Cache-Control"] = "no-store"
    return response
