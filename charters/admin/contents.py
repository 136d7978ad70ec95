"""Everything that the page of a version shows, read in as many statements for 500 clauses as for five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charters.actions import missing
from charters.models import (
    Agreement,
    AgreementRequest,
    Clause,
    EasyReadLine,
    MeetingRules,
    Section,
    Version,
)
from charters.models.kinds import Answer
from charters.outline import Branch, tree

from .beside import LISTS
from .lacking import lacks, marks
from .sessions import sessions_of

# As much of a hash as people compare by eye.
SHORT = 12


def contents_of(version: Version) -> dict[str, Any]:
    """The context of its page, but for who looks."""
    found = list(version.clauses.select_related("key", "partner").prefetch_related("lines"))
    lacking = missing(version) if version.is_open else []
    answers = list(version.agreements.select_related("partner").order_by("-pk"))
    return {
        "outline": shown(tree(version.sections.all(), found), marks(lacking)),
        "lacks": lacks(version, lacking, found) if lacking else [],
        "rules": MeetingRules.objects.filter(version=version).first(),
        "answered": answered(version, answers),
        "answers": [Said(one, *_content(one, version)) for one in answers],
        "checks": sessions_of(version),
        "lists": [(of, of.rows(version)) for of in LISTS.values()],
        "clauses_in_all": len(found),
    }


@dataclass(frozen=True)
class ShownClause:
    """A clause, its lines of easy read, and what it lacks in a few words."""

    clause: Clause
    lines: Sequence[EasyReadLine]
    marks: Sequence[str]


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


@dataclass(frozen=True)
class Said:
    """An answer of a partner, and whether it is about the words as they are now."""

    told: Agreement
    is_current: bool
    content: str


def _content(told: Agreement, version: Version) -> tuple[bool, str]:
    content = bytes(told.hash).hex()
    return content == version.hex, content[:SHORT]


@dataclass(frozen=True)
class Answered:
    """What a partner on the list was asked last, and what they last said."""

    partner: str
    asked: AgreementRequest | None
    last: Agreement | None
    is_current: bool

    @property
    def agrees(self) -> bool:
        return self.is_current and self.last is not None and self.last.act == Answer.AGREE

    @property
    def declines(self) -> bool:
        return self.is_current and self.last is not None and self.last.act == Answer.DECLINE


def answered(version: Version, answers: Sequence[Agreement]) -> list[Answered]:
    """Each partner on the list, in their order. `answers` has the newest first."""
    last = {one.partner_id: one for one in reversed(answers)}
    requests = AgreementRequest.objects.filter(version_partner__version=version).order_by("at")
    asked = {one.version_partner_id: one for one in requests}
    return [
        Answered(
            row.partner.name,
            asked.get(row.pk),
            last.get(row.partner_id),
            row.partner_id in last and _content(last[row.partner_id], version)[0],
        )
        for row in version.partners.select_related("partner").order_by("position")
    ]
