"""sitemap.xml: every page that search engines should find, each at its one address.

Pages that name people are left out, and those behind private links; organisations' pages too, which say themselves
whether they may be found (pledges/views/organisations.py).
"""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters import published, shelves
from charters.body import promise_addresses
from charters.document import Document
from charters.models import Version
from config.lib.public_pages import Page, public_page
from participation import published as audits
from participation.service_page import told_of
from pledges.models.wordings import Wording
from pledges.views.pledge import key_of, notices, pledge_wordings
from post.links import in_full
from post.models import Generation

STANDING = (
    "home",
    "home_easy",
    "charters:charters",
    "charters:charters_easy",
    "charters:pictures",
    "charters:pictures_easy",
    "pledges:pledge",
    "pledges:pledge_easy",
    "charters:words",
    "charters:words_easy",
    "pledges:signatories",
    "pledges:signatories_easy",
    "pledges:seals",
    "pledges:seals_easy",
    "privacy",
    "privacy_easy",
    "kept",
    "kept_easy",
    "accessibility",
    "accessibility_easy",
    "cookies",
    "cookies_easy",
    "credits",
    "credits_easy",
    "help",
    "help_easy",
    "participation:is_it_kept",
    "participation:is_it_kept_easy",
    "participation:services",
    "participation:services_easy",
)

OF_EACH = ("charter", "charter_easy", "charter_words", "versions")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The addresses, made anew when something public has changed."""
    words, told = pledge_wordings(), notices()
    counts = Generation.together(published.GENERATION, audits.GENERATION)
    key = ("sitemap", key_of(words), key_of(told), counts)
    return public_page(request, key=key, make=lambda: _page(words, told))


def _page(words: Iterable[Wording], told: Iterable[Wording]) -> Page:
    paths = [
        *(reverse(name) for name in STANDING),
        *(reverse("pledges:pledge_version", args=[wording.n]) for wording in words),
        *(reverse("privacy_version", args=[wording.n]) for wording in told),
        *_charters(),
        *_audits(),
    ]
    context = {"addresses": [in_full(path) for path in paths]}
    return Page("sitemap.xml", context, {"Content-Type": "application/xml; charset=utf-8"})


def _audits() -> Iterator[str]:
    """Published years, and every service that was asked."""
    for one in audits.years():
        yield from (reverse(f"participation:{name}", args=[one.year]) for name in ("audit", "audit_easy"))
    for slug in told_of().order_by("slug").values_list("slug", flat=True):
        yield from (reverse(f"participation:{name}", args=[slug]) for name in ("service", "service_easy"))


def _charters() -> Iterator[str]:
    """Charters in force with each of their promises, and old versions."""
    for slug, n in Version.objects.superseded().order_by("charter__slug", "n").values_list("charter__slug", "n"):
        yield reverse("charters:version", args=[slug, n])
    for version in shelves.in_force():
        slug = version.charter.slug
        yield from (
            reverse(f"charters:{name}", args=[slug])
            for name in ("charter", "charter_easy", "charter_words", "versions")
        )
        assert version.document is not None  # noqa: S101  a published version has one
        promise = promise_addresses(slug)
        yield from (promise(placed.clause.key) for placed in Document.parse(version.document).promises)
