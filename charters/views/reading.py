"""A charter as it is in force, one version of it for ever, and all charters."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters import known, published, shelves, shown
from charters.published import PublicVersion, Shelf
from config.lib.frames import frame, gap
from config.lib.public_pages import KEPT_SECONDS, Kept, Page, for_everyone, release

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
        return _version(request, shelf, shelf.now)

    return answered(request, make, key=known.key_of_facts)


@require_safe
def version(request: HttpRequest, slug: str, n: int) -> HttpResponseBase:
    """One version for ever."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _version(request, shelf, shelf.version(n))

    return answered(request, make, key=known.key_of_facts)


def _version(request: HttpRequest, shelf: Shelf, chosen: PublicVersion) -> Made:
    pieces = shown.pieces(shelf, chosen)
    around = frame("charter", release(), make=lambda: _around(request))
    given = {**pieces._asdict(), "path": request.path, "easy": f"{request.path}easy-read/"}
    return Kept(around.fill(given).encode(), {}, KEPT_SECONDS)


def _around(request: HttpRequest) -> str:
    """The page without what is special about a version: the same for all of them."""
    anywhere = for_everyone(request, "")
    anywhere.path = gap("path")
    context = {"canonical": gap("canonical"), "easy_url": gap("easy"), "feed_url": gap("feed")}
    context |= {name: gap(name) for name in ("title", "metadata", "main")}
    return render_to_string("charters/charter.html", context, anywhere)
