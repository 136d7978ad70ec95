"""A line cut into sentences and words that know where they stand. Linear in its length, whatever stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# The typographer's apostrophe, which looks like a closing quote, and the hyphen that never breaks.
CURLY, FIRM = "\u2019", "\u2011"
WORD = re.compile(rf"\w+(?:['{CURLY}\-{FIRM}]\w+)*")
CHUNK = re.compile(r"\S+")
# One run of marks, and the quotes or brackets that close after it. Looking behind keeps long runs linear.
END = re.compile(rf"(?<![.!?…])[.!?…]+[\"'”{CURLY})\]]*(?=\s|$)|(?<!\n)\n+")
TRAILING = f".,;:!?…)]}}\"'”{CURLY}"
# A full stop behind these ends no sentence.
SHORTENED = frozenset({"e.g", "i.e", "eg", "ie", "mr", "mrs", "ms", "dr", "st", "no"})


@dataclass(frozen=True, slots=True)
class Word:
    """`lower` has straight apostrophes and plain hyphens, as word lists have."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Letters only: no figure in it, and no piece of an address."""
        return self.text.isalpha() or not any(letter.isdigit() or letter == "_" for letter in self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`size` counts words as a reader does: figures and addresses too.

    `lowers` are its words as a set: most rules see at once that they have nothing to look for.
    """

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    size: int
    lowers: frozenset[str]


class Text:
    """One line. Addresses are masked in `masked`, letter for letter, so that no rule takes them for words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.masked = _masked(text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._cut())

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)

    def _cut(self) -> Iterator[Sentence]:
        begin = 0
        for found in END.finditer(self.masked):
            if not self._is_shortened(found.start()):
                yield from self._sentence(begin, found.end())
                begin = found.end()
        yield from self._sentence(begin, len(self.masked))

    def _is_shortened(self, at: int) -> bool:
        before = self.masked[max(0, at - 5) : at].split()
        return bool(before) and self.masked[at] == "." and before[-1].lower().lstrip("([\"'“") in SHORTENED

    def _sentence(self, start: int, end: int) -> Iterator[Sentence]:
        """Nothing for marks and blanks alone."""
        masked = self.masked[start:end]
        size = sum(chunk.isalnum() or _is_word(chunk) for chunk in masked.split())
        if not size:
            return
        blank = len(masked) - len(masked.lstrip())
        text = self.text[start + blank : start + len(masked.rstrip())]
        words = tuple(
            Word(found[0], _plain(found[0]), start + found.start(), start + found.end())
            for found in WORD.finditer(masked)
        )
        lowers = frozenset(word.lower for word in words)
        yield Sentence(text, start + blank, start + blank + len(text), words, size, lowers)


def _is_word(chunk: str) -> bool:
    """Whether there is more in it than marks; a masked address is a word too."""
    return any(letter.isalnum() or letter == "_" for letter in chunk)


def _plain(word: str) -> str:
    return word.lower().replace(CURLY, "'").replace(FIRM, "-")


def _masked(text: str) -> str:
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return CHUNK.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    chunk = found[0]
    core = chunk.rstrip(TRAILING)
    if "@" in core or "://" in core or core.startswith("www."):
        return "_" * len(core) + chunk[len(core) :]
    return chunk
