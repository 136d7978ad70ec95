"""Rows of the public list, as plain as they come. Pages are cut by keyset: an OFFSET slows with every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from .cursors import Place

ROWS = """
SELECT since, public_id::text AS id, kind, organisation, name, role, promise, people, version, pledge_id, page
FROM ({entries}) AS entries ORDER BY {order}
"""
ENTRIES = "SELECT * FROM pledges_publicentry WHERE {where} ORDER BY {order} LIMIT %s"
# As text, each of which costs a third of making a moment or a UUID of it for a hundred thousand rows.
OPEN_ROWS = """
SELECT since::text AS at, public_id::text AS id, organisation, kind,
    to_char(since AT TIME ZONE %s, 'YYYY-MM-DD'), promise, page
FROM pledges_publicentry WHERE kind = ANY (%s) AND (since, public_id) < (%s, %s)
ORDER BY since DESC, public_id DESC LIMIT %s
"""
END = ("infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff")
OLDER, NEWER = "since DESC, public_id DESC", "since, public_id"


class Row(NamedTuple):
    """A public entry as it comes from the database: plain, because making models is a good part of a page's time."""

    since: datetime
    public_id: str
    kind: str
    organisation: str
    name: str
    role: str
    promise: str
    people: int | None
    version: int
    pledge: int
    # The slug of the organisation's page, where a moderator said which it is.
    page: str

    @property
    def place(self) -> Place:
        return Place(self.since, self.public_id)


@dataclass(frozen=True)
class Part:
    """A part of the list: of these kinds (of all where there are none), on from a place, in one direction."""

    kinds: tuple[str, ...] = ()
    place: Place | None = None
    newer: bool = False

    @property
    def order(self) -> str:
        return NEWER if self.newer else OLDER

    @property
    def where(self) -> str:
        return _where(len(self.kinds), self.place is not None, self.newer)

    @property
    def parameters(self) -> list[Any]:
        kinds = [self.kinds[0]] if len(self.kinds) == 1 else [list(self.kinds)] if self.kinds else []
        return [*kinds, *(self.place or ())]


@cache
def _where(kinds: int, placed: bool, newer: bool) -> str:
    conditions = ["kind = %s" if kinds == 1 else "kind = ANY (%s)"] if kinds else []
    if placed:
        conditions.append(f"(since, public_id) {'>' if newer else '<'} (%s, %s)")
    return " AND ".join(conditions) or "true"


@cache
def _listed(where: str, order: str) -> str:
    return ROWS.format(entries=ENTRIES.format(where=where, order=order), order=order)


def rows_of(part: Part, limit: int) -> list[Row]:
    """The first rows of this part, nearest to its place first."""
    with connection.cursor() as cursor:
        cursor.execute(_listed(part.where, part.order), [*part.parameters, limit])
        return [Row._make(row) for row in cursor.fetchall()]


class OpenRow(NamedTuple):
    """What open data says of an organisation, all of it text; `place` in the list comes first."""

    since: str
    public_id: str
    organisation: str
    kind: str
    day: str
    promise: str
    page: str


def open_rows(kinds: tuple[str, ...], zone: str, limit: int) -> Iterator[list[OpenRow]]:
    """All entries of these kinds, newest first, `limit` at a time. `zone` is where the day is counted."""
    place = END
    with connection.cursor() as cursor:
        while True:
            cursor.execute(OPEN_ROWS, [zone, list(kinds), *place, limit])
            rows = [OpenRow._make(row) for row in cursor.fetchall()]
            if not rows:
                return
            yield rows
            place = rows[-1][:2]
