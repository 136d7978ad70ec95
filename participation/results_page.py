"""The results of a year, put in order for a page: parts, questions, bars, tables and what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.words import day, paragraphs
from post.links import in_full

from .models import Snapshot
from .models.kinds import Dimension, Level, PanelKind
from .published import Earlier
from .tallies import (
    LEVELS,
    SERVICES,
    Json,
    Tally,
    change,
    group_name,
    level_word,
    other_word,
    sentences,
    tallies,
)

WIDTH = 600
# Names on the page itself; the rest are one press away.
MOST_NAMES = 200


@cache
def swatch(kind: str) -> SafeString:
    """The pattern of a level beside its word: made once, because a page shows a hundred."""
    return render_to_string("participation/results/_swatch.svg", {"kind": kind})


@dataclass(frozen=True)
class Piece:
    """A part of a bar: `kind` names its pattern, `x` and `width` are as the drawing writes them."""

    kind: str
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """What one group says of one question, drawn and in words."""

    id: str
    who: str
    title: str
    words: str
    pieces: list[Piece]
    total: int


@dataclass(frozen=True)
class Row:
    """A line of a table: a level, and how often each group says it."""

    kind: str
    name: str
    cells: list[tuple[str, int | None]]

    @property
    def swatch(self) -> SafeString:
        return swatch(self.kind)


@dataclass(frozen=True)
class Shown:
    """One question."""

    key: str
    text: str
    means: list[tuple[str, str, str]]
    groups: list[str]
    bars: list[Bar]
    rows: list[Row]
    totals: list[tuple[str, int]]
    changes: list[tuple[str, str]]
    is_new: bool


@dataclass(frozen=True)
class Part:
    """One of the four parts of taking part, what it asks in a sentence, and its questions."""

    key: str
    title: str
    about: str
    questions: list[Shown]


def parts(document: Json, earlier: Earlier | None) -> list[Part]:
    """In the order in which they were asked."""
    abouts = {
        Dimension.SPACE: _("Can everybody be there, and speak freely?"),
        Dimension.VOICE: _("Can everybody say it in their own way?"),
        Dimension.AUDIENCE: _("Does somebody listen who can decide?"),
        Dimension.INFLUENCE: _("Does something come of it?"),
    }
    return [
        Part(of, str(of.label), abouts[of], [question(one, document["year"], earlier) for one in some])
        for of, some in groupby(document["questions"], key=lambda one: Dimension(one["dimension"]))
    ]


def question(asked: Json, year: int, earlier: Earlier | None) -> Shown:
    said = tallies(asked)
    then = earlier.questions.get(asked["key"]) if earlier else None
    return Shown(
        key=asked["key"],
        text=asked["text"],
        means=[(n, str(Level(int(n)).label), text) for n, text in zip(LEVELS, asked["levels"], strict=True)],
        groups=[group_name(one.who) for one in said],
        bars=[_bar(asked, one) for one in said],
        rows=list(_rows(said)),
        totals=[(group_name(one.who), one.total) for one in said],
        changes=list(_changes(asked, then, (earlier.year, year), said)) if earlier and then else [],
        is_new=earlier is not None and then is None,
    )


def _bar(asked: Json, said: Tally) -> Bar:
    return Bar(
        id=f"{asked['key']}-{said.who.replace('_', '-')}",
        who=said.who,
        title=who_and_how_many(said),
        words=said.words,
        pieces=list(_pieces(said)),
        total=said.total,
    )


def who_and_how_many(said: Tally) -> str:
    """What a bar is of. Panels are counted by services that they spoke of: one may have rated several."""
    if said.who == SERVICES:
        return ngettext("%(n)s service", "%(n)s services", said.total) % {"n": said.total}
    told = ngettext("%(who)s: %(n)s answer about a service", "%(who)s: %(n)s answers about services", said.total)
    return told % {"who": group_name(said.who), "n": said.total}


def _pieces(said: Tally) -> Iterator[Piece]:
    at = 0
    for kind in (*LEVELS, said.other):
        count = said.counts[kind]
        if count:
            start, end = at * WIDTH / said.total, (at + count) * WIDTH / said.total
            yield Piece(kind if kind in LEVELS else "none", count, f"{start:.2f}", f"{end - start:.2f}")
        at += count


def _rows(said: list[Tally]) -> Iterator[Row]:
    for level in LEVELS:
        yield Row(level, str(Level(int(level)).label), [(group_name(one.who), one.counts[level]) for one in said])
    for other in dict.fromkeys(one.other for one in said if one.counts[one.other]):
        cells = [(group_name(one.who), one.counts[other] if one.other == other else None) for one in said]
        yield Row("none", other_word(other).capitalize(), cells)


def _changes(asked: Json, then: Json, years: tuple[int, int], said: list[Tally]) -> Iterator[tuple[str, str]]:
    for one in said:
        if words := change(asked, then, years, one.who):
            yield group_name(one.who), words


def differences(document: Json) -> list[Json]:
    """Where a service and a panel are two levels apart or more, with what the service says to it."""
    texts = {one["key"]: one["text"] for one in document["questions"]}
    return [
        {
            "name": one["name"],
            "href": reverse("participation:service", args=[one["slug"]]),
            "question": texts.get(one["question"], ""),
            "own": level_word(one["own"]),
            "who": group_name(one["panel"]),
            "theirs": level_word(one["panels"]),
            "reply": paragraphs(one["reply"]),
        }
        for one in document["differences"]
    ]


def not_sent(document: Json) -> list[dict[str, str]]:
    return [
        {"name": one["name"], "href": reverse("participation:service", args=[one["slug"]])}
        for one in document["not_sent"]
    ]


def who_rated(document: Json) -> list[str]:
    """How many panels there were. Each of them has five people or more."""
    return [_people(kind, document["people"][kind]) for kind in PanelKind.values if document["people"][kind]["panels"]]


def _people(kind: str, counted: Json) -> str:
    groups = ngettext("%(n)s group", "%(n)s groups", counted["panels"]) % {"n": counted["panels"]}
    given = {"who": group_name(kind), "groups": groups, "people": counted["people"]}
    return _("%(who)s: %(groups)s with %(people)s people") % given


def gone(document: Json, earlier: Earlier | None) -> list[str]:
    """Questions of the year before that are not asked any more."""
    keys = {one["key"] for one in document["questions"]}
    return [one["text"] for key, one in earlier.questions.items() if key not in keys] if earlier else []


def page(snapshot: Snapshot, earlier: Earlier | None, *, is_newest: bool) -> dict[str, Any]:
    """Everything that the page of a year says."""
    document, year = snapshot.document, snapshot.round.year
    names = not_sent(document)
    args = [year] if is_newest else [year, snapshot.n]
    name = "audit" if is_newest else "audit_published"
    return {
        "year": year,
        "earlier": earlier.year if earlier else None,
        "published": day(snapshot.published_at),
        "note": paragraphs(snapshot.note),
        "is_newest": is_newest,
        "now_url": reverse("participation:audit", args=[year]),
        "sentences": sentences(document),
        "is_empty": not document["submitted"],
        "who_rated": who_rated(document),
        "levels": [(n, str(Level(int(n)).label)) for n in LEVELS],
        "parts": parts(document, earlier),
        "gone": gone(document, earlier),
        "differences": differences(document),
        "not_sent": names[:MOST_NAMES],
        "not_sent_count": len(names),
        "not_sent_more": len(names) > MOST_NAMES,
        "files": {ending: reverse(f"participation:{name}_{ending}", args=args) for ending in ("pdf", "csv", "json")},
        "easy_url": reverse(f"participation:{name}_easy", args=args),
        "canonical": in_full(reverse(f"participation:{name}", args=args)),
    }
