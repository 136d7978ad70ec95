"""Charters in easy read, a screen at a time, each with an address of its own."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import known, papers, published, shelves
from charters.easy_reading import Screen, screens_of
from charters.easytext import parted
from charters.published import PublicVersion, Shelf
from config.lib.public_pages import Page

from .answers import Made, answered
from .easy_screens import numbered, one_of, parts_of, place_on, ways

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
def charter(request: HttpRequest, slug: str, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The version in force: a screen of it, or all on one page."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _shown(Asked(shelf, shelf.now, "charters:charter", (slug,)), page, whole=whole)

    return answered(request, make, easy=True, key=known.key_of_facts)


@require_safe
def version(request: HttpRequest, slug: str, n: int, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """One version for ever, alike."""

    def make() -> Made:
        shelf = published.shelf(slug)
        return _shown(Asked(shelf, shelf.version(n), "charters:version", (slug, n)), page, whole=whole)

    return answered(request, make, easy=True, key=known.key_of_facts)


@dataclass(frozen=True)
class Asked:
    """Which version, and what stands in its addresses."""

    shelf: Shelf
    chosen: PublicVersion
    name: str
    args: tuple[Any, ...]

    @property
    def plain(self) -> str:
        return reverse(self.name, args=self.args)

    @property
    def whole(self) -> str:
        return reverse(f"{self.name}_easy_all", args=self.args)

    def screen(self, page: int) -> str:
        return numbered(f"{self.name}_easy", page, *self.args)


def _shown(asked: Asked, page: int, *, whole: bool) -> Made:
    document = published.documents((asked.chosen,))[asked.chosen.n]
    facts = known.facts(asked.shelf.charter.slug) if asked.chosen is asked.shelf.in_force else None
    screens = screens_of(document, asked.shelf.charter.kind, facts)
    slug, is_in_force = asked.shelf.charter.slug, asked.shelf.in_force is not None
    context = {
        "title": document.title,
        "is_old": asked.chosen is not asked.shelf.in_force,
        "now_url": reverse("charters:charter_easy", args=[slug]) if is_in_force else "",
    }
    return _whole(asked, screens, context) if whole else _screen(asked, screens, page, context)


def _screen(asked: Asked, screens: list[Screen], page: int, context: dict[str, Any]) -> Made:
    shown = one_of(screens, page)
    assert shown is not None  # noqa: S101  the first screen and the last are always there
    slug = asked.shelf.charter.slug
    context |= {
        "screen": shown,
        "number": page,
        "plain_url": f"{asked.plain}#{shown.anchor}" if shown.anchor else asked.plain,
        "whole_url": place_on(asked.whole, page, len(screens)),
        "promise_url": reverse("charters:commitment_easy", args=[slug, shown.promise]) if shown.promise else "",
        "others": _others(asked) if shown.is_end else [],
        **ways(len(screens), page, asked.screen, before=reverse("charters:charters_easy")),
    }
    return Page("charters/charter_easy.html", context)


def _whole(asked: Asked, screens: list[Screen], context: dict[str, Any]) -> Made:
    # The title stands over the first screen already.
    said = [("" if number == 1 else screen.said, screen.lines) for number, screen in enumerate(screens, start=1)]
    parts = parts_of(said, asked.screen)
    context |= {
        "plain_url": asked.plain,
        "step_url": asked.screen(1),
        "parts": [part._replace(heads=screen.heads) for part, screen in zip(parts, screens, strict=True)],
        "has_headings": any(screen.heads for screen in screens),
        "others": [_hard_words(asked), *_others(asked)],
    }
    return Page("charters/charter_easy_all.html", context)


def _others(asked: Asked) -> list[dict[str, str]]:
    """Where else to go from the end."""
    slug, n = asked.shelf.charter.slug, asked.chosen.n
    found = papers.easy_links(slug, n, published.beside(asked.chosen).papers)
    if len(asked.shelf.readable) > 1:
        found.append({"text": _("What is new?"), "href": reverse("charters:versions_easy", args=[slug])})
    return [*found, {"text": _("Stop"), "href": reverse("home_easy")}]


def _hard_words(asked: Asked) -> dict[str, str]:
    """On a screen they would be one choice too many."""
    href = reverse("charters:charter_words_easy", args=[asked.shelf.charter.slug])
    return {"text": _("Hard words"), "href": href}
