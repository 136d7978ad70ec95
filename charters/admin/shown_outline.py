"""Sections and clauses of a version as the desk shows them, in the order they are read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count

from charters.actions import Missing, missing
from charters.models import Clause, Section, Version
from charters.outline import Branch, tree

from .lacking import marks
from .rows import ShownClause

# With so many clauses a slow computer draws the page at once; the parts behind them come when they are looked at.
AT_ONCE = 40


def clauses_of(version: Version) -> Any:
    """Its clauses with all that a row of the outline shows."""
    return version.clauses.select_related("key", "partner").prefetch_related("lines")


@dataclass(frozen=True)
class ShownSection:
    """`later` is how many clauses stand in it and below, where they are not shown yet."""

    section: Section
    clauses: list[ShownClause]
    below: list["ShownSection"]
    later: int = 0


@dataclass
class Outline:
    """The outline of a version that is being written, which may be shown in parts: sections at the top."""

    version: Version
    sections: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        self.sections = list(self.version.sections.all())
        self._by_id = {one.pk: one for one in self.sections}

    def tops(self, section_ids: Collection[int]) -> set[int]:
        """The parts in which these sections stand."""
        return {self._top(pk) for pk in section_ids if pk in self._by_id}

    def first(self, at: str = "") -> set[int]:
        """The parts to show at once: those at the beginning, and the one in which the row `at` stands."""
        counts, shown, n = self._counts, set[int](), 0
        for branch in tree(self.sections):
            if n >= AT_ONCE:
                break
            shown.add(branch.section.pk)
            n += counts.get(branch.section.pk, 0)
        return shown | self.tops(self._section_of(at))

    def shown(self, parts: Collection[int], lacking: list[Missing] | None = None) -> list[ShownSection]:
        """Every part, with what stands in these. `lacking` is what missing() says, where that was asked already."""
        inside = [one.pk for one in self.sections if self._top(one.pk) in parts]
        branches = tree(self.sections, clauses_of(self.version).filter(section__in=inside))
        marked = marks(missing(self.version) if lacking is None else lacking)
        return list(self._shown(branches, parts, marked))

    def _shown(
        self, branches: Sequence[Branch], parts: Collection[int], marked: Mapping[int, Sequence[str]]
    ) -> Iterator[ShownSection]:
        for branch in branches:
            if branch.section.pk in parts:
                yield from shown([branch], marked, may_write=True)
            else:
                yield ShownSection(branch.section, [], [], later=self._counts.get(branch.section.pk, 0))

    @cached_property
    def _counts(self) -> dict[int, int]:
        """How many clauses each part has."""
        counts: dict[int, int] = {}
        found = Clause.objects.filter(version=self.version).order_by().values_list("section").annotate(Count("pk"))
        for section_id, n in found:
            top = self._top(section_id)
            counts[top] = counts.get(top, 0) + n
        return counts

    def _top(self, section_id: int) -> int:
        section = self._by_id[section_id]
        while section.parent_id is not None:
            section = self._by_id[section.parent_id]
        return section.pk

    def _section_of(self, place: str) -> list[int]:
        """The section of a row such as clause-12 or section-3; none of what is no row."""
        what, _dash, which = place.partition("-")
        if not (which.isascii() and which.isdigit() and len(which) < 19):
            return []
        if what == "clause":
            return list(Clause.objects.filter(version=self.version, pk=int(which)).values_list("section", flat=True))
        return [int(which)] if what == "section" else []


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
