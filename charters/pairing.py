"""Which section of an older version is which of a newer one, and what stands elsewhere now.

Sections have no keys, so they are known again by their heading, or else by the clauses in them. What moved is what is
not in the longest run that kept its order: something put in at the top then moves nothing after it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .document import Document, Placed, Section

T = TypeVar("T")


def in_order(numbers: Sequence[int]) -> set[int]:
    """The members of a longest run of rising numbers; each number stands once."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def merged(
    old: Iterable[T], new: Iterable[T], *, gone: Callable[[T], bool], anchor: Callable[[T], T | None]
) -> Iterator[tuple[T, bool]]:
    """The new ones in order, and each that is gone behind the one it stood behind; and whether it is gone.

    `anchor` gives the new one that an old one became, where it kept its place.
    """
    first: list[T] = []
    behind: dict[int, list[T]] = {}
    here = first
    for one in old:
        if gone(one):
            here.append(one)
        elif (became := anchor(one)) is not None:
            here = behind.setdefault(id(became), [])
    yield from ((one, True) for one in first)
    for one in new:
        yield one, False
        yield from ((lost, True) for lost in behind.get(id(one), ()))


@dataclass(frozen=True)
class _Outline:
    """The sections of a document: each one's headings from the top, the section above it, the keys in and below it."""

    sections: tuple[Section, ...]
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "_Outline":
        outline = cls(tuple(document.walk()))
        for section in document.sections:
            outline._note(section, (), 0)
        return outline

    def _note(self, section: Section, above: tuple[str, ...], parent: int) -> None:
        self.paths[section.n] = (*above, section.heading.casefold())
        self.parents[section.n] = parent
        for below in section.sections:
            self._note(below, self.paths[section.n], section.n)

    def around(self, n: int) -> Iterator[int]:
        """The section and those above it."""
        while n:
            yield n
            n = self.parents[n]


class Pairing:
    """Two documents side by side: their sections in pairs, and what moved."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._before, self._after = _Outline.of(old), _Outline.of(new)
        self._became = self._pairs()
        self._was = {n: o for o, n in self._became.items()}
        self._old_sections = {section.n: section for section in self._before.sections}
        self._new_sections = {section.n: section for section in self._after.sections}
        self._moved_sections = self._find_moved_sections()
        self.moved_clauses = self._find_moved_clauses()

    def was(self, section: Section) -> Section | None:
        """The older section that this newer one was."""
        return self._old_sections.get(self._was.get(section.n, 0))

    def became(self, section: Section) -> Section | None:
        """The newer section that this older one is now."""
        return self._new_sections.get(self._became.get(section.n, 0))

    def is_moved(self, section: Section) -> bool:
        """Whether this newer section stands elsewhere than it did; those in one that moved did not move themselves."""
        return section.n in self._moved_sections

    def sections(self) -> Iterator[tuple[Section | None, Section | None]]:
        """Every section, older and newer, in the order of the newer version."""
        ordered = merged(
            self._before.sections, self._after.sections, gone=lambda one: one.n not in self._became, anchor=self.became
        )
        for section, gone in ordered:
            yield (section, None) if gone else (self.was(section), section)

    def _pairs(self) -> dict[int, int]:
        """New numbers of sections by their old ones.

        First by headings from the top down, then by what stands in them, then by the heading alone.
        """
        found: dict[int, int] = {}
        found |= self._alike(found, lambda outline, n: outline.paths[n] if outline.paths[n][-1] else None)
        taken = set(found.values())
        for o, n in self._by_keys():
            if o not in found and n not in taken:
                found[o] = n
                taken.add(n)
        return found | self._alike(found, lambda outline, n: outline.paths[n][-1] or None)

    def _alike(self, found: dict[int, int], name: Callable[[_Outline, int], Hashable | None]) -> dict[int, int]:
        """Pairs of what is not yet paired and has the same name, where nothing else has that name."""
        sides: list[dict[Hashable, list[int]]] = []
        for outline, taken in ((self._before, set(found)), (self._after, set(found.values()))):
            named: dict[Hashable, list[int]] = defaultdict(list)
            for section in outline.sections:
                called = name(outline, section.n)
                if called is not None and section.n not in taken:
                    named[called].append(section.n)
            sides.append(named)
        old, new = sides
        return {o[0]: new[called][0] for called, o in old.items() if len(o) == 1 == len(new.get(called, ()))}

    def _by_keys(self) -> list[tuple[int, int]]:
        """Pairs that share clauses, with those below them: who share most first, then those at one depth."""
        shared: Counter[tuple[int, int]] = Counter()
        for clause, section in self.old.clauses:
            now = self.new.find(clause.key)
            if now is not None:
                shared.update((o, n) for o in self._before.around(section.n) for n in self._after.around(now.section.n))
        depth_before = {section.n: section.depth for section in self._before.sections}
        depth_after = {section.n: section.depth for section in self._after.sections}
        return sorted(shared, key=lambda pair: (-shared[pair], depth_before[pair[0]] != depth_after[pair[1]], pair))

    def _find_moved_sections(self) -> set[int]:
        """Those under another section than before, and those that changed places with their neighbours."""
        moved: set[int] = set()
        neighbours: dict[int, list[int]] = defaultdict(list)
        for section in self._after.sections:
            o = self._was.get(section.n)
            if o is None:
                continue
            parent = self._after.parents[section.n]
            if self._became.get(self._before.parents[o], 0) == parent:
                neighbours[parent].append(o)
            else:
                moved.add(section.n)
        for numbers in neighbours.values():
            moved |= {self._became[o] for o in set(numbers) - in_order(numbers)}
        return moved

    def _find_moved_clauses(self) -> set[str]:
        """The keys of clauses that stand in another section, or elsewhere in their own."""
        places = {placed.clause.key: place for place, placed in enumerate(self.old.clauses)}
        keys = {place: key for key, place in places.items()}
        moved: set[str] = set()
        for section in self._after.sections:
            stayed = []
            for clause in section.clauses:
                before = self.old.find(clause.key)
                if before is None:
                    continue
                if self._became.get(before.section.n) == section.n:
                    stayed.append(places[clause.key])
                else:
                    moved.add(clause.key)
            moved |= {keys[place] for place in set(stayed) - in_order(stayed)}
        return moved

    def left(self, placed: Placed) -> Section | None:
        """The section that a moved clause came from, where that is not the one it stands in."""
        before = self.old.find(placed.clause.key)
        return before.section if before and self._became.get(before.section.n) != placed.section.n else None
