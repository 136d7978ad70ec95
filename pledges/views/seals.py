"""The ledger's seals, for everybody to see and to keep; and what they prove, in easy read."""

import json
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, screens
from charters.explaining import Explaining
from charters.views.easy_screens import numbered, screen_of
from config.lib.public_pages import Page, public_page
from pledges import seals
from pledges.kept_seals import FIELDS

from .open_data import CSV, JSON, csv_lines, streamed

# What stands in the files, in English as their names are; kept_seals.py reads them again.
MEANING = dict(
    zip(
        FIELDS,
        (
            "The number of the seal, from 1 up without gaps.",
            "When it was made, in UTC, to the microsecond.",
            "How many entries the ledger had then.",
            "The seal itself: a SHA-256 in hex. It is made of the entries, of this line and of the seal before.",
        ),
        strict=True,
    )
)


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """The seals, newest first. An address that is not ours shows the newest."""
    generation = seals.generation()
    before = _before(request.GET.get("before", ""))
    return public_page(
        request,
        key=("seals", generation),
        query=f"?before={before}" if before else "",
        make=lambda: _page(before),
    )


def _before(typed: str) -> int | None:
    """A number that a page can start below, or None. Bounded by the seals there are, so that nobody fills the cache."""
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    return before if 1 < before <= seals.newest() else None


def _page(before: int | None) -> Page:
    found = seals.read_page(before)
    address = reverse("pledges:seals")
    newer = {None: None, 0: address}.get(found.newer, f"{address}?before={found.newer}")
    context = {
        "seals": found.seals,
        "newer": {"href": newer, "text": _("Newer")} if newer else None,
        "older": {"href": f"{address}?before={found.older}", "text": _("Older")} if found.older else None,
        "easy_url": reverse("pledges:seals_easy"),
    }
    return Page("pledges/seals.html", context)


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """All seals, for programs and to keep."""
    name = f"seals-{timezone.localdate().isoformat()}.json"
    key = ("seals", "json", seals.generation())
    return streamed(request, key=key, write=_json, content_type=JSON, name=name)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """All seals, for office programs and to keep."""
    name = f"seals-{timezone.localdate().isoformat()}.csv"
    key = ("seals", "csv", seals.generation())
    return streamed(request, key=key, write=_csv, content_type=CSV, name=name)


def _records() -> Iterator[dict[str, object]]:
    for seal in seals.published():
        yield dict(zip(FIELDS, (seal.n, seal.time, seal.count, seal.root), strict=True))


def _csv() -> Iterator[str]:
    # No byte order mark: nothing in it is outside ASCII, and programs that compare files stumble over one.
    yield csv_lines([FIELDS])
    for record in _records():
        yield csv_lines([record.values()])


def _json() -> Iterator[str]:
    about = {
        "title": _("Seals of the consent ledger"),
        "area": settings.AREA["name"],
        "address": settings.SITE_URL + reverse("pledges:seals"),
        "fields": MEANING,
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "seals": ['
    comma = "\n"
    for record in _records():
        yield comma + json.dumps(record)
        comma = ",\n"
    yield "]}\n"


def _lines() -> list[Line]:
    said = (
        ("folder", _("We keep a list of what people said.")),
        ("tick", _("It has every yes and every no.")),
        ("lock", _("Each day we seal the list.")),
        ("numbers", _("A seal is a long number.")),
        ("pencil", _("If the list changes, the number does not fit.")),
        ("eye", _("Then everybody can see it.")),
        ("download", _("You can keep a copy of the numbers.")),
        ("shield", _("Your name is not in them.")),
    )
    return [Line(picture=picture, text=text, alt="") for picture, text in said]


@require_safe
def easy(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """What a seal is, a screen at a time. Raises Http404 for one that there is not."""
    context = {
        "title": _("Seals"),
        "plain_url": reverse("pledges:seals"),
        **screen_of(screens(Explaining().lines(_lines())), page, partial(numbered, "pledges:seals_easy")),
    }
    return public_page(request, key=("seals easy",), make=lambda: Page("pledges/easy_words.html", context))
