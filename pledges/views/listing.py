"""Who has signed: the public list, and the same as open data (organisations only)."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from config.lib.frames import Frame, frame, gap
from config.lib.public_pages import NAMES_KEPT_SECONDS, Kept, Page, for_everyone, public_page, unshared_page
from pledges import listing
from pledges.asked import Asked, Fault
from pledges.kinds import Kind
from pledges.search import TooSlow
from pledges.signed import Figures, figures

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
TEMPLATE = "pledges/signatories.html"
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
        make=lambda: _list_page(request, asked, generation),
    )


def _list_page(request: HttpRequest, asked: Asked, generation: int) -> Kept:
    """What stands around the entries is the same for many pages, so it is made once and these are put in."""
    page = listing.read_page(asked, generation)
    has = (page.newer is not None, page.older is not None, bool(page.entries), bool(asked.query))
    key = ("signatories", generation, asked.kind, asked.lost, *has)
    around = frame(*key, make=lambda: _around(request, asked, generation, has))
    urls = {"newer": _address(page.newer or ""), "older": _address(page.older or "")}
    html = around.fill({"entries": _cards(page.entries), "query": asked.query.removeprefix("?"), **urls})
    # People on this list may be found here, by those who look here; not by searching for their name.
    headers = {"X-Robots-Tag": "noindex"} if page.shows_people else {}
    return Kept(html.encode(), headers, NAMES_KEPT_SECONDS)


def _around(request: HttpRequest, asked: Asked, generation: int, has: tuple[bool, bool, bool, bool]) -> str:
    newer, older, entries, query = has
    context = _about(asked, generation) | {
        "entries": gap("entries") if entries else "",
        "newer": {"href": gap("newer"), "text": _("Newer")} if newer else None,
        "older": {"href": gap("older"), "text": _("Older")} if older else None,
    }
    return render_to_string(TEMPLATE, context, for_everyone(request, gap("query") if query else ""))


def _cards(entries: list[listing.Entry]) -> SafeString:
    """Each entry by its template, which is asked once for each set of answers that an entry may have."""
    language = get_language()
    cards = []
    for entry in entries:
        answers = entry._asdict()
        given = tuple(name for name, answer in answers.items() if answer)
        cards.append(_card(given, language).fill(answers))
    return mark_safe("".join(cards))  # noqa: S308  made by templates


@lru_cache(maxsize=128)
def _card(given: tuple[str, ...], language: str | None) -> Frame:
    """A card with gaps for these answers, in the language that is in use."""
    return Frame(render_to_string("pledges/_signatory.html", {name: gap(name) for name in given}))


def _searched(request: HttpRequest, asked: Asked, generation: int) -> HttpResponseBase:
    """What was found. It is kept by the reader's browser alone: what people search for is nobody else's business."""
    try:
        key = ("found", generation, asked.lost, asked.close)
        return unshared_page(request, key=key, query=asked.query, make=lambda: _found_page(asked, generation))
    except TooSlow:
        response = render(request, TEMPLATE, _about(asked, generation) | {"too_slow": True}, status=503)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


def _found_page(asked: Asked, generation: int) -> Page:
    page = listing.read_page(asked, generation)
    context = _about(asked, generation) | {
        "entries": _cards(page.entries),
        "close": page.close,
        "newer": None if page.newer is None else {"href": _address(page.newer), "text": _("Newer")},
        "older": None if page.older is None else {"href": _address(page.older), "text": _("Older")},
    }
    return Page(TEMPLATE, context, {"X-Robots-Tag": "noindex"})


def _address(query: str) -> str:
    return reverse("pledges:signatories") + query


def _about(asked: Asked, generation: int) -> dict[str, Any]:
    """What stands around the entries."""
    signed = figures(generation)
    error = {"text": FAULTS[asked.fault]} if asked.fault else None
    return {
        "easy_url": reverse("pledges:signatories_easy"),
        "lost": asked.lost,
        "words": asked.words,
        "words_label": {"text": _("Search for a name")},
        "words_error": error,
        "errors": [error | {"href": "#q"}] if error else [],
        "kind": asked.kind,
        "kind_words": str(Kind(asked.kind).label) if asked.kind else "",
        "kind_label": {"text": _("Who do you want to see?")},
        "kinds": [{"value": "", "text": _("Everybody")}, *(_kind_item(kind, signed) for kind in Kind)],
        # Of whom the page says how many: of organisations alone, where people are so few that it is not said.
        "count": signed.organisations if signed.total is None else signed.total,
        "count_words": counted_words(signed.organisations if signed.total is None else signed.total),
        "only_organisations": signed.total is None,
    }


def _kind_item(kind: Kind, signed: Figures) -> dict[str, str]:
    """A kind to choose, with how many have signed, where that may be said."""
    words = str(kind.label)
    if kind in signed.kinds:
        words = _("%(kind)s (%(count)s)") % {"kind": words, "count": counted_words(signed.kinds[kind])}
    return {"value": kind.value, "text": words}


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


def _records() -> Iterator[list[tuple[str, ...]]]:
    """Some thousand entries at a time, each with what FIELDS names, in that order."""
    words = listing.kind_words(get_language())
    before = settings.SITE_URL + listing.organisations()
    for rows in listing.organisation_rows():
        yield [
            (name, kind, words[kind], day, promise, f"{before}{page}/" if page else "")
            for _since, _id, name, kind, day, promise, page in rows
        ]


def harmless(cell: str) -> str:
    """The cell so that an office program shows it and does not calculate it."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) or cell.lstrip().startswith(FORMULA_SIGNS) else cell


def _csv() -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_lines([list(FIELDS)])
    for records in _records():
        # What somebody typed; the rest is ours.
        yield csv_lines((harmless(name), *ours, harmless(promise), page) for name, *ours, promise, page in records)


def _json() -> Iterator[str]:
    about = {
        "title": _("Organisations that signed the pledge"),
        "area": settings.AREA["name"],
        "address": settings.SITE_URL + reverse("pledges:signatories"),
        "fields": FIELDS,
    }
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    yield dumps(about)[:-1] + ', "signatories": ['
    comma = ""
    for records in _records():
        yield comma + ",\n".join(dumps(dict(zip(FIELDS, record, strict=True))) for record in records)
        comma = ",\n"
    yield "]}\n"
