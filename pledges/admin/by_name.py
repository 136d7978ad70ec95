"""Organisations in the order of their names, and how many stand for each."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pledges.kinds import ORGANISATION_KINDS
from pledges.models import Organisation

# One index gives each kind in the order of the names (compare shelves.py).
BY_NAME = """
SELECT nearest.id FROM unnest(%(kinds)s::text[]) AS each(kind) CROSS JOIN LATERAL (
    SELECT name, id FROM pledges_organisation WHERE kind = each.kind {after}
    ORDER BY name {way}, id {way} LIMIT %(most)s
) AS nearest ORDER BY nearest.name {way}, nearest.id {way} LIMIT %(most)s
"""
COUNTED = 1000
STANDING = """
(SELECT count(*) FROM (
    SELECT FROM pledges_signature JOIN pledges_publicentry ON signature_id = subject_id
    WHERE pledges_signature.organisation_id = pledges_organisation.id LIMIT %s) AS counted)
"""


def by_name(kind: str, place: Organisation | None, *, backwards: bool, most: int) -> list[int]:
    """Keys of the organisations nearest to this one, or to the start, the nearest first."""
    values: dict[str, Any] = {"kinds": [kind] if kind else [one.value for one in ORGANISATION_KINDS], "most": most}
    after = ""
    if place is not None:
        after = f"AND (name, id) {'<' if backwards else '>'} (%(name)s, %(id)s)"
        values |= {"name": place.name, "id": place.pk}
    with connection.cursor() as cursor:
        cursor.execute(BY_NAME.format(after=after, way="DESC" if backwards else "ASC"), values)
        return [key for (key,) in cursor.fetchall()]


def with_standing(organisations: QuerySet[Any]) -> QuerySet[Any]:
    """How many of each stand on the list, counted as far as COUNTED."""
    counted: QuerySet[Any] = organisations.annotate(standing=RawSQL(STANDING, [COUNTED]))  # noqa: S611 - no typed text
    return counted
