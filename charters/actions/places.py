"""Where the rows of a draft stand: found, put in their places, and counted from 1 without gaps."""

from typing import Any

from django.db.models import F, Max

from charters.models import Clause, Section, Version, WrongState
from charters.outline import LEVELS, Branch, reading_order, tree

from .words import Gone


class CannotStandThere(Exception):
    """A section would stand inside itself, or below the third level."""


def writing(version_id: int) -> Version:
    """The version, locked, as it is when nobody else writes it. Raises WrongState where it is published, Gone."""
    version = Version.objects.select_for_update(no_key=True).defer("document").filter(pk=version_id).first()
    if version is None:
        raise Gone
    if not version.is_open:
        raise WrongState
    return version


def find_clause(version: Version, clause_id: int) -> Clause:
    """With its lines. Raises Gone."""
    found = version.clauses.filter(pk=clause_id).select_related("key", "partner").prefetch_related("lines").first()
    if found is None:
        raise Gone
    return found


def find_section(version: Version, section_id: int) -> Section:
    """Raises Gone."""
    found = Section.objects.filter(version=version, pk=section_id).first()
    if found is None:
        raise Gone
    return found


def branch_of(version: Version, section: Section) -> Branch:
    """The section with its clauses and all that is below."""
    clauses = version.clauses.prefetch_related("lines")
    branches = [found for top in tree(version.sections.all(), clauses) for found in top.walk()]
    return next(found for found in branches if found.section.pk == section.pk)


def beside_section(version: Version, section: Section, step: int) -> Section | None:
    """The section that is read before (-1) or after (1) this one, whatever its level."""
    order = reading_order(tree(version.sections.all()))
    at = [one.pk for one in order].index(section.pk) + step
    return order[at] if 0 <= at < len(order) else None


def swap(rows: list[Any], row: Any, step: int) -> bool:
    """Moves one of these rows by one place; False where there is none."""
    place = rows.index(row)
    if not 0 <= place + step < len(rows):
        return False
    rows.insert(place + step, rows.pop(place))
    renumber(rows)
    return True


def renumber(rows: Any) -> None:
    """Places from 1 on in this order; only those that changed are written."""
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])


def clauses_of(section_id: int) -> Any:
    return Clause.objects.filter(section=section_id).order_by("position")


def sections_under(version_id: int, parent_id: int | None) -> Any:
    return Section.objects.filter(version=version_id, parent=parent_id).order_by("position")


def make_room(rows: Any, place: int | None) -> int:
    """A free place among these rows: this one, where those behind it move on, or the one after the last."""
    end = int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
    if place is None or place >= end:
        return end
    rows.filter(position__gte=place).update(position=F("position") + 1)
    return place


def insert(rows: Any, row: Any, place: int | None) -> int:
    """The place that a row gets among these, whether it is one of them or not; the others make room."""
    others = list(rows.exclude(pk=row.pk))
    at = len(others) if place is None else min(place - 1, len(others))
    for number, other in enumerate(others, start=1):
        wanted = number if number <= at else number + 1
        if other.position != wanted:
            other.position = wanted
            other.save(update_fields=["position"])
    return at + 1


def place_clause(clause: Clause, section_id: int, place: int | None = None) -> None:
    """Into a section, at this place or at its end."""
    left = clause.section_id
    clause.section_id, clause.position = section_id, insert(clauses_of(section_id), clause, place)
    clause.save(update_fields=["section", "position"])
    if left != section_id:
        renumber(clauses_of(left))


def place_section(version: Version, section: Section, parent: Section | None, place: int | None = None) -> None:
    """The section, with all below it, under another one or at the top: at this place or at the end.

    Raises CannotStandThere.
    """
    branch = branch_of(version, section)
    inside = [found.section for found in branch.walk()]
    depth = parent.depth + 1 if parent else 1
    if parent in inside or depth + branch.levels - 1 > LEVELS:
        raise CannotStandThere
    left, deeper = section.parent_id, depth - section.depth
    parent_id = parent.pk if parent else None
    section.parent_id, section.position = parent_id, insert(sections_under(version.pk, parent_id), section, place)
    section.save(update_fields=["parent", "position"])
    if deeper:
        Section.objects.filter(pk__in=[one.pk for one in inside]).update(depth=F("depth") + deeper)
    section.depth = depth
    if left != parent_id:
        renumber(sections_under(version.pk, left))
