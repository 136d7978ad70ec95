"""Clauses of a draft: written, put in order, split and joined. Each act is one step (steps.py)."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace

from django.db import transaction

from charters.document import EasyLine
from charters.models import Clause, EasyReadLine, Version
from charters.models.contents import md5_of
from charters.models.steps import Act

from .places import (
    beside_section,
    clauses_of,
    find_clause,
    find_section,
    make_room,
    place_clause,
    renumber,
    swap,
    writing,
)
from .steps import image, of_others, recorded, write_image_lines
from .words import ClauseWords, Seen, Stale
from .writing import fresh_key

CLAUSE_FIELDS = ("kind", "actor", "partner_id", "text", "target_date")


class NothingToJoin(Exception):
    """No clause follows this one in its section."""


@transaction.atomic
def add_clause(
    *, version_id: int, words: ClauseWords, key: str = "", after: int | None = None, by: int | None = None
) -> Clause:
    """Right after another clause of its section, or at its end; under a key of its own: this one, where it is nobody's.

    The same key twice is one clause: somebody pressed the button twice, or its answer was lost and they wrote on.
    Raises WrongState, Gone, and Stale where somebody else has changed it since.
    """
    version = writing(version_id)
    again = Clause.objects.filter(version=version, key__key=key).first()
    if again is not None:
        return _written_on(version, find_clause(version, again.pk), words, by)
    section = find_section(version, words.section_id)
    before = Clause.objects.filter(section=section, pk=after).first() if after else None
    with recorded(version, by=by, act=Act.ADD_CLAUSE) as step:
        place = make_room(clauses_of(section.pk), before.position + 1 if before else None)
        clause = _create(version, words, place, key=key)
        write_lines(clause, words, still_right=())
        clause.refresh_from_db(fields=["revision"])
        step.made(clause)
    return clause


def _written_on(version: Version, clause: Clause, words: ClauseWords, by: int | None) -> Clause:
    """What its page says by now, of a clause that was made before its answer came."""
    if ClauseWords.of(clause) == words:
        return clause
    if of_others(version, clause, by=by):
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_CLAUSE) as step:
        step.about(clause)
        _change(version, clause, words, ())
    return clause


def _create(version: Version, words: ClauseWords, place: int, *, key: str = "") -> Clause:
    return Clause.objects.create(
        version=version,
        section_id=words.section_id,
        key=fresh_key(version.charter_id, wanted=key),
        position=place,
        **{name: getattr(words, name) for name in CLAUSE_FIELDS},
    )


@transaction.atomic
def change_clause(
    *,
    version_id: int,
    clause_id: int,
    words: ClauseWords,
    seen: Seen,
    by: int | None = None,
) -> Clause:
    """What the clause says from now on.

    Lines of easy read that nobody ticked as still right stay written for the words they were written for.
    Raises WrongState, Gone, Stale.
    """
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    if clause.revision != seen.revision:
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_CLAUSE) as step:
        step.about(clause)
        _change(version, clause, words, seen.still_right)
    return clause


def _change(version: Version, clause: Clause, words: ClauseWords, still_right: Collection[str]) -> None:
    stands = ClauseWords.of(clause)
    if words.section_id != stands.section_id:
        place_clause(clause, find_section(version, words.section_id).pk)
    changed = [name for name in CLAUSE_FIELDS if getattr(words, name) != getattr(stands, name)]
    for name in changed:
        setattr(clause, name, getattr(words, name))
    if changed:
        clause.save(update_fields=changed)
    write_lines(clause, words, still_right=still_right)
    clause.refresh_from_db(fields=["revision"])


@transaction.atomic
def split_clause(
    *, version_id: int, clause_id: int, parts: Sequence[ClauseWords], seen: Seen, by: int | None = None
) -> list[Clause]:
    """The clause says the first of these; each of the others becomes a clause of its own, one behind the other.

    The lines of easy read that stay with the first were written for all of it, and are stale until somebody looks.
    Raises WrongState, Gone, Stale.
    """
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    if clause.revision != seen.revision:
        raise Stale
    with recorded(version, by=by, act=Act.SPLIT_CLAUSE) as step:
        step.about(clause)
        _change(version, clause, parts[0], seen.still_right)
        made = []
        for n, words in enumerate(parts[1:], start=1):
            place = make_room(clauses_of(clause.section_id), clause.position + n)
            made.append(_create(version, replace(words, section_id=clause.section_id), place))
            write_lines(made[-1], words, still_right=())
        step.made(*made)
    return [clause, *made]


@transaction.atomic
def join_clauses(*, version_id: int, clause_id: int, by: int | None = None) -> Clause:
    """The clause says what the next one in its section says too, with its lines; that one goes.

    Raises WrongState, Gone, NothingToJoin.
    """
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    behind = clauses_of(clause.section_id).filter(position__gt=clause.position).prefetch_related("lines").first()
    if behind is None:
        raise NothingToJoin
    with recorded(version, by=by, act=Act.JOIN_CLAUSES) as step:
        step.about(clause, behind)
        words = ClauseWords.of(clause)
        joined = replace(words, text=f"{words.text} {behind.text}")
        behind_lines = image(behind)["lines"]
        behind.delete()
        _change(version, clause, joined, ())
        # Written for the other's words still, and so as stale as one's own.
        write_image_lines(clause, [*image(clause)["lines"], *behind_lines])
        renumber(clauses_of(clause.section_id))
    return clause


@transaction.atomic
def delete_clause(*, version_id: int, clause_id: int, by: int | None = None) -> None:
    """Its key stays with the charter, because its address may have been printed. Raises WrongState, Gone."""
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    with recorded(version, by=by, act=Act.DELETE_CLAUSE) as step:
        step.about(clause)
        section_id = clause.section_id
        clause.delete()
        renumber(clauses_of(section_id))


@transaction.atomic
def move_clause(*, version_id: int, clause_id: int, step: int, by: int | None = None) -> bool:
    """One place up (-1) or down (1); from the first and last place on into the section before or after.

    False where there is no such place. Raises WrongState, Gone.
    """
    version = writing(version_id)
    clause = find_clause(version, clause_id)
    with recorded(version, by=by, act=Act.MOVE_CLAUSE) as kept:
        kept.about(clause)
        if swap(list(clauses_of(clause.section_id)), clause, step):
            return True
        section = beside_section(version, clause.section, step)
        if section is None:
            return False
        place_clause(clause, section.pk, 1 if step > 0 else None)
        return True


@transaction.atomic
def put_clause(
    *, version_id: int, clause_id: int, section_id: int, before: int | None = None, by: int | None = None
) -> None:
    """Into this section, before one of its clauses or at its end. Raises WrongState, Gone."""
    version = writing(version_id)
    clause, section = find_clause(version, clause_id), find_section(version, section_id)
    with recorded(version, by=by, act=Act.MOVE_CLAUSE) as step:
        step.about(clause)
        others = [pk for pk in clauses_of(section.pk).values_list("pk", flat=True) if pk != clause.pk]
        place_clause(clause, section.pk, others.index(before) + 1 if before in others else None)


def write_lines(clause: Clause, words: ClauseWords, *, still_right: Collection[str]) -> None:
    """A line whose words stay is written for what it was written for, unless somebody says that it still fits."""
    rows = list(clause.lines.all())
    now = md5_of(clause.text)
    known = {row.text: row.for_md5 for row in rows}
    for_md5 = [now if line.text in still_right else known.get(line.text, now) for line in words.easy]
    if [(_line(row), row.for_md5) for row in rows] == list(zip(words.easy, for_md5, strict=True)):
        return
    lines = [{**_columns(line), "for_md5": md5} for line, md5 in zip(words.easy, for_md5, strict=True)]
    write_image_lines(clause, lines)


def _columns(line: EasyLine) -> dict[str, str]:
    return {one.name: getattr(line, one.name) for one in fields(line)}


def _line(row: EasyReadLine) -> EasyLine:
    return EasyLine(row.picture, row.text, row.alt, row.meaning)
