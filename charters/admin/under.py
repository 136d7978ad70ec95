"""What stands under the lines of easy read on a page: what is said of each, and one panel that may be open.

All of it is boxes and buttons of the same form, so it needs no script, and nothing typed is lost when one is pressed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from charters import pictures
from charters.linting import Finding

# The name of a panel's hidden box: its kind, the place of its line from 0, and what it is about.
OPENED = "panel"
FIND, LEAVE, EXPLAIN = "find", "leave", "explain"
PASTED = "pasted"
# The boxes of each panel, and the one that holds what somebody would miss.
BOXES: Mapping[str, tuple[str, ...]] = {FIND: ("find",), LEAVE: ("reason",), EXPLAIN: ("word", "meaning")}
MISSED = {LEAVE: "reason", EXPLAIN: "meaning"}
# Another line has another picture for the same thing.
TWO_PICTURES = "two-pictures"
# What is missing is mended: without it nothing is published, whatever the reason.
NEVER_LEFT = frozenset({"picture", "alt", "meaning", "length"})
# What a glossary mends.
EXPLAINED = frozenset({"hard-word", "abbreviation"})


@dataclass(frozen=True)
class Other:
    """The same thing with another picture: which, where, and the address of its line."""

    picture: str
    where: str
    address: str
    is_here: bool

    @property
    def called(self) -> str:
        return pictures.called(self.picture)


@dataclass(frozen=True)
class Mark:
    """What is said of a line; `because` is why staff left it so."""

    rule: str
    is_error: bool
    words: str
    says: str
    better: str
    start: int = 0
    because: str = ""
    other: Other | None = None

    @classmethod
    def of(cls, finding: Finding, because: str = "") -> "Mark":
        told = {name: getattr(finding, name) for name in ("rule", "is_error", "words", "says", "better", "start")}
        return cls(**told, because=because)

    @property
    def may_be_left(self) -> bool:
        return not self.because and self.rule not in NEVER_LEFT

    @property
    def may_be_explained(self) -> bool:
        """Letters with full stops between them are no word that a glossary could find."""
        return not self.because and self.rule in EXPLAINED and "." not in self.words


@dataclass
class Panel:
    """What is open under the line at place `n` from 0. `about` is a rule, or where in the line a word begins."""

    kind: str
    n: int
    about: str = ""
    boxes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, posted: QueryDict) -> "Panel | None":
        """The one that was open on the page that was sent, with what stands in its boxes."""
        kind, n, about = (*posted.get(OPENED, "").split("-", 2), "", "")[:3]
        if kind not in BOXES or place(n) is None:
            return None
        return cls(kind, place(n) or 0, about, boxes_in(posted, kind))

    @property
    def value(self) -> str:
        return f"{self.kind}-{self.n}" + (f"-{self.about}" if self.about else "")

    @property
    def act(self) -> str:
        """Its own button, which is what Enter presses while it is open: never Save."""
        return {FIND: f"find-{self.n}", LEAVE: f"reason-{self.n}-{self.about}", EXPLAIN: f"explained-{self.n}"}[
            self.kind
        ]

    @property
    def holds(self) -> bool:
        """Whether something was written in it that is kept nowhere yet."""
        return bool(self.boxes.get(MISSED.get(self.kind, ""), "").strip())


@dataclass
class Under:
    """`notes` say what a button did, by the place of the line; `fitting` are words of lines that somebody looked at."""

    panel: Panel | None = None
    pasted: str = ""
    problem: str = ""
    notes: dict[int, str] = field(default_factory=dict)
    fitting: set[str] = field(default_factory=set)
    # The revision that stands there now, where a button has changed it.
    seen: str = ""

    @classmethod
    def of(cls, posted: QueryDict) -> "Under":
        return cls(Panel.opened(posted), posted.get(PASTED, ""))

    @property
    def holds(self) -> bool:
        """Whether a save would lose something."""
        return bool(self.pasted.strip()) or (self.panel is not None and self.panel.holds)


def boxes_in(posted: QueryDict, kind: str) -> dict[str, str]:
    """What was sent of a panel's boxes."""
    return {name: posted.get(name, "") for name in BOXES[kind] if name in posted}


def place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
