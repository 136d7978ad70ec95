"""Sections and clauses of a version as the desk shows them, in the order they are read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from charters.actions import missing
from charters.models import Clause, EasyReadLine, Section, Version
from charters.outline import Branch, tree

from .lacking import marks


def clauses_of(version: Version) -> Any:
    """Its clauses with all that a row of the outline shows."""
    return version.clauses.select_related("key", "partner").prefetch_related("lines")


def outline_of(version: Version, within: Collection[int] | None = None) -> list["ShownSection"]:
    """The outline, with the clauses of these sections at the top alone, or of all."""
    sections = list(version.sections.all())
    clauses = clauses_of(version)
    if within is not None:
        by_id = {one.pk: one for one in sections}
        clauses = clauses.filter(section__in=[one.pk for one in sections if top_of(one, by_id).pk in within])
    return shown(tree(sections, clauses), marks(missing(version)))


def top_of(section: Section, sections: Mapping[int, Section]) -> Section:
    """The section at the top in which this one stands, or itself."""
    while section.parent_id is not None:
        section = sections[section.parent_id]
    return section


@dataclass(frozen=True)
class ShownClause:
    """A clause, its lines of easy read, and what it lacks in a few words."""

    clause: Clause
    lines: Sequence[EasyReadLine]
    marks: Sequence[str]

    @property
    def about(self) -> str:
        """Its first words, for buttons to say which clause they are of."""
        return Truncator(self.clause.text).words(6)


@dataclass(frozen=True)
class ShownSection:
    section: Section
    clauses: list[ShownClause]
    below: list["ShownSection"]


def shown(branches: Sequence[Branch], marked: Mapping[int, Sequence[str]]) -> list[ShownSection]:
    return [
        ShownSection(
            branch.section,
            [ShownClause(clause, list(clause.lines.all()), marked.get(clause.pk, ())) for clause in branch.clauses],
            shown(branch.branches, marked),
        )
        for branch in branches
    ]
