"""The results of a year in easy read."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.views.easy_screens import Addresses, numbered, shown
from config.lib.public_pages import Page
from participation import published, results_easy

from .results import answered


@require_safe
def audit(
    request: HttpRequest, year: int, n: int | None = None, page: int = 1, *, whole: bool = False
) -> HttpResponseBase:
    """One screen, or all on one page."""
    name, args = ("audit", [year]) if n is None else ("audit_published", [year, n])

    def make() -> Page:
        snapshot = published.found(year, n)
        screens = results_easy.results(snapshot.document, year, snapshot.note)
        return easy_page(_("What we asked in %(year)s") % {"year": year}, screens, Place(name, args), page, whole=whole)

    return answered(request, make, easy=True)


@require_safe
def not_sent(request: HttpRequest, year: int, page: int = 1) -> HttpResponseBase:
    """Who has not answered."""

    def make() -> Page:
        screens = results_easy.missing(published.found(year).document)
        return easy_page(_("Who did not answer"), screens, Place("audit_not_sent", [year]), page, whole=None)

    return answered(request, make, easy=True)


class Place(NamedTuple):
    """Where a page is: its name among addresses, and what stands in its address."""

    name: str
    args: Sequence[object]


def easy_page(title: str, screens: results_easy.Screens, place: Place, page: int, *, whole: bool | None) -> Page:
    """A screen of these, or all of them; `whole` is None where there is no such page. Raises Http404."""
    name, args = place

    def step(number: int) -> str:
        return numbered(f"participation:{name}_easy", number, *args)

    all_url = reverse(f"participation:{name}_easy_all", args=args) if whole is not None else ""
    template, context = shown(
        "participation/results/words_easy", screens, page, Addresses(step, all_url), whole=bool(whole)
    )
    context |= {"title": title, "plain_url": reverse(f"participation:{name}", args=args)}
    return Page(template, context)
