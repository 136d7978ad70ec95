"""A charter as it is in force, one version of it for ever, and all charters."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters import metadata, published, shelves, shown
from charters.body import body
from charters.published import PublicVersion, Shelf
from config.lib.public_pages import Page

from .answers import Made, answered


@require_safe
def charters(request: HttpRequest) -> HttpResponseBase:
    """Every charter of which something can be read."""
    return answered(request, _all)


def _all() -> Made:
    return Page("charters/charters.html", {**shelves.page(), "easy_url": reverse("charters:charters_easy")})


@require_safe
def charter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The version in force."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _version(shelf, shelf.now)

    return answered(request, make)


@require_safe
def version(request: HttpRequest, slug: str, n: int) -> HttpResponseBase:
    """One version for ever."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _version(shelf, shelf.version(n))

    return answered(request, make)


def _version(shelf: Shelf, chosen: PublicVersion) -> Made:
    words, beside = body(shelf.charter.slug, chosen), published.beside(chosen)
    told = metadata.of_version(shelf, chosen, words, shown.agreed(words, beside))
    return Page("charters/charter.html", {**shown.page(shelf, chosen, words, beside), "metadata": told})
