"""Whether promises are kept, as the newest published results of each round say. The one place that says "by most".

Nothing is reckoned here that the frozen documents hold already (result_document.py): they are only read.
"""

import json
from typing import Any, NamedTuple

from django.db import connection

from .models.kinds import PanelKind

# Goes up whenever results are published, and whenever an action changes (by trigger).
GENERATION = "audits"
# The newest results of each round, newest year first; without what only the page of a year shows.
NEWEST = """
SELECT DISTINCT ON (r.year) r.year, s.document->'promises' AS promises
FROM participation_snapshot s JOIN participation_round r ON r.id = s.round_id
ORDER BY r.year DESC, s.n DESC LIMIT 1
"""
THROUGH_THE_YEARS = """
SELECT DISTINCT ON (r.year) r.year, s.document->'promises'->%(key)s,
    jsonb_path_query_array(
        s.document, '$.questions[*] ? (@.promises[*] == $key)', jsonb_build_object('key', %(key)s::text))
FROM participation_snapshot s JOIN participation_round r ON r.id = s.round_id
ORDER BY r.year DESC, s.n DESC
"""


class Kept(NamedTuple):
    """By how many of how many: of services, or of those that panels spoke of."""

    kept: int
    of: int

    @property
    def by_most(self) -> bool:
        """By more than half. Of nobody it is not said."""
        return self.kept * 2 > self.of


NOBODY = Kept(0, 0)


class Promise(NamedTuple):
    """A promise in one year: what services say, and what each kind of panel says beside it."""

    services: Kept
    panels: dict[str, Kept]

    @classmethod
    def read(cls, found: dict[str, Any]) -> "Promise":
        panels = {kind: Kept(**found[kind]) for kind in PanelKind.values if found[kind]["of"]}
        return cls(Kept(**found["services"]), panels)


class Results(NamedTuple):
    """The newest published results. `promises` by the key of the clause."""

    year: int
    promises: dict[str, Promise]

    def by_most(self, kind: str = "") -> Kept:
        """How many promises most services keep, or would by the word of this kind of panel; of how many spoken of."""
        every = [one.panels.get(kind, NOBODY) if kind else one.services for one in self.promises.values()]
        asked = [one for one in every if one.of]
        return Kept(sum(one.by_most for one in asked), len(asked))


class Year(NamedTuple):
    """One promise in one year, with the questions that were about it, as they are in the frozen document."""

    year: int
    promise: Promise
    questions: list[dict[str, Any]]


def newest() -> Results | None:
    """None before anything is published."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        found = cursor.fetchone()
    if found is None:
        return None
    return Results(found[0], {key: Promise.read(one) for key, one in _json(found[1]).items()})


def through_the_years(key: str) -> list[Year]:
    """The years in which this promise was asked about, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(THROUGH_THE_YEARS, {"key": key})
        rows = cursor.fetchall()
    return [Year(year, Promise.read(_json(promise)), _json(questions)) for year, promise, questions in rows if promise]


def _json(found: Any) -> Any:
    """Whether or not Django has told the driver to leave JSON to it."""
    return json.loads(found) if isinstance(found, str) else found
