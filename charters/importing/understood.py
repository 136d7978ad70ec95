"""What was understood of a document, to be looked at and corrected before it is saved. Goes to JSON and back."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Counts:
    """Lines of the source that are not blank: each is exactly one of four, so they sum to the total."""

    heading: int = 0
    intro: int = 0
    clause: int = 0
    unplaced: int = 0
    total: int = 0

    @property
    def sums(self) -> bool:
        return self.heading + self.intro + self.clause + self.unplaced == self.total


@dataclass
class Part:
    """One piece of a paragraph that says several things, with what it is taken for."""

    text: str
    kind: str = "fact"
    actor: str = ""
    partner: str = ""
    target_date: str | None = None


@dataclass
class Clause:
    """A clause as it was read, with what is proposed for it and why.

    `n` counts through the document from 1. `lead` is the line before its list, such as "We will:"; `in_list` says that
    it was a point of a list. `repeats` is the `n` of an earlier clause that says the same; `contacts` are addresses and
    numbers of people in it.
    """

    n: int
    text: str
    lines: int = 1
    lead: str = ""
    in_list: bool = False
    kind: str = "fact"
    actor: str = ""
    partner: str = ""
    target_date: str | None = None
    reason: str = ""
    parts: list[Part] = field(default_factory=list)
    repeats: int | None = None
    contacts: list[str] = field(default_factory=list)


@dataclass
class Section:
    """`label` is its number as written, "" where it has none; `heading` is "" for an untitled group."""

    label: str = ""
    heading: str = ""
    intro: str = ""
    repeats: bool = False
    clauses: list[Clause] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)


@dataclass
class Unplaced:
    text: str
    reason: str = ""
    lines: int = 1


@dataclass
class MeetingRules:
    """What clauses say of meetings: times as HH:MM, lengths in minutes and days."""

    earliest: str | None = None
    latest: str | None = None
    longest_minutes: int | None = None
    notice_days: int | None = None
    papers_days: int | None = None


@dataclass
class Understood:
    format: str
    title: str = ""
    intro: str = ""
    sections: list[Section] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    unplaced: list[Unplaced] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    meeting_rules: MeetingRules | None = None

    @property
    def is_exact(self) -> bool:
        """One of our own exports: nothing was guessed, and it is saved as it is."""
        return self.format == "json"

    def every_section(self) -> list[tuple[Section, tuple[Section, ...]]]:
        """Each section in reading order, with those above it."""
        found: list[tuple[Section, tuple[Section, ...]]] = []

        def walk(sections: list[Section], above: tuple[Section, ...]) -> None:
            for section in sections:
                found.append((section, above))
                walk(section.sections, (*above, section))

        walk(self.sections, ())
        return found

    def every_clause(self) -> list[tuple[Clause, str]]:
        """Each clause in reading order, with the headings above it as one line."""
        return [
            (clause, " / ".join(one.heading for one in (*above, section) if one.heading))
            for section, above in self.every_section()
            for clause in section.clauses
        ]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Understood:
    """The same again, from what `as_json` gave."""
    rules = kept["meeting_rules"]
    return Understood(
        format=kept["format"],
        title=kept["title"],
        intro=kept["intro"],
        sections=[_section(one) for one in kept["sections"]],
        counts=Counts(**kept["counts"]),
        unplaced=[Unplaced(**one) for one in kept["unplaced"]],
        warnings=list(kept["warnings"]),
        meeting_rules=MeetingRules(**rules) if rules else None,
    )


def _section(kept: dict[str, Any]) -> Section:
    clauses = [Clause(**{**one, "parts": [Part(**part) for part in one["parts"]]}) for one in kept["clauses"]]
    sections = [_section(one) for one in kept["sections"]]
    return Section(**{**kept, "clauses": clauses, "sections": sections})
