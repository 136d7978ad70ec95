"""What staff write, as one value for each thing they write: to compare, and to tell whether it has changed since."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from charters.document import EasyLine
from charters.models import Clause, MeetingRules, Section, Version


class Stale(Exception):
    """Somebody else changed it since it was shown. Nothing was saved."""


class Gone(LookupError):
    """It is not there any more: somebody else deleted it, or moved it elsewhere."""


@dataclass(frozen=True)
class Seen:
    """What stood on the page when it was changed: its revision, and those of its easy-read lines that were ticked as
    still right, by their words."""

    revision: int
    still_right: Collection[str] = ()


@dataclass(frozen=True)
class ClauseWords:
    section_id: int
    kind: str
    actor: str
    partner_id: int | None
    text: str
    target_date: date | None
    easy: tuple[EasyLine, ...]

    @classmethod
    def of(cls, clause: Clause) -> "ClauseWords":
        lines = tuple(EasyLine(one.picture, one.text, one.alt, one.meaning) for one in clause.lines.all())
        return cls(
            clause.section_id, clause.kind, clause.actor, clause.partner_id, clause.text, clause.target_date, lines
        )


@dataclass(frozen=True)
class SectionWords:
    parent_id: int | None
    label: str
    heading: str
    intro: str
    easy: tuple[EasyLine, ...]

    @classmethod
    def of(cls, section: Section) -> "SectionWords":
        return cls(section.parent_id, section.label, section.heading, section.intro, lines_of(section.easy))


@dataclass(frozen=True)
class OpeningWords:
    """What a version says of itself before its first section."""

    title: str
    language: str
    review_by: date | None
    intro: str
    easy_intro: tuple[EasyLine, ...]

    @classmethod
    def of(cls, version: Version) -> "OpeningWords":
        return cls(version.title, version.language, version.review_by, version.intro, lines_of(version.easy_intro))


@dataclass(frozen=True)
class ChangeNote:
    note: str
    easy_note: tuple[EasyLine, ...]

    @classmethod
    def of(cls, version: Version) -> "ChangeNote":
        return cls(version.note, lines_of(version.easy_note))


@dataclass(frozen=True)
class Rules:
    """Meeting rules; all None where there are none. Minutes, and calendar days."""

    earliest: time | None = None
    latest: time | None = None
    longest_minutes: int | None = None
    notice_days: int | None = None
    papers_days: int | None = None

    @classmethod
    def of(cls, version: Version) -> "Rules":
        found = MeetingRules.objects.filter(version=version).values(*cls.__dataclass_fields__).first()
        return cls(**(found or {}))


def lines_of(lines: list[dict[str, str]]) -> tuple[EasyLine, ...]:
    """Lines of a heading or of opening words, as their column keeps them."""
    return tuple(EasyLine(one["picture"], one["text"], one["alt"]) for one in lines)


def fingerprint(words: object) -> str:
    """Names what stood on a page, so that a save can tell whether it stands there still. No secret."""
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]
