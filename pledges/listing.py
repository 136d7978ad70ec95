"""The public list as it is read: pages, what may be asked of them, the open data, and how many have signed.

Only PublicEntry is read (and one count of signatures). Pages are cut by keyset: an OFFSET slows with every page.
"""

import base64
import hmac
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Max, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from post.models import Generation

from .kinds import GROUP_SHOWN_FROM, PERSON_KINDS, Kind
from .models import PledgeWording, PublicEntry, Signature
from .models.listing import PublicEntryQuerySet

PAGE_SIZE = 25
BATCH_SIZE = 500
COUNT_LIMIT = 100_000
COUNT_SECONDS = 60

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PACKED = ">q16s"
MAC_LENGTH = 8

Direction = Literal["before", "after"]


def generation() -> int:
    """Goes up whenever the list changes. Read it before the rows, so that new rows never pass for old ones."""
    return Generation.current("signatories")


class Place(NamedTuple):
    """Where a row stands in the list."""

    since: datetime
    public_id: UUID


def cursor_for(place: Place, direction: Direction, kind: str) -> str:
    """A place in one list, as it stands in an address.

    It is signed, so that only addresses we gave out name a page: made-up ones cannot fill the cache.
    """
    packed = struct.pack(PACKED, (place.since - EPOCH) // timedelta(microseconds=1), place.public_id.bytes)
    return base64.urlsafe_b64encode(packed + _mac(packed, direction, kind)).decode().rstrip("=")


def place_of(cursor: str, direction: Direction, kind: str) -> Place | None:
    """The place a cursor names, or None for one that we did not make for this list."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        packed, mac = raw[:-MAC_LENGTH], raw[-MAC_LENGTH:]
        microseconds, public_id = struct.unpack(PACKED, packed)
    except (ValueError, struct.error):
        return None
    if not hmac.compare_digest(mac, _mac(packed, direction, kind)):
        return None
    return Place(EPOCH + timedelta(microseconds=microseconds), UUID(bytes=public_id))


def _mac(packed: bytes, direction: Direction, kind: str) -> bytes:
    text = f"{packed.hex()}:{direction}:{kind}"
    return salted_hmac("pledges.listing.cursor", text, algorithm="sha256").digest()[:MAC_LENGTH]


@dataclass(frozen=True)
class Asked:
    """What a reader asked of the list, once everything unknown is left out."""

    kind: str = ""
    direction: Direction | None = None
    place: Place | None = None
    # Something in the address was not ours, so the start of the list is shown, with a word about it.
    lost: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Asked":
        """From an address: never an error, and junk makes no new address."""
        kind = parameters.get("kind", "")
        if kind and kind not in Kind.values:
            return cls(lost=True)
        directions: tuple[Direction, ...] = ("before", "after")
        for direction in directions:
            cursor = parameters.get(direction, "")
            if cursor:
                place = place_of(cursor, direction, kind)
                return cls(kind, direction, place) if place else cls(kind, lost=True)
        return cls(kind)

    @property
    def query(self) -> str:
        """The one spelling of this address's query."""
        return self.query_for(self.direction, self.place)

    def query_for(self, direction: Direction | None, place: Place | None) -> str:
        parts = {"kind": self.kind} if self.kind else {}
        if direction and place:
            parts[direction] = cursor_for(place, direction, self.kind)
        return f"?{urlencode(parts)}" if parts else ""


class Row(NamedTuple):
    """A public entry as it comes from the database: plain, because making models is a good part of a page's time."""

    since: datetime
    public_id: UUID
    kind: str
    organisation: str
    name: str
    role: str
    promise: str
    people: int | None
    version: int
    signature__pledge: int
    signature__organisation__slug: str | None

    @property
    def place(self) -> Place:
        return Place(self.since, self.public_id)


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


def read_page(asked: Asked) -> ListPage:
    """The page that was asked for; the first one where nothing newer is left."""
    if asked.direction == "after" and asked.place:
        rows = _rows(_on_page(asked).filter(_newer_than(asked.place)).order_by("since", "public_id"))
        if len(rows) > PAGE_SIZE:
            return _newer_page(asked, rows[:PAGE_SIZE][::-1])
        asked = Asked(asked.kind)
    entries = _on_page(asked).newest_first()
    if asked.place:
        entries = entries.filter(_older_than(asked.place))
    rows = _rows(entries)
    shown = rows[:PAGE_SIZE]
    older = asked.query_for("before", shown[-1].place) if len(rows) > PAGE_SIZE else None
    newer = (
        (asked.query_for("after", shown[0].place) if shown else asked.query_for(None, None)) if asked.place else None
    )
    return _page(shown, newer=newer, older=older)


def _newer_page(asked: Asked, shown: list[Row]) -> ListPage:
    last = shown[-1].place
    more = _on_page(asked).filter(_older_than(last)).exists()
    return _page(
        shown,
        newer=asked.query_for("after", shown[0].place),
        older=asked.query_for("before", last) if more else None,
    )


def _on_page(asked: Asked) -> PublicEntryQuerySet:
    entries = PublicEntry.objects.all()
    return entries.filter(kind=asked.kind) if asked.kind else entries


def _older_than(place: Place) -> Q:
    # The first condition is what the index is searched by; the second parts entries of the same moment.
    return Q(since__lte=place.since) & (Q(since__lt=place.since) | Q(public_id__lt=place.public_id))


def _newer_than(place: Place) -> Q:
    return Q(since__gte=place.since) & (Q(since__gt=place.since) | Q(public_id__gt=place.public_id))


def _rows(entries: PublicEntryQuerySet, limit: int = PAGE_SIZE + 1) -> list[Row]:
    """At most one more than a page, to see whether there is another."""
    return [Row._make(row) for row in entries.values_list(*Row._fields)[:limit]]


def _page(rows: list[Row], *, newer: str | None, older: str | None) -> ListPage:
    words = {str(kind.value): str(kind.label) for kind in Kind}
    newest = dict(newest_versions())
    return ListPage(
        entries=[_entry(row, words, newest[row.signature__pledge]) for row in rows],
        shows_people=any(row.kind in PERSON_KINDS for row in rows),
        newer=newer,
        older=older,
    )


def _entry(row: Row, words: dict[str, str], newest: int) -> Entry:
    """An organisation with its person beside it, a person alone, or a group as a number."""
    since = _("Signed on %(day)s") % {"day": date_format(timezone.localtime(row.since), "j F Y")}
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
    return Entry(signatory, words[row.kind], contact, since, row.promise, version, page_of(row))


def page_of(row: Row) -> str:
    """Where the organisation of this row has its page; nothing for others, and while no moderator has said which."""
    slug = row.signature__organisation__slug
    return reverse("pledges:organisation", args=[slug]) if slug else ""


def group_words(people: int) -> str:
    """A group as everybody may see it: not how many, where they are so few that somebody could tell who."""
    if people < GROUP_SHOWN_FROM:
        return _("Fewer than %(few)s children and young people") % {"few": GROUP_SHOWN_FROM}
    return _("%(people)s children and young people") % {"people": people}


def newest_versions() -> tuple[tuple[int, int], ...]:
    """The newest published version of every pledge: part of what a page of the list says."""
    published = PledgeWording.objects.filter(published_at__isnull=False).values("pledge")
    return tuple(published.annotate(newest=Max("n")).values_list("pledge", "newest").order_by("pledge"))


def newest_promises(wanted: int) -> list[Entry]:
    """What organisations said they will do, newest first, out of the latest few entries.

    Organisations only: the home page may be found by search engines, and a person's name here must not be.
    """
    rows = _rows(PublicEntry.objects.organisations().newest_first(), limit=8 * wanted)
    return _page([row for row in rows if row.promise][:wanted], newer=None, older=None).entries


def organisation_rows() -> Iterator[list[Row]]:
    """All that open data holds, newest first, some hundred rows at a time so that memory stays small."""
    entries = PublicEntry.objects.organisations().newest_first()
    rows = _rows(entries, limit=BATCH_SIZE)
    while rows:
        yield rows
        rows = _rows(entries.filter(_older_than(rows[-1].place)), limit=BATCH_SIZE)


def counted(generation: int) -> int:
    """How many people and organisations have signed, named on the list or not, children of a group each for one.

    Counts at most COUNT_LIMIT + 1 signatures, and is at most a minute old.

    A count over all signatures for every reader would be the slowest thing on the page. A change of the list shows
    at once, because the figure is kept under its generation; somebody who signs or leaves without being on the list
    changes no generation, so the figure also lasts a minute only. Above the limit it is "more than".
    """
    place = f"pledges:counted:{generation}"
    found: int | None = cache.get(place)
    if found is None:
        some = Signature.objects.counted().order_by().annotate(heads=Coalesce("people", 1))[: COUNT_LIMIT + 1]
        found = some.aggregate(n=Sum("heads"))["n"] or 0
        cache.set(place, found, COUNT_SECONDS)
    return found
