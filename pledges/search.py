"""Searching the public list by the words in a name: any order, accents forgiven, and one typo in a word.

How, and what it was measured against, is in docs/decisions/0018-searching-the-list.md. In short: words are looked up
in a table of all words there are, which says how common each is and what is spelt nearly so; rare ones are found by
the index of words, common ones by looking through the newest entries first. No search counts what it finds.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

from .rows import ROWS, Part, Row

# In so many of the newest entries something common is looked for first: one word, and several together.
NEWEST, NEWEST_TOGETHER = 20_000, 5000
# What stands in fewer entries than this is not looked for among the newest first: one word by itself, and the rarest of
# several, of which fewer are left to fetch.
RARE, RARE_BESIDE_OTHERS = 1500, 5000
# A word that stands in so many, and mostly by itself, is not taken for the beginning of others: "school" for
# "schoolhouse". The index takes long over all that begin so.
EVERYWHERE = 50_000
# How many spellings of one word are tried, the most common first, and how many are looked at.
SPELLINGS, CANDIDATES = 12, 200
# Unknown words up to this length are left out where others are known: "St" for "Sy".
LITTLE = 2

# The last word may be the beginning of one. Nothing sorts after the last character there is.
LOOK_UP = """
SELECT asked.word, coalesce((SELECT w.n FROM pledges_word w WHERE w.word = asked.word), 0), CASE WHEN began.so THEN
    (SELECT sum(w.n) FROM pledges_word w WHERE w.word >= asked.word AND w.word < asked.word || chr(1114111)) END
FROM unnest(pledges_search_words(%s)) AS asked(word)
CROSS JOIN LATERAL (SELECT asked.word = ANY (pledges_search_words(%s)) AS so) AS began
"""
NEARLY = """
SELECT asked.word, near.word, near.n FROM unnest(%s::text[]) AS asked(word) CROSS JOIN LATERAL (
    SELECT w.word, w.n FROM pledges_word AS w WHERE w.near && pledges_near(asked.word) ORDER BY w.n DESC LIMIT %s
) AS near
"""
# A LIMIT inside a query is kept: among the newest only so many are looked at, until enough are found.
AMONG_NEWEST = """
SELECT * FROM (SELECT * FROM pledges_publicentry WHERE {where} ORDER BY {order} LIMIT %s) AS newest
WHERE newest.v @@ %s::tsquery LIMIT %s
"""
# Written down before it is sorted, else the planner goes through the whole list by date and hopes.
BY_WORDS = """
SELECT * FROM pledges_publicentry WHERE signature_id IN (
    WITH found AS MATERIALIZED (
        SELECT signature_id, since, public_id, v FROM pledges_publicentry WHERE v @@ %s::tsquery AND {where}
    ) SELECT signature_id FROM found WHERE v @@ %s::tsquery ORDER BY {order} LIMIT %s
)
"""

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def as_lexeme(word: str, *, begun: bool) -> str:
    """A word of pledges_search_words as a tsquery takes it, or the beginning of one. It holds no quotation marks."""
    return f"'{word}':*" if begun else f"'{word}'"


class TooSlow(Exception):
    """The search took longer than it may."""


@dataclass(frozen=True)
class Term:
    """One word that was asked for: the spellings that will do, and in how many entries they stand."""

    spellings: tuple[str, ...]
    n: int
    # Whether it may be the beginning of a word.
    begun: bool = False

    @property
    def as_query(self) -> str:
        return "(" + " | ".join(as_lexeme(spelling, begun=self.begun) for spelling in self.spellings) + ")"


@dataclass(frozen=True)
class Found:
    """Rows, nearest to the asked place first, and whether they are only spelt nearly so."""

    rows: list[Row]
    close: bool = False


def find(words: str, part: Part, *, close: bool, limit: int) -> Found:
    """At most `limit` entries with these words. `close` asks for other spellings at once.

    Raises TooSlow after settings.SEARCH_MILLISECONDS.
    """
    with _in_time() as ask:
        terms = _terms(ask, words)
        if not terms:
            return Found([])
        if not close and all(term.n for term in terms):
            rows = _rows(ask, terms, part, limit)
            if rows or part.place:
                return Found(rows)
        nearly = _nearly(ask, terms)
        return Found(_rows(ask, nearly, part, limit) if nearly else [], close=True)


@contextmanager
def or_too_slow() -> Iterator[None]:
    """A transaction for one search. Raises TooSlow where the database gave up on a statement for its time."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise


@contextmanager
def _in_time() -> Iterator[Ask]:
    """Asks the database, each time with what is left of the time for one search."""
    until = time.monotonic() + settings.SEARCH_MILLISECONDS / 1000
    with or_too_slow(), connection.cursor() as cursor:

        def ask(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
            left = max(1, int((until - time.monotonic()) * 1000))
            limits = f"SET LOCAL statement_timeout = {left}; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; "
            cursor.execute(limits + statement, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

        yield ask


def _terms(ask: Ask, words: str) -> list[Term]:
    """Every word once, the rarest first."""
    found = ask(LOOK_UP, [words, words.rsplit(maxsplit=1)[-1]])
    return sorted((_term(word, n, int(begun or 0)) for word, n, begun in found), key=lambda term: term.n)


def _term(word: str, n: int, begun: int) -> Term:
    """`n` entries hold the word itself, `begun` one that begins so, where it may be a beginning."""
    is_whole = begun > EVERYWHERE and 2 * n > begun
    return Term((word,), n) if is_whole or not begun else Term((word,), begun, begun=True)


def _nearly(ask: Ask, terms: list[Term]) -> list[Term]:
    """The same with other spellings: of the words that nobody is called by, or where all are known of the rare ones."""
    unknown = [term for term in terms if not term.n] or [term for term in terms if term.n <= RARE]
    if not unknown:
        return []
    near: dict[str, list[tuple[str, int]]] = {term.spellings[0]: [] for term in unknown}
    for word, spelling, n in ask(NEARLY, [list(near), CANDIDATES]):
        if spelling == word or is_one_typo(word, spelling):
            near[word].append((spelling, n))
    return sorted(_with_spellings(terms, near), key=lambda term: term.n)


def _with_spellings(terms: list[Term], near: dict[str, list[tuple[str, int]]]) -> list[Term]:
    """Nothing where a word is like none that there is, unless it is a little one among others."""
    changed = []
    for term in terms:
        spelt = near.get(term.spellings[0])
        if spelt is None:
            changed.append(term)
        elif spelt:
            best = sorted(spelt, key=lambda one: -one[1])[:SPELLINGS]
            changed.append(Term(tuple(word for word, _n in best), sum(n for _word, n in best)))
        elif len(term.spellings[0]) > LITTLE:
            return []
    return changed


def is_one_typo(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, mistaken, or swapped with its neighbour."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == len(other) == 2 and one == other[::-1])


def _rows(ask: Ask, terms: list[Term], part: Part, limit: int) -> list[Row]:
    query = " & ".join(term.as_query for term in terms)
    rare, newest = (RARE, NEWEST) if len(terms) == 1 else (RARE_BESIDE_OTHERS, NEWEST_TOGETHER)
    if terms[0].n > rare:
        entries = AMONG_NEWEST.format(where=part.where, order=part.order)
        rows = ask(ROWS.format(entries=entries, order=part.order), [*part.parameters, newest, query, limit])
        if len(rows) == limit:
            return [Row._make(row) for row in rows]
    # The index takes long over beginnings that many have: where another word finds few, that is looked at afterwards.
    rarest, *others = terms
    sought = [rarest, *(term for term in others if not term.begun or rarest.n > RARE)]
    kinds = " | ".join(f"'kind:{kind}'" for kind in part.kinds)
    entries = BY_WORDS.format(where=part.where, order=part.order)
    first = " & ".join([*(term.as_query for term in sought), *([f"({kinds})"] if kinds else [])])
    parameters = [first, *part.parameters, query, limit]
    rows = ask(ROWS.format(entries=entries, order=part.order), parameters)
    return [Row._make(row) for row in rows]
