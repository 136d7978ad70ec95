"""Taking back what somebody did to a draft in this sitting, and doing it again."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from charters.models import Clause, Section, Step, Version
from charters.models.steps import Act, StepQuerySet
from charters.outline import LEVELS

from .places import (
    clauses_of,
    find_section,
    make_room,
    place_clause,
    place_section,
    renumber,
    sections_under,
    writing,
)
from .steps import Image, Row, found_now, image, write_image_lines
from .words import Gone, Stale

# A sitting is as long as a sign-in can be.
SITTING = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# Where a row stands: moved as one, and others moving around it are no change of it.
PLACE = ("section_id", "parent_id", "depth", "position")
DAYS = ("target_date", "review_by")


class NothingToUndo(Exception):
    """Nothing was done here in this sitting that is not taken back already, or nothing was taken back."""


@transaction.atomic
def undo(*, version_id: int, by: int) -> Step:
    """Takes back the last thing that this member of staff did to the version in this sitting, and returns its step.

    Raises WrongState, Gone, NothingToUndo, and Stale where somebody has changed the same words since.
    """
    version = writing(version_id)
    step = to_undo(version, by=by)
    if step is None:
        raise NothingToUndo
    _turn(version, step.rows, back=True)
    return _kept(step, by, Act.UNDO)


@transaction.atomic
def redo(*, version_id: int, by: int) -> Step:
    """Does again what was taken back last, where nothing else was done since. Raises as undo does."""
    version = writing(version_id)
    step = to_redo(version, by=by)
    if step is None:
        raise NothingToUndo
    _turn(version, step.rows, back=False)
    return _kept(step, by, Act.REDO)


def to_undo(version: Version, *, by: int) -> Step | None:
    """What undo would take back."""
    return _of_sitting(version, by).filter(is_undone=False).first()


def to_redo(version: Version, *, by: int) -> Step | None:
    """What redo would do again: of those that were taken back since the last other act, the first."""
    last = to_undo(version, by=by)
    undone = _of_sitting(version, by).filter(is_undone=True, pk__gt=last.pk if last else 0)
    return undone.order_by("pk").first()


def _of_sitting(version: Version, by: int) -> StepQuerySet:
    return Step.objects.of_sitting(version=version.pk, by=by, since=timezone.now() - SITTING)


def _kept(step: Step, by: int, act: Act) -> Step:
    step.is_undone = act == Act.UNDO
    step.save(update_fields=["is_undone"])
    rows = step.rows
    if act == Act.UNDO:
        rows = [{**row, "before": row["after"], "after": row["before"]} for row in rows]
    Step.objects.create(version_id=step.version_id, by_id=by, act=act, rows=rows, taken_from=step)
    return step


def _turn(version: Version, rows: list[dict[str, Any]], *, back: bool) -> None:
    """Makes each row say what it said on the other side of the step. What was made goes first, from the inside out."""
    turns = [(row, row["after"], row["before"]) if back else (row, row["before"], row["after"]) for row in rows]
    kinds = {row["what"] for row in rows}
    now = {what: found_now(what, [row["id"] for row in rows if row["what"] == what]) for what in kinds}
    for row, stands, wanted in reversed(turns):
        found = now[row["what"]].get(row["id"])
        if (found is None) != (stands is None):
            raise Stale
        if found is not None and wanted is None:
            _take_out(found, stands)
        elif found is not None:
            _change(version, found, stands, wanted)
    for row, stands, wanted in turns:
        if stands is None:
            _put_back(version, row, wanted)


def _without_place(found: Image) -> Image:
    return {name: value for name, value in found.items() if name not in PLACE}


def _take_out(row: Row, stands: Image) -> None:
    """Only as it was made: what somebody has written in it since is not thrown away."""
    if _without_place(image(row)) != _without_place(stands):
        raise Stale
    if isinstance(row, Clause):
        row.delete()
        renumber(clauses_of(row.section_id))
    elif isinstance(row, Section):
        if row.clauses.exists() or row.sections.exists():
            raise Stale
        row.delete()
        renumber(sections_under(row.version_id, row.parent_id))


def _change(version: Version, row: Row, stands: Image, wanted: Image) -> None:
    """Field by field, so that what others changed beside it stays."""
    now = image(row)
    names = [name for name in wanted if wanted[name] != stands[name] and name not in PLACE]
    if any(now[name] != stands[name] for name in names):
        raise Stale
    columns = [name for name in names if name != "lines"]
    for name in columns:
        setattr(row, name, _value(name, wanted[name]))
    if columns:
        row.save(update_fields=[name.removesuffix("_id") for name in columns])
    if "lines" in names and isinstance(row, Clause):
        write_image_lines(row, wanted["lines"])
    if any(stands[name] != wanted[name] for name in PLACE if name in wanted):
        _place(version, row, stands, wanted, now)


def _place(version: Version, row: Row, stands: Image, wanted: Image, now: Image) -> None:
    """Back to where it stood, unless somebody has put it elsewhere since, or what it stood in has gone."""
    within = _within(version, wanted)
    if isinstance(row, Clause) and within is not None and now["section_id"] == stands["section_id"]:
        place_clause(row, within.pk, wanted["position"])
    elif isinstance(row, Section) and now["parent_id"] == stands["parent_id"]:
        place_section(version, row, within, wanted["position"])
    else:
        raise Stale


def _put_back(version: Version, row: dict[str, Any], wanted: Image) -> None:
    """Under its own number, so that whatever leads to it still does."""
    values = {name: _value(name, value) for name, value in wanted.items() if name != "lines"}
    within = _within(version, wanted)
    if row["what"] == "clause":
        values["position"] = make_room(clauses_of(wanted["section_id"]), wanted["position"])
        clause = Clause.objects.create(id=row["id"], version=version, **values)
        write_image_lines(clause, wanted["lines"])
        return
    values["depth"] = within.depth + 1 if within else 1
    if values["depth"] > LEVELS:
        raise Stale
    values["position"] = make_room(sections_under(version.pk, wanted["parent_id"]), wanted["position"])
    Section.objects.create(id=row["id"], version=version, **values)


def _within(version: Version, wanted: Image) -> Section | None:
    """The section that it stands in; None at the top. Raises Stale where that has gone."""
    within = wanted["section_id"] if "section_id" in wanted else wanted["parent_id"]
    try:
        return find_section(version, within) if within is not None else None
    except Gone as gone:
        raise Stale from gone


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value else value
