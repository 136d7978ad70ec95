"""Writing an open version, a clause or a section at a time, and putting them in order.

Each act locks the version first, so two at once come one after the other, and the second sees what the first has done.
What would change nothing is not written: any write takes away the document that partners agreed to.
"""

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from charters.document import EasyLine
from charters.models import Clause, EasyReadLine, Section, Version, WrongState
from charters.models.contents import md5_of
from charters.outline import LEVELS, Branch, reading_order, tree

from .words import ClauseWords, Gone, SectionWords, Stale, fingerprint
from .writing import fresh_key, plain_lines

CLAUSE_FIELDS = ("kind", "actor", "partner_id", "text", "target_date")
SECTION_FIELDS = ("label", "heading", "intro")


class CannotStandThere(Exception):
    """A section would stand inside itself, or below the third level."""


@transaction.atomic
def add_clause(*, version_id: int, words: ClauseWords, key: str = "") -> Clause:
    """At the end of its section, under a key of its own: this one, where it is still nobody's.

    The same key twice is one clause: somebody pressed the button twice. Raises WrongState, Gone.
    """
    version = writing(version_id)
    again = Clause.objects.filter(version=version, key__key=key).first()
    if again is not None:
        return again
    section = _section(version, words.section_id)
    clause = Clause.objects.create(
        version=version,
        section=section,
        key=fresh_key(version.charter_id, wanted=key),
        position=_next_place(section.clauses.all()),
        **{name: getattr(words, name) for name in CLAUSE_FIELDS},
    )
    _write_lines(clause, words, still_right=())
    return clause


@transaction.atomic
def change_clause(
    *, version_id: int, clause_id: int, words: ClauseWords, seen: str, still_right: Collection[str] = ()
) -> Clause:
    """What the clause says from now on. `seen` is the fingerprint of what stood on the page when it was changed.

    `still_right` are those of its easy-read lines that somebody looked at and that fit these words. The others stay
    written for the words they were written for. Raises WrongState, Gone, Stale.
    """
    version = writing(version_id)
    clause = _clause(version, clause_id)
    stands = ClauseWords.of(clause)
    if fingerprint(stands) != seen:
        raise Stale
    if words.section_id != stands.section_id:
        _to_section(clause, _section(version, words.section_id))
    changed = [name for name in CLAUSE_FIELDS if getattr(words, name) != getattr(stands, name)]
    for name in changed:
        setattr(clause, name, getattr(words, name))
    if changed:
        clause.save(update_fields=changed)
    _write_lines(clause, words, still_right=still_right)
    return clause


@transaction.atomic
def delete_clause(*, version_id: int, clause_id: int) -> None:
    """Its key stays with the charter, because its address may have been printed. Raises WrongState, Gone."""
    clause = _clause(writing(version_id), clause_id)
    section_id = clause.section_id
    clause.delete()
    renumber(Clause.objects.filter(section=section_id))


@transaction.atomic
def move_clause(*, version_id: int, clause_id: int, step: int) -> bool:
    """One place up (-1) or down (1); from the first and last place on into the section before or after.

    False where there is no such place. Raises WrongState, Gone.
    """
    version = writing(version_id)
    clause = _clause(version, clause_id)
    if swap(list(Clause.objects.filter(section=clause.section_id).order_by("position")), clause, step):
        return True
    order = reading_order(tree(version.sections.all()))
    at = [section.pk for section in order].index(clause.section_id) + step
    if not 0 <= at < len(order):
        return False
    _to_section(clause, order[at], first=step > 0)
    return True


@transaction.atomic
def add_section(*, version_id: int, words: SectionWords) -> Section:
    """At the end of those it stands among. Raises WrongState, Gone, CannotStandThere."""
    version = writing(version_id)
    parent = _section(version, words.parent_id) if words.parent_id else None
    depth = parent.depth + 1 if parent else 1
    if depth > LEVELS:
        raise CannotStandThere
    return Section.objects.create(
        version=version,
        parent=parent,
        depth=depth,
        position=_next_place(Section.objects.filter(version=version, parent=parent)),
        easy=plain_lines(words.easy),
        **{name: getattr(words, name) for name in SECTION_FIELDS},
    )


@transaction.atomic
def change_section(*, version_id: int, section_id: int, words: SectionWords, seen: str) -> Section:
    """What the section says, and where it stands. Raises WrongState, Gone, Stale, CannotStandThere."""
    version = writing(version_id)
    section = _section(version, section_id)
    stands = SectionWords.of(section)
    if fingerprint(stands) != seen:
        raise Stale
    if words.parent_id != stands.parent_id:
        _under(version, section, _section(version, words.parent_id) if words.parent_id else None)
    if words != stands:
        for name in SECTION_FIELDS:
            setattr(section, name, getattr(words, name))
        section.easy = plain_lines(words.easy)
        section.save(update_fields=[*SECTION_FIELDS, "easy"])
    return section


@transaction.atomic
def delete_section(*, version_id: int, section_id: int) -> None:
    """With everything that stands in it. Raises WrongState, Gone."""
    version = writing(version_id)
    section = _section(version, section_id)
    parent_id = section.parent_id
    section.delete()
    renumber(Section.objects.filter(version=version, parent=parent_id))


@transaction.atomic
def move_section(*, version_id: int, section_id: int, step: int) -> bool:
    """One place up (-1) or down (1) among those it stands beside; False where there is none.

    Raises WrongState, Gone.
    """
    version = writing(version_id)
    section = _section(version, section_id)
    return swap(
        list(Section.objects.filter(version=version, parent=section.parent_id).order_by("position")), section, step
    )


def writing(version_id: int) -> Version:
    """The version, locked, as it is when nobody else writes it. Raises WrongState where it is published, Gone."""
    version = Version.objects.select_for_update(no_key=True).defer("document").filter(pk=version_id).first()
    if version is None:
        raise Gone
    if not version.is_open:
        raise WrongState
    return version


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


def _clause(version: Version, clause_id: int) -> Clause:
    found = Clause.objects.filter(version=version, pk=clause_id).prefetch_related("lines").first()
    if found is None:
        raise Gone
    return found


def _section(version: Version, section_id: int) -> Section:
    found = Section.objects.filter(version=version, pk=section_id).first()
    if found is None:
        raise Gone
    return found


def _next_place(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _to_section(clause: Clause, section: Section, *, first: bool = False) -> None:
    left = clause.section_id
    if first:
        section.clauses.update(position=F("position") + 1)
    clause.section, clause.position = section, 1 if first else _next_place(section.clauses.all())
    clause.save(update_fields=["section", "position"])
    renumber(Clause.objects.filter(section=left).order_by("position"))


def _under(version: Version, section: Section, parent: Section | None) -> None:
    """The section, with all below it, at the end of another one or of the top level."""
    branch = _branch(version, section)
    inside = [found.section for found in branch.walk()]
    depth = parent.depth + 1 if parent else 1
    if parent in inside or depth + branch.levels - 1 > LEVELS:
        raise CannotStandThere
    left, deeper = section.parent_id, depth - section.depth
    section.parent, section.position = parent, _next_place(Section.objects.filter(version=version, parent=parent))
    section.save(update_fields=["parent", "position"])
    Section.objects.filter(pk__in=[one.pk for one in inside]).update(depth=F("depth") + deeper)
    section.depth = depth
    renumber(Section.objects.filter(version=version, parent=left).order_by("position"))


def _branch(version: Version, section: Section) -> Branch:
    branches = [found for top in tree(version.sections.all()) for found in top.walk()]
    return next(found for found in branches if found.section.pk == section.pk)


def _write_lines(clause: Clause, words: ClauseWords, *, still_right: Collection[str]) -> None:
    """A line whose words stay is written for what it was written for, unless somebody says that it still fits."""
    rows = list(clause.lines.all())
    now = md5_of(clause.text)
    known = {row.text: row.for_md5 for row in rows}
    for_md5 = [now if line.text in still_right else known.get(line.text, now) for line in words.easy]
    if [(_line(row), row.for_md5) for row in rows] == list(zip(words.easy, for_md5, strict=True)):
        return
    clause.lines.all().delete()
    EasyReadLine.objects.bulk_create(
        EasyReadLine(
            clause=clause, position=n, for_md5=md5, **{one.name: getattr(line, one.name) for one in fields(line)}
        )
        for n, (line, md5) in enumerate(zip(words.easy, for_md5, strict=True), start=1)
    )


def _line(row: EasyReadLine) -> EasyLine:
    return EasyLine(row.picture, row.text, row.alt, row.meaning)
