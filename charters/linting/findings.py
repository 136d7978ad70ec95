"""What the linter says: findings with the exact words, and a report of a whole text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Level(StrEnum):
    """An error has to be mended before anything is shown. A warning is for a person to think about."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule found in one line: from where to where, why that is hard, and what to write instead."""

    start: int
    end: int
    says: str
    better: str
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` counts from 0; `words` are line.text[start:end], empty where something is missing."""

    rule: str
    level: Level
    line: int
    start: int
    end: int
    words: str
    says: str
    better: str

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR


@dataclass(frozen=True)
class Report:
    """Everything found, in the order of the text; `notes` say what could not be looked at.

    `grade` is the Flesch-Kincaid school year of the whole text, as information: of one short sentence it means nothing.
    It is None where there are no words, or no English. `left` is what people looked at and left so, for a reason.
    """

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    lines: int = 0
    sentences: int = 0
    words: int = 0
    grade: float | None = None
    left: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_error)

    def leaving(self, is_left: Callable[[Finding], bool]) -> "Report":
        """The same, with what is left so counted by itself."""
        left = tuple(finding for finding in self.findings if is_left(finding))
        others = tuple(finding for finding in self.findings if finding not in left)
        return replace(self, findings=others, left=self.left + left)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By line and place in it; at one place errors first, then by rule."""
    return tuple(sorted(findings, key=lambda one: (one.line, one.start, one.end, one.level, one.rule)))
