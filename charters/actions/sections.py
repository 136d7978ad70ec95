"""Sections of a draft: written, put in order, and put below one another. Each act is one step (steps.py)."""

import re

from django.db import transaction

from charters.models import Section, Version
from charters.models.kinds import IS_KEY
from charters.models.steps import Act
from charters.outline import LEVELS

from .places import (
    CannotStandThere,
    branch_of,
    find_section,
    make_room,
    place_section,
    renumber,
    sections_under,
    swap,
    writing,
)
from .steps import of_others, recorded
from .words import SectionWords, Seen, Stale
from .writing import plain_lines

SECTION_FIELDS = ("label", "heading", "intro")


@transaction.atomic
def add_section(*, version_id: int, words: SectionWords, made_as: str = "", by: int | None = None) -> Section:
    """At the end of those it stands among. `made_as` is a key: the same one twice is one section.

    Raises WrongState, Gone, CannotStandThere, and Stale where somebody else has changed it since.
    """
    version = writing(version_id)
    made_as = made_as if re.fullmatch(IS_KEY, made_as) else ""
    again = Section.objects.filter(version=version, made_as=made_as).exclude(made_as="").first()
    if again is not None:
        return _written_on(version, again, words, by)
    parent = find_section(version, words.parent_id) if words.parent_id else None
    depth = parent.depth + 1 if parent else 1
    if depth > LEVELS:
        raise CannotStandThere
    with recorded(version, by=by, act=Act.ADD_SECTION) as step:
        section = Section.objects.create(
            version=version,
            parent=parent,
            depth=depth,
            position=make_room(sections_under(version.pk, words.parent_id), None),
            easy=plain_lines(words.easy),
            made_as=made_as,
            **{name: getattr(words, name) for name in SECTION_FIELDS},
        )
        step.made(section)
    return section


def _written_on(version: Version, section: Section, words: SectionWords, by: int | None) -> Section:
    """What its page says by now, of a section that was made before its answer came."""
    if SectionWords.of(section) == words:
        return section
    if of_others(version, section, by=by):
        raise Stale
    seen = Seen(section.revision)
    return change_section(version_id=version.pk, section_id=section.pk, words=words, seen=seen, by=by)


@transaction.atomic
def change_section(
    *, version_id: int, section_id: int, words: SectionWords, seen: Seen, by: int | None = None
) -> Section:
    """What the section says, and where it stands. Raises WrongState, Gone, Stale, CannotStandThere."""
    version = writing(version_id)
    section = find_section(version, section_id)
    if section.revision != seen.revision:
        raise Stale
    with recorded(version, by=by, act=Act.CHANGE_SECTION) as step:
        step.about(section)
        stands = SectionWords.of(section)
        if words.parent_id != stands.parent_id:
            place_section(version, section, find_section(version, words.parent_id) if words.parent_id else None)
        if words != stands:
            for name in SECTION_FIELDS:
                setattr(section, name, getattr(words, name))
            section.easy = plain_lines(words.easy)
            section.save(update_fields=[*SECTION_FIELDS, "easy"])
        section.refresh_from_db(fields=["revision"])
    return section


@transaction.atomic
def delete_section(*, version_id: int, section_id: int, by: int | None = None) -> None:
    """With everything that stands in it. Raises WrongState, Gone."""
    version = writing(version_id)
    section = find_section(version, section_id)
    with recorded(version, by=by, act=Act.DELETE_SECTION) as step:
        for found in branch_of(version, section).walk():
            step.about(found.section, *found.clauses)
        parent_id = section.parent_id
        section.delete()
        renumber(sections_under(version.pk, parent_id))


@transaction.atomic
def move_section(*, version_id: int, section_id: int, step: int, by: int | None = None) -> bool:
    """One place up (-1) or down (1) among those it stands beside; False where there is none.

    Raises WrongState, Gone.
    """
    version = writing(version_id)
    section = find_section(version, section_id)
    with recorded(version, by=by, act=Act.MOVE_SECTION) as kept:
        kept.about(section)
        return swap(list(sections_under(version.pk, section.parent_id)), section, step)


@transaction.atomic
def nest_section(*, version_id: int, section_id: int, step: int, by: int | None = None) -> bool:
    """In (1): below the section that stands before it, as its last. Out (-1): right behind the one that it stands in.

    False where there is no such place. Raises WrongState, Gone, CannotStandThere.
    """
    version = writing(version_id)
    section = find_section(version, section_id)
    beside = list(sections_under(version.pk, section.parent_id))
    before = beside[: beside.index(section)]
    with recorded(version, by=by, act=Act.MOVE_SECTION) as kept:
        kept.about(section)
        if step > 0 and before:
            place_section(version, section, before[-1])
        elif step < 0 and section.parent is not None:
            place_section(version, section, section.parent.parent, section.parent.position + 1)
        else:
            return False
    return True
