"""A page of what was understood of a document: its clauses in their sections, each with its boxes."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from charters.actions.imported import OnItsWay
from charters.importing.answers import Answers
from charters.importing.matching import Known
from charters.importing.understood import Clause, Section
from charters.models import Partner
from charters.models.kinds import ClauseKind
from config.lib.wordchanges import Part, compare

from .import_forms import ClauseForm

# Six boxes a clause at most, and settings.DATA_UPLOAD_MAX_NUMBER_FIELDS is 300.
CLAUSES_A_PAGE = 40
DIGITS = 3


def page_of(said: str) -> int:
    """The number of a page as an address or a button says it; 1 for anything else."""
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) <= DIGITS else 1


@dataclass
class Box:
    """A clause with its form. `was` is the clause that it is without anybody having to say."""

    clause: Clause
    form: ClauseForm
    was: Known | None = None

    @property
    def changes(self) -> list[Part]:
        """What changed in the clause that it is, word by word; empty where nothing did."""
        if self.was is None or self.was.text == self.clause.text:
            return []
        return compare(self.was.text, self.clause.text)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each proposed piece, and what it would be."""
        return [(part.text, str(ClauseKind(part.kind).label)) for part in self.clause.parts]


@dataclass
class Group:
    """A section with those of its clauses that stand on this page; `level` counts from 1."""

    section: Section
    level: int
    boxes: list[Box] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.section.label} {self.section.heading}".strip()


class Preview:
    def __init__(self, waiting: OnItsWay, page: int, data: QueryDict | None) -> None:
        self.waiting, self.data = waiting, data
        self.understood, self.answers = waiting.understood, waiting.answers
        clauses = [clause.n for clause, _heading in self.understood.every_clause()]
        self.pages = max(1, -(-len(clauses) // CLAUSES_A_PAGE))
        self.page = min(page, self.pages)
        self.shown = set(clauses[(self.page - 1) * CLAUSES_A_PAGE : self.page * CLAUSES_A_PAGE])
        self.known = {one.key: one for one in waiting.earlier.known} if waiting.earlier else {}
        self.partners = [] if self.is_exact else list(Partner.objects.values_list("name", flat=True))

    @property
    def is_exact(self) -> bool:
        return self.understood.is_exact

    @cached_property
    def groups(self) -> list[Group]:
        """Sections that have clauses on this page; on the first page also those that have none at all."""
        groups = [
            Group(section, len(above) + 1, [self._box(clause) for clause in section.clauses if clause.n in self.shown])
            for section, above in self.understood.every_section()
        ]
        return [group for group in groups if group.boxes or (not group.section.clauses and self.page == 1)]

    def _box(self, clause: Clause) -> Box:
        answer = self.answers.clauses[clause.n]
        before = {key: one.text for key, one in self.known.items()}
        form = ClauseForm(self.data, clause=clause, answer=answer, partners=self.partners, before=before)
        return Box(clause, form, None if answer.candidates else self.known.get(answer.same_as or ""))

    @property
    def boxes(self) -> list[Box]:
        return [box for group in self.groups for box in group.boxes]

    def is_valid(self) -> bool:
        return self.is_exact or not self.problems

    @property
    def problems(self) -> list[Box]:
        """Clauses with something wrong, for the summary."""
        return [] if self.data is None else [box for box in self.boxes if not box.form.is_valid()]

    def answered(self) -> Answers:
        """What was decided before, with what this page says now."""
        if self.is_exact:
            return self.answers
        now = {box.clause.n: box.form.answered() for box in self.boxes}
        takes = "meeting_rules" in (self.data or {}) if self.page == 1 else self.answers.takes_meeting_rules
        return Answers({**self.answers.clauses, **now}, takes)

    def page_with(self, clause: int) -> int:
        numbers = [found.n for found, _heading in self.understood.every_clause()]
        return numbers.index(clause) // CLAUSES_A_PAGE + 1

    @property
    def gone(self) -> list[Known]:
        """Clauses of the version before that nothing in the document is so far."""
        if self.is_exact:
            return []
        kept = {answer.same_as for answer in self.answers.clauses.values() if not answer.left_out}
        asked = {key for answer in self.answers.clauses.values() for key in answer.candidates if answer.same_as is None}
        return [one for key, one in self.known.items() if key not in kept | asked]

    @property
    def rules(self) -> dict[str, Any]:
        """Meeting rules that clauses seem to say."""
        found = self.understood.meeting_rules
        return {name: value for name, value in vars(found).items() if value is not None} if found else {}

    @property
    def kept(self) -> int:
        """How many clauses are those of the version before."""
        return sum(1 for answer in self.answers.clauses.values() if answer.same_as)
