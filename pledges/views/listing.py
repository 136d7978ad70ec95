"""Who has signed: the public list, and the same as open data (organisations only)."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_page
from pledges import listing
from pledges.kinds import Kind

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
# A cell that starts with one of these is a formula to an office program (the last four are their wide forms).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@require_safe
def signatories(request: HttpRequest) -> HttpResponseBase:
    """The list, newest first. An address that is not ours shows the start of it and says so."""
    generation = listing.generation()
    asked = listing.Asked.of(request.GET)
    count = listing.counted(generation)
    versions = listing.newest_versions()
    return public_page(
        request,
        key=("signatories", generation, count, versions, asked.lost),
        query=asked.query,
        make=lambda: _list_page(asked, count),
    )


def _list_page(asked: listing.Asked, count: int) -> Page:
    page = listing.read_page(asked)
    context = {
        "entries": page.entries,
        "lost": asked.lost,
        "kind": asked.kind,
        "kind_words": str(Kind(asked.kind).label) if asked.kind else "",
        "kind_label": {"text": _("Who do you want to see?")},
        "kinds": [{"value": "", "text": _("Everybody")}, *({"value": k.value, "text": str(k.label)} for k in Kind)],
        "count": count,
        "count_words": counted_words(count),
        "newer": _link(page.newer, _("Newer")),
        "older": _link(page.older, _("Older")),
    }
    # People on this list may be found here, by those who look here; not by searching for their name.
    headers = {"X-Robots-Tag": "noindex"} if page.shows_people else {}
    return Page("pledges/signatories.html", context, headers, NAMES_KEPT_SECONDS)


def _link(query: str | None, text: str) -> dict[str, str] | None:
    """A neighbouring page as the pagination component takes it."""
    return None if query is None else {"href": reverse("pledges:signatories") + query, "text": text}


def counted_words(count: int) -> str:
    """The figure as people read it."""
    if count > listing.COUNT_LIMIT:
        return _("more than %(count)s") % {"count": f"{listing.COUNT_LIMIT:,}"}
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
