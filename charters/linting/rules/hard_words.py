"""Hard words: what is not in the lists, not a name, not allowed here and not explained."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.linting import vocabulary
from charters.linting.findings import Hit
from charters.linting.passage import Passage
from charters.linting.text import Sentence, Word

from .contractions import expanded
from .letters import is_in_capitals, is_roman
from .rule import Reading, Rule


def hard(reading: Reading) -> Iterator[Hit]:
    passage = reading.passage
    for at, sentence in enumerate(reading.text.sentences):
        left = [word for word in sentence.words if is_hard(word, sentence, passage)]
        if not left:
            continue
        covered = {sentence.words[place].start for place in passage.in_phrases(sentence)}
        next_to = passage.explained_next(reading.n, at)
        for word in left:
            if word.start not in covered and next_to.isdisjoint(vocabulary.bases(word.lower)):
                yield _hit(word)


def is_hard(word: Word, sentence: Sentence, passage: Passage) -> bool:
    lower = vocabulary.without_accents(word.lower)
    # A word in other letters, such as Arabic, is not ours to judge: our lists are English.
    if not lower.isascii() or not word.is_plain or vocabulary.is_easy(lower) or expanded(lower):
        return False
    if is_in_capitals(word) or is_roman(word.text):
        return False
    return not (_is_name(word, sentence, passage) or passage.is_allowed(word) or passage.is_explained(word))


def _is_name(word: Word, sentence: Sentence, passage: Passage) -> bool:
    """A capital inside a sentence makes a name, unless it is a word that councils like to begin with one."""
    if not word.text[0].isupper() or vocabulary.plain_for(word.lower):
        return False
    return word is not sentence.words[0] or word.text in passage.names


def _hit(word: Word) -> Hit:
    known = vocabulary.plain_for(word.lower)
    if known:
        says = _("“%(word)s” is a hard word, and there is an easier one.") % {"word": word.text}
        return Hit(word.start, word.end, says, _("“%(easy)s” for “%(hard)s”") % {"easy": known[1], "hard": known[0]})
    says = _("“%(word)s” is a hard word, and nothing here explains it.") % {"word": word.text}
    better = _("Use an easier word, or explain it in the next line: “%(word)s means …”, and in the glossary.")
    return Hit(word.start, word.end, says, better % {"word": word.text[:1].upper() + word.text[1:]})


def phrases(reading: Reading) -> Iterator[Hit]:
    """Several easy words that together are hard, such as "with regard to"."""
    known = vocabulary.phrases()
    for sentence in reading.text.sentences:
        lowers = [] if known.keys().isdisjoint(sentence.lowers) else [word.lower for word in sentence.words]
        for at, lower in enumerate(lowers):
            for phrase, easy in known.get(lower, ()):
                end = at + len(phrase)
                if tuple(lowers[at:end]) == phrase:
                    says = _("“%(words)s” is hard to read.") % {"words": " ".join(phrase)}
                    better = _("“%(easy)s” for “%(hard)s”") % {"easy": easy, "hard": " ".join(phrase)}
                    yield Hit(sentence.words[at].start, sentence.words[end - 1].end, says, better)


RULES = (Rule("hard-word", True, hard), Rule("hard-phrase", True, phrases))
