"""Capitals: abbreviations, Roman numerals, and words that are written in capitals altogether."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from charters.linting import vocabulary
from charters.linting.findings import Hit
from charters.linting.passage import Passage
from charters.linting.text import CURLY, Word

from .rule import Reading, Rule, words

ROMAN = re.compile(r"(?:xx?x?)?(?:ix|iv|vi{0,3}|i{1,3}|x)?", re.IGNORECASE)
VALUES = {"i": 1, "v": 5, "x": 10}
# What a Roman numeral of one letter stands behind.
NUMBERED = words("part section chapter article schedule annex appendix level stage phase")
# Two letters side by side that are none of a to z: no text without them has an abbreviation, or words in capitals.
CAPITALS = re.compile(r"[^\W\d_a-z]{2}")
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
# A word in capitals of so many letters is easily taken for shouting; shorter ones are mostly abbreviations.
SHOUTED = 4
MOST_CAPITALS = 2


def is_in_capitals(word: Word) -> bool:
    """Two capitals in a row, as in NHS, EHCPs or STOP."""
    # Most words have no capital behind the first letter.
    if word.text[1:].islower():
        return False
    return any(a.isupper() and b.isupper() for a, b in pairwise(word.text))


def is_roman(text: str) -> bool:
    """A numeral of two letters or more, all small or all capital: never "I", and no word is spelt like one."""
    if len(text) < 2 or text[0] not in "ivxIVX":
        return False
    return (text.islower() or text.isupper()) and ROMAN.fullmatch(text) is not None


def _is_shouted(word: Word) -> bool:
    text = word.text
    known = text in vocabulary.abbreviations()
    return len(text) >= SHOUTED and text.isupper() and not known and vocabulary.is_easy(word.lower)


def _runs(given: Sequence[Word]) -> Iterator[list[Word]]:
    """Words in capitals that stand side by side; "I" and "A" belong to a run and make none."""
    run: list[Word] = []
    for word in given:
        if word.text.isupper() and not is_roman(word.text):
            run.append(word)
        else:
            yield run
            run = []
    yield run


def _shouted(given: Sequence[Word]) -> list[list[Word]]:
    """Runs that are words in capitals, and no abbreviations."""
    runs = [run for run in _runs(given) if any(len(word.text) > 1 for word in run)]
    return [run for run in runs if len(run) > MOST_CAPITALS or any(map(_is_shouted, run))]


def capitals(reading: Reading) -> Iterator[Hit]:
    if not CAPITALS.search(reading.text.masked):
        return
    for sentence in reading.text.sentences:
        for run in _shouted(sentence.words):
            start, end = run[0].start, run[-1].end
            small = reading.text.text[start:end].lower()
            better = _("“%(words)s”") % {"words": small[:60]}
            yield Hit(start, end, _("Words in capitals have no shape: they are hard to read."), better)


def abbreviation(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences if CAPITALS.search(reading.text.masked) else ():
        passed = {word.start for run in _shouted(sentence.words) for word in run}
        passed |= {sentence.words[place].start for place in reading.passage.in_phrases(sentence)}
        for word in sentence.words:
            if is_in_capitals(word) and not (
                word.start in passed or is_roman(word.text) or _is_known(word, reading.passage)
            ):
                yield _abbreviation(word.text, word.start, word.end)
    for found in DOTTED.finditer(reading.text.masked):
        yield _abbreviation(found[0], *found.span())


def _is_known(word: Word, passage: Passage) -> bool:
    return passage.is_explained(word) or passage.is_allowed(word)


def _abbreviation(text: str, start: int, end: int) -> Hit:
    says = _("“%(letters)s” stands for other words, and no glossary explains it.") % {"letters": text}
    letters = text.replace(".", "").removesuffix("s").rstrip(f"'{CURLY}")
    if full := vocabulary.abbreviations().get(letters.upper()):
        return Hit(start, end, says, _("“%(words)s” for “%(letters)s”") % {"words": full, "letters": letters})
    better = _("Write the words out, or explain “%(letters)s” in the glossary.")
    return Hit(start, end, says, better % {"letters": text})


def roman(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        before = ""
        for word in sentence.words:
            is_numeral = is_roman(word.text) or (word.text in ("I", "V", "X") and before in NUMBERED)
            if is_numeral and not reading.passage.is_explained(word):
                says = _("“%(numeral)s” is a Roman numeral: few people can read it.") % {"numeral": word.text}
                better = _("“%(n)s” for “%(numeral)s”") % {"n": _value(word.lower), "numeral": word.text}
                yield Hit(word.start, word.end, says, better)
            before = word.lower


def _value(numeral: str) -> int:
    values = [VALUES[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


RULES = (
    Rule("capitals", True, capitals),
    Rule("abbreviation", True, abbreviation),
    Rule("roman-numeral", False, roman),
)
