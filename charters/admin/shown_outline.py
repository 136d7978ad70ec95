"""Sections and clauses of a version as the desk shows them, in the order they are read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charters.actions import Missing, missing
from charters.models import Section, Version
from charters.outline import Branch, tree

from .lacking import marks
from .rows import ShownClause


def clauses_of(version: Version) -> Any:
    """Its clauses with all that a row of the outline shows."""
    return version.clauses.select_related("key", "partner").prefetch_related("lines")


def outline_of(
    version: Version, within: Collection[int] | None = None, *, lacking: list[Missing] | None = None
) -> list["ShownSection"]:
    """The outline to be written in, with the clauses of these sections at the top alone, or of all.

    `lacking` is what missing() says, where that has been asked already.
    """
    sections = list(version.sections.all())
    clauses = clauses_of(version)
    if within is not None:
        by_id = {one.pk: one for one in sections}
        clauses = clauses.filter(section__in=[one.pk for one in sections if top_of(one, by_id).pk in within])
    marked = marks(missing(version) if lacking is None else lacking)
    return shown(tree(sections, clauses), marked, may_write=True)


def top_of(section: Section, sections: Mapping[int, Section]) -> Section:
    """The section at the top in which this one stands, or itself."""
    while section.parent_id is not None:
        section = sections[section.parent_id]
    return section


@dataclass(frozen=True)
class ShownSection:
    section: Section
    clauses: list[ShownClause]
    below: list["ShownSection"]


def shown(
    branches: Sequence[Branch], marked: Mapping[int, Sequence[str]], *, may_write: bool = False
) -> list[ShownSection]:
    return [
        ShownSection(
            branch.section,
            [
                ShownClause(one, list(one.lines.all()), marked.get(one.pk, ()), may_write=may_write)
                for one in branch.clauses
            ],
            shown(branch.branches, marked, may_write=may_write),
        )
        for branch in branches
    ]
