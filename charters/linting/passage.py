"""Lines in order, and what is known about their words: what is explained, what is allowed, what is a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from . import vocabulary
from .text import CURLY, Sentence, Text, Word

ARTICLES = frozenset({"a", "an", "the"})
ASKING = frozenset({"what", "when", "where", "how", "who"})
# "A plan is what we do next.": what may stand behind "is" where it explains.
OPENS = frozenset((*ARTICLES, "our", "one", "people", "something", "somebody", "someone", *ASKING))
LONGEST_TERM = 4


class Kind(StrEnum):
    """What must stand beside a line's words: a picture and its meaning, a picture, nothing."""

    CLAUSE = "clause"
    LINE = "line"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of easy read as it is written; a STRING of the site's own needs no picture."""

    text: str
    picture: str = ""
    alt: str = ""
    meaning: str = ""
    kind: Kind = Kind.LINE


class Passage:
    """All lines with what rules ask about them together. It asks no database."""

    def __init__(self, lines: Sequence[Line], *, explained: Iterable[str] = (), allowed: Iterable[str] = ()) -> None:
        self.lines = lines
        self.texts = [Text(line.text) for line in lines]
        self._explained = {" ".join(term.lower().split()) for term in explained}
        self._phrases = _phrases(self._explained)
        self._allowed = frozenset(word for term in allowed for word in term.split())

    def is_explained(self, word: Word) -> bool:
        """Whether a glossary explains it, also in its plural and the like."""
        return any(base in self._explained for base in vocabulary.bases(word.lower))

    def is_allowed(self, word: Word) -> bool:
        """An entry in small letters allows the word however it is written; a name is allowed as it is written."""
        written = word.text.removesuffix("'s").removesuffix(f"{CURLY}s")
        return written in self._allowed or not self._allowed.isdisjoint(vocabulary.bases(word.lower))

    def in_phrases(self, sentence: Sentence) -> set[int]:
        """The places among its words that belong to an explained phrase, such as "easy read"."""
        lowers = [word.lower for word in sentence.words]
        return {
            place
            for at, lower in enumerate(lowers)
            for phrase in self._phrases.get(lower, ())
            if _is_said(phrase, lowers[at : at + len(phrase)])
            for place in range(at, at + len(phrase))
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that stand with a capital inside a sentence somewhere: at the beginning of one they are names too."""
        sentences = (sentence for text in self.texts for sentence in text.sentences)
        return frozenset(word.text for sentence in sentences for word in sentence.words[1:] if word.text[0].isupper())

    @cached_property
    def _defined(self) -> list[list[frozenset[str]]]:
        """For each line and sentence, the words that it explains: "A plan is what we do next." explains "plan"."""
        return [[_explains(sentence) for sentence in text.sentences] for text in self.texts]

    def explained_next(self, line: int, sentence: int) -> frozenset[str]:
        """What this sentence, or the one after it, explains."""
        here = self._defined[line]
        later = here[sentence + 1 : sentence + 2]
        if not later and line + 1 < len(self._defined):
            later = self._defined[line + 1][:1]
        return here[sentence].union(*later)


def _phrases(explained: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for term in sorted(explained):
        words = tuple(term.split())
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return found


def _is_said(phrase: tuple[str, ...], lowers: list[str]) -> bool:
    """Also in its plural: "EHC plans"."""
    *first, last = phrase
    return len(lowers) == len(phrase) and lowers[:-1] == first and last in vocabulary.bases(lowers[-1])


def _explains(sentence: Sentence) -> frozenset[str]:
    words = [word.lower for word in sentence.words]
    if words and words[0] in ARTICLES:
        words = words[1:]
    for at, (verb, after) in enumerate(pairwise(words[: LONGEST_TERM + 2])):
        if at and (verb in ("means", "mean") or (verb in ("is", "are") and after in OPENS) or _says(verb, after)):
            return frozenset(base for word in words[:at] for base in vocabulary.bases(word))
    return frozenset()


def _says(verb: str, after: str) -> bool:
    """ "A policy says how we work." """
    return verb in ("says", "say") and after in ASKING
