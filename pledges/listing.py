"""The public list as it is read: pages, the open data, and how many have signed. Only PublicEntry is read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.lib.public_pages import remembered
from post.models import Generation

from . import search
from .asked import Asked
from .kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, Kind
from .models import PledgeWording, SignatureCount
from .rows import OpenRow, Part, Row, open_rows, rows_of

PAGE_SIZE = 25
BATCH_SIZE = 2000
# All that open data may hold: a person's name is never in CSV or JSON.
ORGANISATIONS = tuple(str(kind) for kind in sorted(ORGANISATION_KINDS))


# Goes up whenever what the list says changes.
GENERATION = "signatories"


def generation() -> int:
    """Read it first, so that new rows never pass for old ones."""
    return Generation.current(GENERATION)


class Entry(NamedTuple):
    """A public entry in the words of the page."""

    signatory: str
    kind: str
    contact: str
    since: str
    promise: str
    version: str
    # The path of the organisation's page, or nothing.
    page: str


@dataclass(frozen=True)
class ListPage:
    """One page: its entries and the queries of the pages beside it ("" is the first page, None is none)."""

    entries: list[Entry]
    shows_people: bool
    newer: str | None
    older: str | None
    # Whether these are names that are spelt nearly as what was searched for.
    close: bool = False


def read_page(asked: Asked, generation: int) -> ListPage:
    """The page that was asked for; the first one where nothing newer is left. Raises search.TooSlow."""
    if asked.direction == "after" and asked.place:
        rows, asked = _rows(asked)
        if len(rows) > PAGE_SIZE:
            return _newer_page(asked, rows[:PAGE_SIZE][::-1], generation)
        asked = replace(asked, direction=None, place=None)
    rows, asked = _rows(asked)
    shown = rows[:PAGE_SIZE]
    older = asked.query_for("before", shown[-1].place) if len(rows) > PAGE_SIZE else None
    newer = None
    if asked.place:
        newer = asked.query_for("after", shown[0].place) if shown else asked.query_for(None, None)
    entries = _entries(shown, generation)
    return ListPage(entries, _shows_people(shown), newer, older, asked.close)


def _newer_page(asked: Asked, shown: list[Row], generation: int) -> ListPage:
    last = shown[-1].place
    more, asked = _rows(replace(asked, direction="before", place=last), limit=1)
    newer = asked.query_for("after", shown[0].place)
    older = asked.query_for("before", last) if more else None
    return ListPage(_entries(shown, generation), _shows_people(shown), newer, older, asked.close)


def _rows(asked: Asked, limit: int = PAGE_SIZE + 1) -> tuple[list[Row], Asked]:
    """At most one more than a page, to see whether there is another; and what they answer, where that had to change."""
    kinds = (asked.kind,) if asked.kind else ()
    part = Part(kinds, asked.place, newer=asked.direction == "after")
    if not asked.words or asked.fault:
        return rows_of(part, limit), asked
    found = search.find(asked.words, part, close=asked.close, limit=limit)
    return found.rows, replace(asked, close=found.close)


def _shows_people(rows: list[Row]) -> bool:
    return any(row.kind in PERSON_KINDS for row in rows)


def _entries(rows: list[Row], generation: int) -> list[Entry]:
    newest = newest_versions(generation)
    # What is the same for all rows is asked once, not for each: that was a third of the time of a page.
    language, zone = get_language(), timezone.get_current_timezone()
    kinds = kind_words(language)
    return [
        _entry(row, kinds[row.kind], _signed_on(row.since.astimezone(zone).date(), language), newest[row.pledge])
        for row in rows
    ]


def _entry(row: Row, kind: str, since: str, newest: int) -> Entry:
    """An organisation with its person beside it, a person alone, or a group as a number."""
    version = ""
    if row.version < newest:
        version = _("Signed version %(signed)s, current version %(current)s") % {
            "signed": row.version,
            "current": newest,
        }
    if row.people is not None:
        signatory, contact = group_words(row.people), row.organisation
    elif row.organisation:
        signatory, contact = row.organisation, ", ".join(part for part in (row.name, row.role) if part)
    else:
        signatory, contact = row.name, row.role
    return Entry(signatory, kind, contact, since, row.promise, version, page_of(row))


@lru_cache(maxsize=8)
def kind_words(language: str | None) -> dict[str, str]:
    """Every kind of signatory in words of this language, which is the one in use."""
    return {str(kind.value): str(kind.label) for kind in Kind}


@lru_cache(maxsize=4096)
def _signed_on(day: date, language: str | None) -> str:
    """The day in words; remembered, because putting days into words was a quarter of a page's time."""
    return _("Signed on %(day)s") % {"day": date_format(day, "j F Y")}


def page_of(row: Row) -> str:
    """Where the organisation of this row has its page; nothing for others, and while no moderator has said which."""
    return f"{organisations()}{row.page}/" if row.page else ""


@lru_cache(maxsize=1)
def organisations() -> str:
    """Where the pages of organisations stand: looked up once, not for each row."""
    return reverse("pledges:organisation", args=["x"]).removesuffix("x/")


def group_words(people: int) -> str:
    """A group as everybody may see it: not how many, where they are so few that somebody could tell who."""
    if people < GROUP_SHOWN_FROM:
        return _("Fewer than %(few)s children and young people") % {"few": GROUP_SHOWN_FROM}
    return _("%(people)s children and young people") % {"people": people}


def newest_versions(generation: int) -> dict[int, int]:
    """The newest published version of every pledge. They change with the generation, so they are remembered by it."""

    def read() -> dict[int, int]:
        published = PledgeWording.objects.filter(published_at__isnull=False).values("pledge")
        return dict(published.annotate(newest=Max("n")).values_list("pledge", "newest").order_by("pledge"))

    return remembered(f"pledges:newest:{generation}", read)


def newest_promises(wanted: int, generation: int) -> list[Entry]:
    """What organisations said they will do, newest first, out of the latest few entries.

    Organisations only: the home page may be found by search engines, and a person's name here must not be.
    """
    rows = rows_of(Part(ORGANISATIONS), 8 * wanted)
    return _entries([row for row in rows if row.promise][:wanted], generation)


def newest_organisations(wanted: int, generation: int) -> list[Entry]:
    """Organisations that signed last."""
    return _entries(rows_of(Part(ORGANISATIONS), wanted), generation)


def organisation_rows() -> Iterator[list[OpenRow]]:
    """All that open data holds, newest first, some thousand rows at a time so that memory stays small."""
    return open_rows(ORGANISATIONS, timezone.get_current_timezone_name(), BATCH_SIZE)


def counts(generation: int) -> dict[str, SignatureCount]:
    """How many have signed, by kind, named on the list or not, as the job counted them last.

    A figure that changes moves the generation, so they are remembered by it.
    """

    def read() -> dict[str, SignatureCount]:
        return {count.kind: count for count in SignatureCount.objects.all()}

    return remembered(f"pledges:counts:{generation}", read)
