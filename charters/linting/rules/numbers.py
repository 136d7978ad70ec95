"""Numbers: in digits, whole, and small enough to picture. Dates with the month's name."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from charters.linting.findings import Hit, Level
from charters.linting.text import Sentence

from .rule import Reading, Rule

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
WORDS = {word: n for n, word in enumerate(SMALL.split())} | TENS | LARGE
# "The new one", "one of you": no number, or not much of one.
BEFORE_ONE = frozenset({"the", "this", "that", "each", "every", "no", "any", "another", "which", "new", "old", "first"})
AFTER_ONE = frozenset({"of", "another", "day", "by"})
PARTS = {"half": "1 of 2", "halves": "2 of 2", "quarter": "1 of 4", "quarters": "3 of 4", "thirds": "2 of 3"}
VULGAR = {"½": "1 of 2", "¼": "1 of 4", "¾": "3 of 4", "⅓": "1 of 3", "⅔": "2 of 3"}
PERCENT = re.compile(r"(?<![\d.,])(\d[\d.,]*)\s?%|%|\bper\s?cent\b|\bpercent\b", re.IGNORECASE)
# Any figure, its group marks and decimals, and slashes or dashes as dates and fractions have them.
FIGURE = re.compile(r"(?<![\w.,/\-])\d+(?:[.,/\-]\d+)*(?!\w)")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
DAY_FIRST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST = 1_000
MONTHS = tuple(calendar.month_name)


def in_words(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        has_none = WORDS.keys().isdisjoint(sentence.lowers) and "-" not in sentence.text
        for at, word in enumerate(() if has_none else sentence.words):
            n = _number(word.lower)
            if n is not None and not (n == 1 and _is_no_number(sentence, at)):
                says = _("“%(word)s” is easier to see as a number.") % {"word": word.text}
                # One is often no number at all: that is for a person to say.
                level = Level.WARNING if n == 1 else Level.ERROR
                better = _("“%(n)s” for “%(word)s”") % {"n": n, "word": word.text}
                yield Hit(word.start, word.end, says, better, level)


def _number(word: str) -> int | None:
    """ "twelve", "twenty-five"; None for what is none."""
    tens, _hyphen, ones = word.partition("-")
    if ones:
        return TENS[tens] + WORDS[ones] if tens in TENS and 0 < WORDS.get(ones, 0) < 10 else None
    return WORDS.get(word)


def _is_no_number(sentence: Sentence, at: int) -> bool:
    before = sentence.words[at - 1].lower if at else ""
    after = sentence.words[at + 1].lower if at + 1 < len(sentence.words) else ""
    return before in BEFORE_ONE or before.endswith("er") or after in AFTER_ONE


def parts(reading: Reading) -> Iterator[Hit]:
    """Parts of a whole: %, fractions."""
    text = reading.text.masked
    for found in PERCENT.finditer(text):
        better = _("“%(n)s of every 100”") % {"n": found[1] or "20"}
        yield Hit(*found.span(), _("Parts of a hundred are hard to picture."), better)
    for at, letter in enumerate(text):
        if letter in VULGAR:
            yield _part(at, at + 1, VULGAR[letter])
    for found in FIGURE.finditer(text):
        if (fraction := FRACTION.fullmatch(found[0])) and int(fraction[1]) < int(fraction[2]):
            yield _part(*found.span(), _("%(part)s of %(whole)s") % {"part": fraction[1], "whole": fraction[2]})


def _part(start: int, end: int, better: str, level: Level = Level.ERROR) -> Hit:
    return Hit(start, end, _("A fraction is hard to picture."), f"“{better}”", level)


def part_words(reading: Reading) -> Iterator[Hit]:
    """The same in words; "half past 3" is a time."""
    for sentence in reading.text.sentences:
        if PARTS.keys().isdisjoint(sentence.lowers):
            continue
        after = [*(word.lower for word in sentence.words[1:]), ""]
        for word, follows in zip(sentence.words, after, strict=True):
            if word.lower in PARTS and follows not in ("past", "to", "term"):
                yield _part(word.start, word.end, PARTS[word.lower], Level.WARNING)


def large(reading: Reading) -> Iterator[Hit]:
    text = reading.text.masked
    for found in FIGURE.finditer(text):
        n = _amount(found[0])
        if n > MOST and not _is_called(text, found):
            says = _("Large numbers are hard to picture.")
            yield Hit(*found.span(), says, _("“many” for “%(n)s”") % {"n": found[0][:40]}, Level.WARNING)


def _amount(figure: str) -> float:
    """0 for what is no amount: a year, a telephone number, a date."""
    if not GROUPED.fullmatch(figure) or (figure.startswith("0") and len(figure) > 1) or YEAR.fullmatch(figure):
        return 0
    # Beyond this many digits it is a code, and float() would not say how large.
    return float(figure.replace(",", "")) if len(figure) < 20 else 0


def _is_called(text: str, found: re.Match[str]) -> bool:
    """Whether it is one of several groups of digits, as telephone and reference numbers are written."""
    before, after = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 2]
    return (before[:1].isdigit() and before[1:] == " ") or (after[:1] == " " and after[1:].isdigit())


def dates(reading: Reading) -> Iterator[Hit]:
    for found in FIGURE.finditer(reading.text.masked):
        if day := DAY_FIRST.fullmatch(found[0]):
            year = int(day[4]) + (2000 if len(day[4]) == 2 else 0)
            yield _date(found, year, int(day[3]), int(day[1]))
        elif day := YEAR_FIRST.fullmatch(found[0]):
            yield _date(found, int(day[1]), int(day[2]), int(day[3]))


def _date(found: re.Match[str], year: int, month: int, day: int) -> Hit:
    try:
        meant = date(year, month, day)
        better = f"“{meant.day} {MONTHS[meant.month]} {meant.year}”"
    except ValueError:  # nobody's day, such as 45/13/2026
        better = _("Write it as “12 May 2026”.")
    return Hit(*found.span(), _("A month is easier to read as a word."), better, Level.WARNING)


RULES = (
    Rule("number-word", True, in_words),
    Rule("part-of-whole", False, parts),
    Rule("part-in-words", True, part_words),
    Rule("large-number", False, large),
    Rule("date", False, dates),
)
