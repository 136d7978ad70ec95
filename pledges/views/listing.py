"""Who has signed: the public list, and the same as open data (organisations only)."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_page, unshared_page
from pledges import listing
from pledges.asked import Asked, Fault
from pledges.kinds import Kind
from pledges.models import SignatureCount
from pledges.search import TooSlow

from .open_data import BYTE_ORDER_MARK, CSV, JSON, csv_lines, streamed

# What the open data holds. The names are promises to those who read it with a program: add, never rename.
FIELDS = {
    "organisation": "The name of the organisation that signed.",
    "kind": "What kind of organisation it is, as a short code that stays the same.",
    "kind_in_words": "The same in words.",
    "since": "The day it signed, as year-month-day.",
    "what_they_will_do": "What it said it will do. May be empty.",
    "page": "The address of its own page. Empty for a few that have none yet.",
}
FAULTS = {
    Fault.TOO_LONG: _l("What you search for is too long. Write a few words of the name."),
    Fault.NO_LETTERS: _l("Write at least one letter or number of the name."),
}
# A cell that starts with one of these is a formula to an office program (the last four are their wide forms).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@require_safe
def signatories(request: HttpRequest) -> HttpResponseBase:
    """The list, newest first. An address that is not ours shows the start of it and says so."""
    generation = listing.generation()
    asked = Asked.of(request.GET)
    if asked.words:
        return _searched(request, asked, generation)
    return public_page(
        request,
        key=("signatories", generation, asked.lost),
        query=asked.query,
        make=lambda: _list_page(asked),
    )


def _searched(request: HttpRequest, asked: Asked, generation: int) -> HttpResponseBase:
    """What was found. It is kept by the reader's browser alone: what people search for is nobody else's business."""
    try:
        key = ("found", generation, asked.lost, asked.close)
        return unshared_page(request, key=key, query=asked.query, make=lambda: _list_page(asked))
    except TooSlow:
        context = _about(asked) | {"too_slow": True}
        return _not_kept(render(request, "pledges/signatories.html", context, status=503))


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _list_page(asked: Asked) -> Page:
    page = listing.read_page(asked)
    context = _about(asked) | {
        "entries": page.entries,
        "close": page.close,
        "newer": _link(page.newer, _("Newer")),
        "older": _link(page.older, _("Older")),
    }
    # People on this list may be found here, by those who look here; not by searching for their name.
    headers = {"X-Robots-Tag": "noindex"} if page.shows_people or asked.words else {}
    return Page("pledges/signatories.html", context, headers, NAMES_KEPT_SECONDS)


def _about(asked: Asked) -> dict[str, Any]:
    """What stands around the entries."""
    counts = listing.counts()
    count = listing.people(counts)
    error = {"text": FAULTS[asked.fault]} if asked.fault else None
    return {
        "lost": asked.lost,
        "words": asked.words,
        "words_label": {"text": _("Search for a name")},
        "words_error": error,
        "errors": [error | {"href": "#q"}] if error else [],
        "kind": asked.kind,
        "kind_words": str(Kind(asked.kind).label) if asked.kind else "",
        "kind_label": {"text": _("Who do you want to see?")},
        "kinds": [{"value": "", "text": _("Everybody")}, *(_kind_item(kind, counts) for kind in Kind)],
        "count": count,
        "count_words": counted_words(count),
    }


def _kind_item(kind: Kind, counts: dict[str, SignatureCount]) -> dict[str, str]:
    """A kind to choose, with how many have signed; a few minutes after the first of it, nothing yet."""
    counted = counts.get(kind)
    words = str(kind.label)
    if counted and counted.signatures:
        words = _("%(kind)s (%(count)s)") % {"kind": words, "count": counted_words(counted.signatures)}
    return {"value": kind.value, "text": words}


def _link(query: str | None, text: str) -> dict[str, str] | None:
    """A neighbouring page as the pagination component takes it."""
    return None if query is None else {"href": reverse("pledges:signatories") + query, "text": text}


def counted_words(count: int) -> str:
    """The figure as people read it."""
    return f"{count:,}"


@require_safe
def signatories_csv(request: HttpRequest) -> HttpResponseBase:
    """Open data for office programs."""
    name = f"signatories-{timezone.localdate().isoformat()}.csv"
    key = ("open data", "csv", listing.generation())
    return streamed(request, key=key, write=_csv, content_type=CSV, name=name)


@require_safe
def signatories_json(request: HttpRequest) -> HttpResponseBase:
    """Open data for programs."""
    return streamed(request, key=("open data", "json", listing.generation()), write=_json, content_type=JSON)


def _records() -> Iterator[list[dict[str, str]]]:
    words = {str(kind.value): str(kind.label) for kind in Kind}
    for rows in listing.organisation_rows():
        yield [
            {
                "organisation": row.organisation,
                "kind": row.kind,
                "kind_in_words": words[row.kind],
                "since": timezone.localdate(row.since).isoformat(),
                "what_they_will_do": row.promise,
                "page": _whole(listing.page_of(row)),
            }
            for row in rows
        ]


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""


def harmless(cell: str) -> str:
    """The cell so that an office program shows it and does not calculate it."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) or cell.lstrip().startswith(FORMULA_SIGNS) else cell


def _csv() -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_lines([list(FIELDS)])
    for records in _records():
        yield csv_lines([[harmless(record[field]) for field in FIELDS] for record in records])


def _json() -> Iterator[str]:
    about = {
        "title": _("Organisations that signed the pledge"),
        "area": settings.AREA["name"],
        "address": settings.SITE_URL + reverse("pledges:signatories"),
        "fields": FIELDS,
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "signatories": ['
    comma = ""
    for records in _records():
        yield comma + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        comma = ",\n"
    yield "]}\n"
