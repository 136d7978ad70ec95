"""Sentences: short, one on a line, one idea in each."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.linting.findings import Hit, Level
from charters.linting.text import CURLY, Sentence, Word

from .rule import Reading, Rule, excerpt

MOST_WORDS = 15
MANY_WORDS = 10
MOST_COMMAS = 2
SHOWN = 200
JOINS = frozenset({"and", "but", "which", "because"})
MARKS = f".!?…\"'”{CURLY}) \t"


def too_long(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        if sentence.size > MANY_WORDS:
            level = Level.ERROR if sentence.size > MOST_WORDS else Level.WARNING
            says = _("This sentence has %(n)s words: write %(most)s at most.")
            most = MOST_WORDS if level == Level.ERROR else MANY_WORDS
            yield Hit(
                sentence.start,
                sentence.start + len(sentence.text),
                says % {"n": sentence.size, "most": most},
                _two_lines(sentence),
                level,
            )


def _two_lines(sentence: Sentence) -> str:
    """Cut at the joining word nearest to the middle, where there is one."""
    inside = [word for word in sentence.words[2:-2] if word.lower in (*JOINS, "or", "so", "that", "when", "if")]
    if not inside:
        return _("Make two sentences of it, or leave words out.")
    middle = sentence.start + len(sentence.text) // 2
    return _cut(sentence, min(inside, key=lambda word: abs(word.start - middle)))


def _cut(sentence: Sentence, at: Word) -> str:
    begun, ended = at.start - sentence.start, at.end - sentence.start
    # No more than is shown: a clause may have thousands of such words.
    first = excerpt(sentence.text[: min(begun, SHOWN)].strip(" ,"))
    rest = excerpt(sentence.text[ended : ended + SHOWN].strip().rstrip(MARKS))
    return _("Make two lines: “%(first)s.” “%(rest)s.”") % {"first": first, "rest": rest[:1].upper() + rest[1:]}


def several(reading: Reading) -> Iterator[Hit]:
    sentences = reading.text.sentences
    if len(sentences) > 1:
        yield Hit(
            sentences[1].start,
            sentences[-1].start + len(sentences[-1].text),
            _("Each sentence stands on a line of its own."),
            _("Begin a new line: “%(rest)s”") % {"rest": excerpt(sentences[1].text)},
        )


def ideas(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        # "Which" that begins a question asks, and joins nothing.
        for word in sentence.words[1:] if JOINS & sentence.lowers else ():
            if word.lower in JOINS:
                says = _("“%(word)s” joins two ideas: one idea a sentence is easier.") % {"word": word.lower}
                yield Hit(word.start, word.end, says, _cut(sentence, word), Level.WARNING)
        if sentence.text.count(",") > MOST_COMMAS:
            yield Hit(
                sentence.start,
                sentence.start + len(sentence.text),
                _("More than 2 commas make a sentence hard to follow."),
                _("Make a line of each: “%(first)s.”") % {"first": excerpt(sentence.text.partition(",")[0])},
                Level.WARNING,
            )


RULES = (
    Rule("sentence-length", False, too_long),
    Rule("one-sentence", False, several),
    Rule("one-idea", True, ideas),
)
