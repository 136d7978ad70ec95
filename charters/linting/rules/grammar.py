"""Who does it, and whether it is done: the passive, and two negatives that make a yes."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from charters.linting import vocabulary
from charters.linting.findings import Hit, Level
from charters.linting.text import Sentence, Word

from .rule import Reading, Rule, words

BE = words("am is are was were be been being isn't aren't wasn't weren't")
GET = words("get gets got getting")
LED_BY = BE | GET
BETWEEN = words("not never also always often still now only all both being been already soon just")
MOST_BETWEEN = 3
# How somebody or something is, and nothing that anybody does to them.
STATES = words(
    "tired worried interested excited scared bored upset pleased married disabled excused used born supposed "
    "called closed finished done lost gone come become been got run grown fallen agreed aged left sat stood "
    "slept sunk mistaken set put let cost read cut hit shut hurt felt"
)
NO_PARTICIPLES = words("need bed red feed seed speed indeed hundred weed bleed breed shed sled wed exceed")
NOT = words("not no never nobody nothing none nowhere neither nor without cannot unless")
UNDONE = ("un", "dis", "im", "in")
# Words that begin like an opposite and are none.
NO_OPPOSITES = words("under understand until unless uncle union unit inside into include invite important")


def passive(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        for at, word in enumerate(sentence.words if LED_BY & sentence.lowers else ()):
            if word.lower in LED_BY and (done := _participle(sentence.words[at + 1 : at + 2 + MOST_BETWEEN])):
                says = _("“%(words)s” does not say who does it.")
                written = reading.text.text[word.start : done.end]
                better = _("Say who does it: “We %(verb)s …”") % {"verb": _verb(done.lower)}
                yield Hit(word.start, done.end, says % {"words": written[:60]}, better, Level.WARNING)


def _participle(following: Sequence[Word]) -> Word | None:
    """The participle that follows at once, or behind a few words such as "not" and "also"."""
    for word in following:
        lower = word.lower
        if lower in BETWEEN or lower.endswith("ly"):
            continue
        return word if _is_participle(lower) else None
    return None


def _is_participle(word: str) -> bool:
    if word in STATES or word in NO_PARTICIPLES or word.startswith("un"):
        return False
    return word in vocabulary.participles() or (word.endswith("ed") and len(word) > 4 and "-" not in word)


def _verb(participle: str) -> str:
    """ "decide" of "decided", as well as our lists know."""
    if irregular := vocabulary.participles().get(participle):
        return irregular
    bases = vocabulary.bases(participle)[1:]
    return next((base for base in bases if base in vocabulary.easy_words() or base in vocabulary.plainer()), participle)


def double_negative(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.text.sentences:
        found = list(_negatives(sentence))
        if len(found) > 1:
            says = _("Two words that say no make a yes, which is hard to work out.")
            better = _("Say what is, without “%(one)s” and “%(other)s”.")
            names = {"one": found[0].lower, "other": found[1].lower}
            yield Hit(found[0].start, found[1].end, says, better % names, Level.WARNING)


def _negatives(sentence: Sentence) -> Iterator[Word]:
    """In an answer, "No, we do not", the first no says no more than the rest."""
    before = ""
    for word in sentence.words:
        end = word.end - sentence.start
        is_answer = word.lower == "no" and sentence.text[end : end + 1] in (",", ":")
        is_undone = before in ("not", "never") and _is_opposite(word.lower)
        if (word.lower in NOT and not is_answer) or word.lower.endswith("n't") or is_undone:
            yield word
        before = word.lower


def _is_opposite(word: str) -> bool:
    if word in NO_OPPOSITES:
        return False
    rests = [word.removeprefix(ending) for ending in UNDONE if word.startswith(ending)]
    return any(len(rest) > 2 and vocabulary.is_easy(rest) for rest in rests)


RULES = (Rule("passive", True, passive), Rule("double-negative", True, double_negative))
