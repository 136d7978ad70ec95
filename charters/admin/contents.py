"""Everything that the page of a version shows, read in as many statements for 500 clauses as for five."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charters.actions import missing
from charters.models import (
    Agreement,
    AgreementRequest,
    MeetingRules,
    Version,
)
from charters.models.kinds import Answer
from charters.outline import tree

from .beside import LISTS
from .lacking import lacks, marks
from .sessions import sessions_of
from .shown_outline import clauses_of, shown

# As much of a hash as people compare by eye.
SHORT = 12


def contents_of(version: Version) -> dict[str, Any]:
    """The context of its page, but for who looks."""
    found = list(clauses_of(version))
    lacking = missing(version) if version.is_open else []
    answers = list(version.agreements.select_related("partner").order_by("-pk"))
    return {
        "outline": shown(tree(version.sections.all(), found), marks(lacking)),
        "lacks": lacks(version, lacking, {one.pk: one.text for one in found}) if lacking else [],
        "rules": MeetingRules.objects.filter(version=version).first(),
        "answered": answered(version, answers),
        "answers": [Said(one, *_content(one, version)) for one in answers],
        "checks": sessions_of(version),
        "lists": [(of, of.rows(version)) for of in LISTS.values()],
        "clauses_in_all": len(found),
    }


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
