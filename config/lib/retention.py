"""What is kept how long, and why: one registry for the deletions and for the page that promises them.

Each app registers what it keeps in a module called `retention`. A registry and no more: it knows no table and nobody.
What is said and what is done hang on one period, so the page and the deletion cannot differ.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

logger = logging.getLogger(__name__)

Words = str | Promise
Find = Callable[[datetime], "models.QuerySet[Any]"]
Act = Callable[[datetime], int]

# At one go: each batch is a transaction of its own, so that nobody waits long for a lock.
BATCH = 500
# How often one job goes back for more, so that no other waits long for it.
ROUNDS = 40
# Counting stops here: a look at what is due must not take as long as the deletion.
COUNT_MAX = 10_000


class Part(models.TextChoices):
    """What a thing is about, in the order of the page."""

    YOU = "you", _("What you tell us")
    LETTERS = "letters", _("Our e-mails to you")
    SITE = "site", _("How this site works")
    STAYS = "stays", _("What stays for good")


def in_words(period: timedelta) -> str:
    """A period as people say it, in whole units: "10 minutes", "7 days", "6 months"."""
    days, minutes = period.days, period.seconds // 60
    if days >= 365:
        n = round(days / 365.25)
        return ngettext("%(n)s year", "%(n)s years", n) % {"n": n}
    if days > 60:
        n = round(days / 30.5)
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
    if days:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes >= 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


# For words that are written when the program starts, and read in whatever language is asked for then.
in_words_lazy = lazy(in_words, str)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing that is kept, in the words of the public page. `%(period)s` in them stands for the period.

    `tables` are those whose rows it speaks for; `easy` are its lines in easy read, each a picture and a text. By
    itself it says what happens without a clock: what goes with something else, and what stays.
    """

    key: str
    part: Part
    what: Words
    how_long: Words
    why: Words
    tables: tuple[str, ...]
    period: timedelta | None = None
    easy: tuple[tuple[str, Words], ...] = ()

    def say(self, words: Words) -> str:
        """These words of it, with the period in them."""
        return str(words) % {"period": in_words(self.period)} if self.period is not None else str(words)


@dataclass(frozen=True, kw_only=True)
class Rule(Kept):
    """A thing whose time runs out by the clock.

    `due` says how many there are whose time is up, COUNT_MAX at most; `batch` lets some of them go, in transactions
    of its own, and says how many: 0 once nothing is left.
    """

    due: Act
    batch: Act

    def carry_out(self, on: datetime, *, rounds: int = ROUNDS) -> int:
        """Lets go of what is due, batch by batch, until nothing is left or it is enough for now; how many went."""
        gone = 0
        for _round in range(rounds):
            went = self.batch(on)
            if not went:
                break
            gone += went
        return gone


def counting(find: Find) -> Act:
    """`due` of a rule that is about rows."""
    return lambda on: find(on).order_by()[:COUNT_MAX].count()


def deleting(find: Find) -> Act:
    """`batch` of a rule that deletes rows and nothing more."""

    def batch(on: datetime) -> int:
        with transaction.atomic():
            rows = find(on)
            some = list(rows.order_by().values_list("pk", flat=True)[:BATCH])
            return rows.filter(pk__in=some).delete()[0]

    return batch


_kept: dict[str, Kept] = {}


def register(*several: Kept) -> None:
    """Called from an app's `retention` module."""
    for kept in several:
        if _kept.setdefault(kept.key, kept) is not kept:
            raise ValueError(f"Two things that are kept are called {kept.key}.")


def everything() -> list[Kept]:
    """All that is kept, part by part, in the order it was registered."""
    return [kept for part in Part for kept in _kept.values() if kept.part == part]


def rules() -> list[Rule]:
    return [kept for kept in everything() if isinstance(kept, Rule)]


def carry_out(key: str, *, on: datetime) -> int:
    """One rule by its key, as its own job does; how many went."""
    return next(rule for rule in rules() if rule.key == key).carry_out(on)


@dataclass(frozen=True)
class Outcome:
    """What came of one rule: how many, or the class of the error."""

    rule: Rule
    n: int = 0
    failed: str = ""


def each(act: Callable[[Rule], int]) -> Iterator[Outcome]:
    """The same for every rule. One that fails is logged, by the class of its error, and does not hold up the others."""
    for rule in rules():
        try:
            yield Outcome(rule, act(rule))
        except Exception as error:  # whatever it is, the text of it could name somebody
            logger.error("rule %s failed: %s", rule.key, type(error).__name__)
            yield Outcome(rule, failed=type(error).__name__)
