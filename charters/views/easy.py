"""Charters in easy read, a screen at a time, each with an address of its own."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import published, shelves
from charters.easy_reading import screens_of
from charters.easytext import parted
from charters.published import PublicVersion, Shelf
from config.lib.public_pages import Page

from .answers import Made, answered
from .easy_screens import numbered, one_of, ways

# Titles of charters on one screen, in words: the rest are the question and the buttons.
WORDS_OF_TITLES = 14


@require_safe
def charters(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """Which charter to read, three on a screen."""

    def make() -> Made:
        found = parted(shelves.listed(), text_of=lambda one: one.title, most=WORDS_OF_TITLES)
        context = {
            "charters": one_of(found, page) or [],
            "plain_url": reverse("charters:charters"),
            **ways(len(found), page, partial(numbered, "charters:charters_easy")),
        }
        return Page("charters/charters_easy.html", context)

    return answered(request, make, easy=True)


@require_safe
def charter(request: HttpRequest, slug: str, page: int = 1) -> HttpResponseBase:
    """The version in force."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _screen(shelf, shelf.now, page, "charters:charter", [slug])

    return answered(request, make, easy=True)


@require_safe
def version(request: HttpRequest, slug: str, n: int, page: int = 1) -> HttpResponseBase:
    """One version for ever."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _screen(shelf, shelf.version(n), page, "charters:version", [slug, n])

    return answered(request, make, easy=True)


def _screen(shelf: Shelf, chosen: PublicVersion, page: int, name: str, args: list[Any]) -> Made:
    document = published.documents((chosen,))[chosen.n]
    screens = screens_of(document, shelf.charter.kind)
    shown = one_of(screens, page)
    assert shown is not None  # noqa: S101  the first screen and the last are always there
    plain = reverse(name, args=args)
    context = {
        "title": document.title,
        "screen": shown,
        "number": page,
        "is_old": chosen is not shelf.in_force,
        "plain_url": f"{plain}#{shown.anchor}" if shown.anchor else plain,
        "now_url": reverse("charters:charter_easy", args=[shelf.charter.slug]) if shelf.in_force else "",
        "others": _others(shelf) if shown.is_end else [],
        **ways(
            len(screens),
            page,
            lambda n: numbered(f"{name}_easy", n, *args),
            before=reverse("charters:charters_easy"),
        ),
    }
    return Page("charters/charter_easy.html", context)


def _others(shelf: Shelf) -> list[dict[str, str]]:
    """Where else to go from the end."""
    found = [{"text": _("Stop"), "href": reverse("home_easy")}]
    if len(shelf.readable) > 1:
        href = reverse("charters:versions_easy", args=[shelf.charter.slug])
        found.insert(0, {"text": _("What is new?"), "href": href})
    return found
