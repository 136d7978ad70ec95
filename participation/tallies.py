"""What the counts in a frozen document come to: the same sums for pages, files, paper and easy read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models.kinds import SHOWS_EVIDENCE, Level, PanelKind

Json = dict[str, Any]
LEVELS = tuple(str(level.value) for level in Level)
HIGH = tuple(level for level in LEVELS if int(level) >= SHOWS_EVIDENCE)
SERVICES, NOT_APPLICABLE, UNKNOWN = "services", "not_applicable", "unknown"
GROUPS = (SERVICES, *PanelKind.values)


@dataclass(frozen=True)
class Tally:
    """How often a group said each level of one question. Groups are never added up with one another."""

    who: str
    counts: Mapping[str, int]

    @property
    def other(self) -> str:
        """What is said where no level is: it does not apply, or they do not know."""
        return NOT_APPLICABLE if self.who == SERVICES else UNKNOWN

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def rated(self) -> int:
        """Those that say a level."""
        return sum(self.counts[level] for level in LEVELS)

    @property
    def high(self) -> int:
        """Those that say doing or shared."""
        return sum(self.counts[level] for level in HIGH)

    @property
    def is_mostly_high(self) -> bool:
        return self.high * 2 > self.rated

    @property
    def words(self) -> str:
        """Every count, in one sentence."""
        parts = [f"{self.counts[level]} {level_word(level)}" for level in LEVELS]
        if self.counts[self.other]:
            parts.append(f"{self.counts[self.other]} {other_word(self.other)}")
        return ", ".join(parts)


def level_word(level: str | int) -> str:
    """A level in the middle of a sentence."""
    return str(Level(int(level)).label).lower()


def other_word(other: str) -> str:
    return _("does not apply") if other == NOT_APPLICABLE else _("do not know")


def group_name(who: str) -> str:
    names = {PanelKind.YOUNG_PEOPLE.value: _("Young people"), PanelKind.PARENT_CARERS.value: _("Parent carers")}
    return names.get(who, _("Services"))


def tally(question: Json, who: str) -> Tally:
    return Tally(who, question["services"] if who == SERVICES else question["panels"][who])


def tallies(question: Json) -> list[Tally]:
    """Services, and each kind of panel that was asked this."""
    found = [tally(question, who) for who in GROUPS]
    return [one for one in found if one.who == SERVICES or one.total]


def mostly(questions: Iterable[Json], who: str) -> tuple[int, int]:
    """On how many questions most of a group say doing or shared, and on how many they said a level at all."""
    said = [one for one in (tally(question, who) for question in questions) if one.rated]
    return sum(one.is_mostly_high for one in said), len(said)


def answered(document: Json) -> str:
    """How many sent a return."""
    of = document["asked"]
    said = ngettext("%(n)s of %(of)s service answered.", "%(n)s of %(of)s services answered.", of)
    return said % {"n": figure(document["submitted"]), "of": figure(of)}


def sentences(document: Json) -> list[str]:
    """The results in a few plain sentences."""
    found = [answered(document)]
    high, of = mostly(document["questions"], SERVICES)
    if of:
        said = ngettext(
            "Most services say “doing” or “shared” on %(n)s of %(of)s question.",
            "Most services say “doing” or “shared” on %(n)s of %(of)s questions.",
            of,
        )
        found.append(said % {"n": high, "of": of})
    return [*found, *(said for kind in PanelKind.values if (said := of_panels(document, kind)))]


def of_panels(document: Json, kind: str) -> str:
    """What panels of a kind say; "" where none did."""
    high, of = mostly(document["questions"], kind)
    if not of:
        return ""
    said = ngettext(
        "%(who)s say so on %(n)s of the %(of)s question that they were asked.",
        "%(who)s say so on %(n)s of the %(of)s questions that they were asked.",
        of,
    )
    return said % {"who": group_name(kind), "n": high, "of": of}


def change(question: Json, earlier: Json, years: tuple[int, int], who: str) -> str:
    """How a group's answers to one question compare with the year before; "" where it said nothing in one of them."""
    then, now = tally(earlier, who), tally(question, who)
    if not then.rated or not now.rated:
        return ""
    given = {"then": years[0], "now": years[1], "a": then.high, "of_a": then.rated, "b": now.high, "of_b": now.rated}
    # The second half stays on one line.
    return _("%(then)s: %(a)s of %(of_a)s doing or shared; %(now)s:\u00a0%(b)s\u00a0of\u00a0%(of_b)s") % given


def figure(count: int) -> str:
    """As people read it."""
    return f"{count:,}"
