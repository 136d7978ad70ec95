"""What changed between two versions of a charter, clause by clause.

A clause is the same clause while its key is the same. A section has no key: it is known again by its heading and by
the clauses that stand in it. So one clause put in at the top moves nothing else, a section that was renamed keeps its
clauses, and a section that was moved takes them along.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from config.lib.wordchanges import Part, compare

from .document import (
    Attachment,
    Clause,
    Document,
    EasyLine,
    GlossaryWord,
    Partner,
    Placed,
    Reference,
    Section,
)
from .pairing import Pairing, merged

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """Words as they were and as they are. Worked out only when asked for: many clauses are never shown."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new

    @cached_property
    def parts(self) -> list[Part]:
        return compare(self.old, self.new)


@dataclass(frozen=True)
class EasyChange:
    """Easy-read lines as they were and as they are."""

    old: tuple[EasyLine, ...]
    new: tuple[EasyLine, ...]

    @property
    def changed(self) -> bool:
        return self.old != self.new

    @property
    def words(self) -> Words:
        return Words(_texts(self.old), _texts(self.new))

    @property
    def only_pictures(self) -> bool:
        """The words stayed; a picture, or what it means, did not."""
        return self.changed and not self.words.changed


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both versions; `old` or `new` is None where it was added or taken out.

    `moved_from` is the section it stood in before, where that is another one; `moved` alone is a new place in its own.
    """

    old: Clause | None
    new: Clause | None
    moved: bool = False
    moved_from: Section | None = None

    @property
    def clause(self) -> Clause:
        """The clause as it is, or as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of the two is always there
        return found

    @property
    def added(self) -> bool:
        return self.old is None

    @property
    def removed(self) -> bool:
        return self.new is None

    @cached_property
    def words(self) -> Words:
        return Words(self.old.text if self.old else "", self.new.text if self.new else "")

    @property
    def reworded(self) -> bool:
        return self._differs(lambda clause: clause.text)

    @property
    def kind_changed(self) -> bool:
        return self._differs(lambda clause: clause.kind)

    @property
    def actor_changed(self) -> bool:
        return self._differs(lambda clause: (clause.actor, clause.partner))

    @property
    def date_changed(self) -> bool:
        return self._differs(lambda clause: clause.target_date)

    @property
    def easy(self) -> EasyChange:
        return EasyChange(self.old.easy if self.old else (), self.new.easy if self.new else ())

    @property
    def easy_changed(self) -> bool:
        return self._differs(lambda clause: clause.easy)

    @property
    def changed(self) -> bool:
        return self.moved or self.old != self.new

    def _differs(self, part: Callable[[Clause], object]) -> bool:
        """Of a clause that stands in both: one that is new has not changed its words."""
        return self.old is not None and self.new is not None and part(self.old) != part(self.new)


@dataclass(frozen=True)
class SectionChange:
    """One section in both versions, with the changes to its own clauses in the order they are read.

    What was taken out stands where it stood. Clauses that did not change are left out.
    """

    old: Section | None
    new: Section | None
    moved: bool
    clauses: tuple[ClauseChange, ...]

    @property
    def section(self) -> Section:
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of the two is always there
        return found

    @property
    def added(self) -> bool:
        return self.old is None

    @property
    def removed(self) -> bool:
        return self.new is None

    @property
    def title(self) -> Words:
        return Words(self.old.title if self.old else "", self.new.title if self.new else "")

    @property
    def intro(self) -> Words:
        return Words(self.old.intro if self.old else "", self.new.intro if self.new else "")

    @property
    def easy(self) -> EasyChange:
        return EasyChange(self.old.easy if self.old else (), self.new.easy if self.new else ())

    @property
    def renamed(self) -> bool:
        return not self.added and not self.removed and self.title.changed

    @property
    def changed(self) -> bool:
        return self.moved or self.title.changed or self.intro.changed or self.easy.changed or bool(self.clauses)


@dataclass(frozen=True)
class ListChange(Generic[T]):
    """A list of things that have names, such as the glossary: what came, what went, and what is otherwise now."""

    added: tuple[T, ...]
    removed: tuple[T, ...]
    altered: tuple[tuple[T, T], ...]

    @property
    def changed(self) -> bool:
        return bool(self.added or self.removed or self.altered)


@dataclass(frozen=True)
class Comparison:
    """Two versions beside each other. `sections` are those where something changed."""

    old: Document
    new: Document
    sections: tuple[SectionChange, ...]

    @property
    def title(self) -> Words:
        return Words(self.old.title, self.new.title)

    @property
    def intro(self) -> Words:
        return Words(self.old.intro, self.new.intro)

    @property
    def easy_intro(self) -> EasyChange:
        return EasyChange(self.old.easy_intro, self.new.easy_intro)

    @property
    def review_changed(self) -> bool:
        return self.old.review_by != self.new.review_by

    @property
    def rules_changed(self) -> bool:
        return self.old.meeting_rules != self.new.meeting_rules

    @cached_property
    def glossary(self) -> "ListChange[GlossaryWord]":
        return _lists(self.old.glossary, self.new.glossary, lambda one: one.word)

    @cached_property
    def partners(self) -> "ListChange[Partner]":
        return _lists(self.old.partners, self.new.partners, lambda one: one.name)

    @cached_property
    def references(self) -> "ListChange[Reference]":
        return _lists(self.old.references, self.new.references, lambda one: (one.kind, one.title))

    @cached_property
    def attachments(self) -> "ListChange[Attachment]":
        return _lists(self.old.attachments, self.new.attachments, lambda one: one.title)

    @cached_property
    def clauses(self) -> tuple[ClauseChange, ...]:
        """Every clause that changed."""
        return tuple(change for section in self.sections for change in section.clauses)

    @property
    def same(self) -> int:
        """How many clauses stand in the newer version just as they did."""
        return len(self.new.clauses) - sum(not change.removed for change in self.clauses)

    @property
    def changed(self) -> bool:
        """Whether a reader would see anything that is otherwise. The change notes are about this, and no part of it."""
        return bool(
            self.sections
            or self.title.changed
            or self.intro.changed
            or self.easy_intro.changed
            or self.review_changed
            or self.rules_changed
            or any(one.changed for one in (self.glossary, self.partners, self.references, self.attachments))
        )


def compare_documents(old: Document, new: Document) -> Comparison:
    """What a reader of the older version would find otherwise in the newer one."""
    pairing = Pairing(old, new)
    sections = (_section(pairing, before, after) for before, after in pairing.sections())
    return Comparison(old, new, tuple(section for section in sections if section.changed))


def _section(pairing: Pairing, old: Section | None, new: Section | None) -> SectionChange:
    moved = new is not None and pairing.is_moved(new)
    return SectionChange(old, new, moved, tuple(_clauses(pairing, old, new)))


def _clauses(pairing: Pairing, old: Section | None, new: Section | None) -> Iterator[ClauseChange]:
    """The changes to the clauses of one section, what was taken out where it stood."""
    here = {clause.key: clause for clause in new.clauses} if new else {}

    def kept_its_place(clause: Clause) -> Clause | None:
        return None if clause.key in pairing.moved_clauses else here.get(clause.key)

    for clause, gone in merged(
        old.clauses if old else (),
        new.clauses if new else (),
        gone=lambda one: pairing.new.find(one.key) is None,
        anchor=kept_its_place,
    ):
        change = _clause(pairing, Placed(clause, new)) if new and not gone else ClauseChange(clause, None)
        if change.changed:
            yield change


def _clause(pairing: Pairing, placed: Placed) -> ClauseChange:
    before = pairing.old.find(placed.clause.key)
    if before is None:
        return ClauseChange(None, placed.clause)
    moved = placed.clause.key in pairing.moved_clauses
    return ClauseChange(before.clause, placed.clause, moved, pairing.left(placed) if moved else None)


def _lists(old: Sequence[T], new: Sequence[T], name: Callable[[T], Hashable]) -> ListChange[T]:
    before, after = {name(one): one for one in old}, {name(one): one for one in new}
    return ListChange(
        added=tuple(one for called, one in after.items() if called not in before),
        removed=tuple(one for called, one in before.items() if called not in after),
        altered=tuple(
            (before[called], one) for called, one in after.items() if called in before and before[called] != one
        ),
    )


def _texts(lines: Sequence[EasyLine]) -> str:
    return "\n".join(line.text for line in lines)
