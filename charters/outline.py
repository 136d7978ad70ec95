"""The sections of a version as a tree, and the order in which they are read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from charters.models import Clause, Section

LEVELS = 3


@dataclass
class Branch:
    """A section with its clauses and what stands below it, each in order."""

    section: Section
    clauses: list[Clause] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This one and all below it, in the order they are read."""
        yield self
        for branch in self.branches:
            yield from branch.walk()

    @property
    def levels(self) -> int:
        """How many levels of sections it is, itself counted."""
        return 1 + max((branch.levels for branch in self.branches), default=0)


def tree(sections: Iterable[Section], clauses: Iterable[Clause] = ()) -> list[Branch]:
    """The sections that stand at the top, with all that is below. Asks the database nothing."""
    below: dict[int | None, list[Section]] = defaultdict(list)
    inside: dict[int, list[Clause]] = defaultdict(list)
    for section in sections:
        below[section.parent_id].append(section)
    for clause in clauses:
        inside[clause.section_id].append(clause)

    def grown(above: int | None) -> list[Branch]:
        return [
            Branch(one, sorted(inside[one.pk], key=lambda clause: clause.position), grown(one.pk))
            for one in sorted(below[above], key=lambda section: section.position)
        ]

    return grown(None)


def reading_order(branches: Iterable[Branch]) -> list[Section]:
    """Every section, in the order they are read."""
    return [found.section for branch in branches for found in branch.walk()]
