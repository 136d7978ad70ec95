"""A version as it was frozen, read from its document's JSON: all that public pages, comparison and export know of it.

The bytes are made by the database (charters_document()) and never change, so what is read here can be kept by hash.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

FORMAT = "charter-1"
COMMITMENT = "commitment"


class NotADocument(ValueError):
    """These bytes are no document that we know how to read."""


@dataclass(frozen=True)
class EasyLine:
    """One easy-read line. `meaning` says what the picture is meant to mean; only a clause's lines have it."""

    picture: str
    text: str
    alt: str
    meaning: str = ""


@dataclass(frozen=True)
class Clause:
    """`actor` says who acts, for a commitment; `partner` names them where it is one of the partners."""

    key: str
    kind: str
    actor: str
    partner: str
    text: str
    target_date: date | None
    easy: tuple[EasyLine, ...]

    @property
    def is_promise(self) -> bool:
        return self.kind == COMMITMENT


@dataclass(frozen=True)
class Section:
    """`n` counts all sections of the document from 1, in the order they are read; `depth` is 1 to 3.

    Without a label it is not numbered, without a heading it is a group of its own.
    """

    n: int
    depth: int
    label: str
    heading: str
    intro: str
    easy: tuple[EasyLine, ...]
    clauses: tuple[Clause, ...]
    sections: tuple["Section", ...]

    @property
    def title(self) -> str:
        """Label and heading, as a reader sees them; "" for an untitled group."""
        return f"{self.label} {self.heading}".strip()

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in the order they are read."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Placed(NamedTuple):
    """A clause, and the section it stands in."""

    clause: Clause
    section: Section


@dataclass(frozen=True)
class MeetingRules:
    """When meetings may be (as "10:00"), how long in minutes, and how many days before they and their papers come."""

    earliest: str | None
    latest: str | None
    longest_minutes: int | None
    notice_days: int | None
    papers_days: int | None


@dataclass(frozen=True)
class GlossaryWord:
    word: str
    meaning: str


@dataclass(frozen=True)
class Logo:
    sha256: str
    type: str


@dataclass(frozen=True)
class Partner:
    name: str
    kind: str
    required: bool
    logo: Logo | None


@dataclass(frozen=True)
class Reference:
    """Another text to be read with this one, or that goes before it: a charter here by its slug, or an address."""

    kind: str
    title: str
    charter: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """`size` is in bytes."""

    title: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Document:
    """The whole version. What stands in it, and what does not, is said in docs and in charters_document()."""

    title: str
    language: str
    intro: str
    easy_intro: tuple[EasyLine, ...]
    review_by: date | None
    note: str
    easy_note: tuple[EasyLine, ...]
    sections: tuple[Section, ...]
    meeting_rules: MeetingRules | None
    glossary: tuple[GlossaryWord, ...]
    partners: tuple[Partner, ...]
    references: tuple[Reference, ...]
    attachments: tuple[Attachment, ...]

    @classmethod
    def parse(cls, content: bytes | memoryview) -> "Document":
        """The document of these bytes. Raises NotADocument."""
        try:
            given = json.loads(bytes(content))
            if given["format"] != FORMAT:
                raise NotADocument(f"Not {FORMAT}")
            return _Reading().document(given)
        except (ValueError, KeyError, TypeError) as error:
            raise NotADocument("Not a charter's document") from error

    def walk(self) -> Iterator[Section]:
        """Every section in the order they are read."""
        for section in self.sections:
            yield from section.walk()

    @property
    def easy_lines(self) -> Iterator[EasyLine]:
        """Every easy-read line: opening words, sections with their clauses, what changed."""
        yield from self.easy_intro
        for section in self.walk():
            yield from section.easy
            for clause in section.clauses:
                yield from clause.easy
        yield from self.easy_note

    @cached_property
    def clauses(self) -> tuple[Placed, ...]:
        """Every clause in the order they are read: a section's own come before those of its subsections."""
        return tuple(Placed(clause, section) for section in self.walk() for clause in section.clauses)

    @cached_property
    def promises(self) -> tuple[Placed, ...]:
        """The commitments alone."""
        return tuple(placed for placed in self.clauses if placed.clause.is_promise)

    @cached_property
    def _by_key(self) -> dict[str, Placed]:
        return {placed.clause.key: placed for placed in self.clauses}

    def find(self, key: str) -> Placed | None:
        """The clause with this key, or None where this version does not have it."""
        return self._by_key.get(key)


@dataclass
class _Reading:
    """One pass over the JSON; it counts the sections as it comes to them."""

    counted: int = field(default=0)

    def document(self, given: dict[str, Any]) -> Document:
        rules = given["meeting_rules"]
        return Document(
            title=given["title"],
            language=given["language"],
            intro=given["intro"],
            easy_intro=lines_in(given["easy_intro"]),
            review_by=_day(given["review_by"]),
            note=given["note"],
            easy_note=lines_in(given["easy_note"]),
            sections=self.sections(given["sections"], 1),
            meeting_rules=MeetingRules(**rules) if rules else None,
            glossary=tuple(GlossaryWord(**one) for one in given["glossary"]),
            partners=tuple(_partner(one) for one in given["partners"]),
            references=tuple(Reference(**one) for one in given["references"]),
            attachments=tuple(Attachment(**one) for one in given["attachments"]),
        )

    def sections(self, given: list[dict[str, Any]], depth: int) -> tuple[Section, ...]:
        return tuple(self.section(one, depth) for one in given)

    def section(self, given: dict[str, Any], depth: int) -> Section:
        self.counted += 1
        return Section(
            n=self.counted,
            depth=depth,
            label=given["label"],
            heading=given["heading"],
            intro=given["intro"],
            easy=lines_in(given["easy"]),
            clauses=tuple(_clause(one) for one in given["clauses"]),
            sections=self.sections(given["sections"], depth + 1),
        )


def clauses_in(given: str) -> tuple[Clause, ...]:
    """The clauses of a section that is still being written, as charters_clauses_json() gives them."""
    return tuple(map(_clause, json.loads(given)))


def _clause(given: dict[str, Any]) -> Clause:
    return Clause(
        key=given["key"],
        kind=given["kind"],
        actor=given["actor"],
        partner=given["partner"],
        text=given["text"],
        target_date=_day(given["target_date"]),
        easy=lines_in(given["easy"]),
    )


def _partner(given: dict[str, Any]) -> Partner:
    logo = given["logo"]
    return Partner(given["name"], given["kind"], given["required"], Logo(**logo) if logo else None)


def lines_in(given: list[dict[str, str]]) -> tuple[EasyLine, ...]:
    """Easy-read lines as the database keeps them beside a heading, and as they stand in a document."""
    return tuple(EasyLine(one["picture"], one["text"], one["alt"], one.get("meaning", "")) for one in given)


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
