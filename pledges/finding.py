"""What staff look for at the desk: a reference, an e-mail address, or words of a name, among signatures of every state.

Words are found in what people said of themselves last, by an index on those rows themselves: nothing is kept besides,
so whoever has left is found by the reference alone. How much is read does not grow with how much fits: something
common is looked for among what was written last; where that is not enough, a thousand of those that fit are looked at,
and whoever looks is told to say more.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from config.lib.texts import clean_line

from .addresses import canonical_address
from .search import as_lexeme, or_too_slow

# Characters. The longest name of an organisation, and a word more.
LONGEST = 200
# So many of those that fit are looked at; and among so many that were written last it is looked first.
ENOUGH, LATELY = 1000, 60_000
# Words shorter than this are not taken for the beginning of another: too many begin with one letter.
BEGINNING = 2

ASKED = "SELECT pledges_search_words(%s), pledges_search_words(%s), (SELECT max(id) FROM pledges_revision)"
# What `narrowed` leaves of these signatures, each looked up by its key. Nobody sees one that was never confirmed.
NEWEST = """
    SELECT one.subject_id FROM ({keys}) AS key(subject_id) CROSS JOIN LATERAL (
        SELECT subject_id, confirmed_at FROM pledges_signature
        WHERE subject_id = key.subject_id AND confirmed_at IS NOT NULL AND {narrowed} OFFSET 0
    ) AS one ORDER BY one.confirmed_at DESC, one.subject_id DESC LIMIT %(most)s
"""
OF_ADDRESS = """
    SELECT subject_id FROM pledges_person
    WHERE pledge_id = ANY (ARRAY(SELECT id FROM pledges_pledge)) AND canonical = %(address)s LIMIT %(enough)s
"""
OF_REFERENCE = """
    SELECT subject_id FROM pledges_signature WHERE subject_id BETWEEN %(lowest)s AND %(highest)s LIMIT %(enough)s
"""
# Letter for letter what the indexes pledges_revision_words and pledges_organisation_words hold. What fits is written
# down before it is sorted: else the planner goes through all by date and reckons the words of every one.
CALLED_LATELY = """
    WITH fitting AS MATERIALIZED (
        SELECT id, signature_id FROM pledges_revision WHERE state IN ('pending', 'live')
        AND array_to_tsvector(pledges_search_words(organisation_typed || ' ' || name_shown)) @@ %(query)s::tsquery
        AND id > %(lately)s)
    SELECT (SELECT count(*) FROM fitting), ARRAY({newest})
"""
LAST_OF_THEM = "SELECT DISTINCT signature_id FROM (SELECT * FROM fitting ORDER BY id DESC LIMIT %(enough)s) AS last"
# An organisation may have been given another name than those typed who stand for it. Who has left is not called that.
CALLED = """
    WITH own AS MATERIALIZED (
        SELECT signature_id FROM pledges_revision WHERE state IN ('pending', 'live')
        AND array_to_tsvector(pledges_search_words(organisation_typed || ' ' || name_shown)) @@ %(query)s::tsquery
        LIMIT %(enough)s
    ), organisations AS MATERIALIZED (
        SELECT id FROM pledges_organisation
        WHERE array_to_tsvector(pledges_search_words(name)) @@ %(query)s::tsquery
        AND (SELECT count(*) FROM own) < %(enough)s LIMIT %(enough)s
    ), theirs AS MATERIALIZED (
        SELECT s.subject_id FROM organisations AS o CROSS JOIN LATERAL (
            SELECT subject_id FROM pledges_signature WHERE organisation_id = o.id AND left_at IS NULL OFFSET 0
        ) AS s LIMIT %(enough)s
    )
    SELECT greatest((SELECT count(*) FROM own), (SELECT count(*) FROM organisations), (SELECT count(*) FROM theirs)),
        ARRAY({newest})
"""
OWN_OR_THEIRS = "SELECT signature_id FROM own UNION SELECT subject_id FROM theirs"
ORGANISATIONS = """
    SELECT id FROM pledges_organisation
    WHERE array_to_tsvector(pledges_search_words(name)) @@ %(query)s::tsquery LIMIT %(enough)s
"""


@dataclass(frozen=True)
class Hits:
    """Keys of what fits, in order, and whether more fits than was looked at."""

    keys: list[Any]
    many: bool = False


@dataclass(frozen=True)
class Narrowed:
    """A condition on signatures, of our own words, and the values in it."""

    where: str
    values: dict[str, Any]


def signatures_found(typed: str, narrowed: Narrowed, most: int) -> Hits:
    """The newest signatures with this reference, of this e-mail address, or of people and organisations called so."""
    line = clean_line(typed)[:LONGEST]
    values = narrowed.values | {"most": most, "enough": ENOUGH + 1}
    if "@" in line:
        return Hits(_newest(OF_ADDRESS, narrowed, values | {"address": canonical_address(line)}))
    limits, referred = reference_limits(line), []
    if limits:  # which may still be a name: Abbe, Dee
        referred = _newest(OF_REFERENCE, narrowed, values | {"lowest": limits[0], "highest": limits[1]})
    query, last = _query(line)
    called = _called(narrowed, values | {"query": query, "lately": last - LATELY}) if query else Hits([])
    return Hits(list(dict.fromkeys([*referred, *called.keys]))[:most], called.many)


@contextmanager
def in_time() -> Iterator[None]:
    """Lets no question of one search take longer than a search may. Raises TooSlow."""
    with or_too_slow(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {settings.SEARCH_MILLISECONDS}; SET LOCAL jit = off")
        yield


def organisations_found(typed: str) -> Hits:
    """Organisations called so, in no order."""
    query, _last = _query(clean_line(typed)[:LONGEST])
    found = _rows(ORGANISATIONS, {"query": query, "enough": ENOUGH + 1}) if query else []
    return Hits([pk for (pk,) in found], many=len(found) > ENOUGH)


def reference_limits(typed: str) -> tuple[UUID, UUID] | None:
    """The lowest and the highest subject that has this reference, or the beginning of it."""
    start = re.sub(r"[\s-]", "", typed).lower()[:32]
    if not re.fullmatch(r"[0-9a-f]{4,32}", start):
        return None
    return UUID(start.ljust(32, "0")), UUID(start.ljust(32, "f"))


def _query(line: str) -> tuple[str, int]:
    """What the index of words is asked: all the words, of the last its beginning; and the number of the last details.

    Words are letters and digits (migrations/0017_search.py).
    """
    last = line.rsplit(maxsplit=1)[-1] if line else ""
    ((words, begun, newest),) = _rows(ASKED, [line, last])
    marked = (as_lexeme(word, begun=word in begun and len(word) >= BEGINNING) for word in words)
    return " & ".join(marked), newest or 0


def _called(narrowed: Narrowed, values: dict[str, Any]) -> Hits:
    """Of something common the newest are looked at, which mostly fill a page, and the rest never is."""
    looked_at, lately = _looked_at(CALLED_LATELY, LAST_OF_THEM, narrowed, values)
    if len(lately) >= values["most"]:
        return Hits(lately)
    if looked_at > ENOUGH:
        return Hits(lately, many=True)
    looked_at, keys = _looked_at(CALLED, OWN_OR_THEIRS, narrowed, values)
    return Hits(keys) if looked_at <= ENOUGH else Hits([*lately, *keys], many=True)


def _looked_at(statement: str, keys: str, narrowed: Narrowed, values: dict[str, Any]) -> tuple[int, list[UUID]]:
    """How many fit, as far as it was looked, and the newest of those."""
    newest = NEWEST.format(keys=keys, narrowed=narrowed.where)
    ((looked_at, found),) = _rows(statement.format(newest=newest), values)
    return looked_at, found


def _newest(keys: str, narrowed: Narrowed, values: dict[str, Any]) -> list[UUID]:
    return [key for (key,) in _rows(NEWEST.format(keys=keys, narrowed=narrowed.where), values)]


def _rows(statement: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
