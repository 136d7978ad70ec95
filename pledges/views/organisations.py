"""An organisation's page in both forms, and what it may show elsewhere: a certificate and a badge."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_file, public_page
from pledges import certificate as papers
from pledges import listing, organisation_page
from pledges.models import Organisation
from pledges.organisation_page import NothingStands, Shown

from .responses import gone


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Who stands for it, since when, and what they will do."""
    return _page(request, slug, "organisation")


@require_safe
def organisation_easy(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same in easy read."""
    return _page(request, slug, "organisation_easy")


@require_safe
def certificate(request: HttpRequest, slug: str) -> HttpResponseBase:
    """To print and hang up."""
    headers = {"Content-Type": "application/pdf", "Content-Disposition": 'inline; filename="certificate.pdf"'}
    return _file(request, slug, "certificate", papers.certificate, headers)


@require_safe
def badge(request: HttpRequest, slug: str) -> HttpResponseBase:
    """For the organisation's own website."""
    return _file(request, slug, "badge", papers.badge, {"Content-Type": "image/svg+xml"})


def _page(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    generation = listing.generation()
    there = _there(request, slug, name)
    if isinstance(there, HttpResponse):
        return there
    key = ("organisation", name, generation, there.pk)
    try:
        return public_page(request, key=key, make=lambda: _made(_shown(there, generation), name))
    except NothingStands:
        return _gone(request, slug, name)


def _made(shown: Shown, name: str) -> Page:
    slug = shown.organisation.slug
    urls = {"plain_url": "organisation"} if name == "organisation_easy" else {"easy_url": "organisation_easy"}
    context = {
        "shown": shown,
        "slug": slug,
        "snippet": organisation_page.snippet(shown),
        "badge_alt": organisation_page.sentence(shown),
        **{key: reverse(f"pledges:{other}", args=[slug]) for key, other in urls.items()},
    }
    # As on the list: who is named here may be found here, not by searching for their name.
    headers = {"X-Robots-Tag": "noindex"} if shown.names_people and name == "organisation" else {}
    return Page(f"pledges/{name}.html", context, headers, NAMES_KEPT_SECONDS)


def _file(
    request: HttpRequest, slug: str, name: str, make: Callable[[Shown], bytes], headers: dict[str, str]
) -> HttpResponseBase:
    generation = listing.generation()
    there = _there(request, slug, name)
    if isinstance(there, HttpResponse):
        return there

    def made() -> bytes:
        return make(_shown(there, generation))

    key = (name, generation, there.pk)
    try:
        return public_file(request, key=key, make=made, headers=headers, kept_seconds=NAMES_KEPT_SECONDS)
    except NothingStands:
        return _gone(request, slug, name)


def _shown(there: Organisation, generation: int) -> Shown:
    return organisation_page.shown(there, listing.newest_versions(generation))


def _there(request: HttpRequest, slug: str, name: str) -> Organisation | HttpResponse:
    """The organisation; or the way to the one it was merged into; or that it has gone. Raises Http404 for none."""
    there = organisation_page.found(slug)
    if there is not None:
        return there
    former = organisation_page.former(slug)
    if former is None:
        raise Http404
    if former.organisation is not None:
        response = HttpResponseRedirect(reverse(f"pledges:{name}", args=[former.organisation.slug]))
        response["Cache-Control"] = "no-cache"
        return response
    return _gone(request, slug, name)


def _gone(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """410, in the form that was asked for. It may come back: no cache keeps it."""
    easy = name == "organisation_easy"
    there = {"plain_url": "organisation"} if easy else {"easy_url": "organisation_easy"}
    context = {key: reverse(f"pledges:{other}", args=[slug]) for key, other in there.items()}
    response = gone(request, f"pledges/organisation_gone{'_easy' if easy else ''}.html", context)
    response["Cache-Control"] = "no-store"
    return response
