"""The home page, what search engines may read, and what every template may know about the area."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from charters import published, shelves
from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_page
from config.lib.wordtext import promises
from pledges import listing
from pledges.terms import current_terms
from pledges.views.listing import counted_words
from pledges.views.pledge import pledge_wordings
from post import links
from post.models import Generation

# How many answers the home page shows, the one in the card not counted.
PROMISES_SHOWN = 3
DAY = 86_400
# Private pages are behind links nobody can guess; this keeps a leaked one out of search engines.
NOT_FOR_ROBOTS = ("/pledge/yours/", "/pledge/confirm/", "/pledge/stop/", "/admin/", "/dev/")


def area(request: HttpRequest) -> dict[str, object]:
    """Template context: whose portal this is."""
    return {"area": settings.AREA}


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What is promised, who promised, and what they will do."""
    generation, of_charters = Generation.together(listing.GENERATION, published.GENERATION)
    return public_page(request, key=("home", generation, of_charters), make=lambda: _page(generation))


@require_safe
def home_easy(request: HttpRequest) -> HttpResponseBase:
    """Where to go, in easy read: nobody has to leave it on the way from page to page."""
    known = {"can_sign": current_terms() is not None, "has_charters": shelves.is_something_in_force()}
    context = {**known, "plain_url": reverse("home")}
    return public_page(request, key=("home easy", known), make=lambda: Page("home_easy.html", context))


def _page(generation: int) -> Page:
    wording = next((wording for wording in pledge_wordings() if wording.pledge.is_open), None)
    count = listing.people(listing.counts(generation))
    newest = listing.newest_promises(1 + PROMISES_SHOWN, generation)
    context = {
        "wording": wording,
        "has_charters": shelves.is_something_in_force(),
        "promises": len(promises(wording.standard)) if wording else 0,
        "count": count,
        "count_words": counted_words(count),
        "newest": newest[0] if newest else None,
        "others": newest[1:],
        "easy_url": reverse("home_easy"),
    }
    return Page("home.html", context, kept_seconds=NAMES_KEPT_SECONDS)


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    sitemap = f"Sitemap: {links.absolute('sitemap')}"
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), "", sitemap, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
