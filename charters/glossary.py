"""Hard words that are explained wherever they stand: those common to all charters, from glossary.json, and a charter's
own, which stand in its document and go before them.

Words are found whole, in any of their forms, the longest first. What has capitals in it, such as SEND, is found only
so: "send" is another word. Nothing is found inside an address. The time it takes grows with the text alone.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, islice, pairwise
from pathlib import Path
from typing import NamedTuple

from django.utils.text import slugify

from charters import pictures
from charters.document import Document

COMMON = Path(__file__).resolve().parent / "glossary.json"
# The language of the common words. Elsewhere the same letters may be another word.
LANGUAGE = "en"
PLAIN_TOKEN = re.compile(r"\w+")
DOTTED = re.compile(r"\w\.\w|://|@")
# What may stand between the parts of one word: "co-production", "co production".
JOINED_BY = " \t\n\u00a0-\u2010\u2011'\u2019"
JOINERS = "\u200c\u200d"
HISSING = ("s", "x", "z", "ch", "sh")
# "A plan is ...", "Consent means ..."
BEFORE: tuple[list[str], ...] = ([], ["a"], ["an"], ["the"])
AFTER = (["is"], ["are"], ["means"])
# Beside a charter's own word that no picture is called after.
ANY_WORD = "book"


@dataclass(frozen=True)
class Explained:
    """`forms` are other ways in which the word may stand; `meaning` is one easy-read line, beside `picture`."""

    word: str
    meaning: str
    forms: tuple[str, ...] = ()
    picture: str = ""

    @property
    def anchor(self) -> str:
        """Its place on a page of words."""
        named = slugify(self.word, allow_unicode=True)
        return f"word-{named or hashlib.sha256(self.word.encode()).hexdigest()[:8]}"

    @property
    def titled(self) -> str:
        """The word as a heading."""
        return self.word[:1].upper() + self.word[1:]


@cache
def common() -> tuple[Explained, ...]:
    """The words of glossary.json, in its order."""
    entries = json.loads(COMMON.read_text(encoding="utf-8"))
    return tuple(
        Explained(word, entry["meaning"], tuple(entry["forms"]), entry["picture"]) for word, entry in entries.items()
    )


class Token(NamedTuple):
    """A run of letters and figures."""

    start: int
    end: int
    text: str

    @property
    def folded(self) -> str:
        return self.text.casefold()


class Found(NamedTuple):
    """A hard word in a text, from `start` to `end`."""

    start: int
    end: int
    explained: Explained


class Part(NamedTuple):
    """A piece of a text; a hard word is a piece of its own."""

    text: str
    explained: Explained | None = None


class Glossary:
    """Words, each with its meaning. Of two that are spelt alike the first counts."""

    def __init__(self, words: Iterable[Explained]) -> None:
        # By the letters that matter: for each way to write a word, how its capitals have to be, and the word.
        self._ways: dict[tuple[str, ...], list[tuple[tuple[str, ...], Explained]]] = {}
        # By the first part of a word: how many parts it may have, the longest first.
        self._lengths: dict[str, list[int]] = {}
        self.words = tuple(word for word in words if self._add(word))

    def _add(self, word: Explained) -> bool:
        """Whether it is new here: its own spelling or its place on the page may be taken."""
        main = _parts_of(word.word)
        if not main or any(found.anchor == word.anchor or one == main for one, found in self._under(main)):
            return False
        for form in (word.word, *word.forms):
            for way in {form, _plural(form)}:
                parts = _parts_of(way)
                if not any(one == parts for one, _found in self._under(parts)):
                    self._ways.setdefault(_folded(parts), []).append((parts, word))
                    lengths = self._lengths.setdefault(parts[0].casefold(), [])
                    lengths[:] = sorted({*lengths, len(parts)}, reverse=True)
        return True

    def _under(self, parts: tuple[str, ...]) -> list[tuple[tuple[str, ...], Explained]]:
        return self._ways.get(_folded(parts), [])

    def find(self, text: str) -> list[Found]:
        """Every hard word of a text, in order."""
        return list(self._in_plain(text) if _is_plain(text) else self._in_any(text))

    def _in_plain(self, text: str) -> Iterator[Found]:
        """Looks closer only where a hard word may begin: most words begin none."""
        end = 0
        for first in PLAIN_TOKEN.finditer(text.lower()):
            if first[0] in self._lengths and first.start() >= end:
                coming = islice(PLAIN_TOKEN.finditer(text, first.start()), self._lengths[first[0]][0])
                tokens = [Token(*found.span(), found[0]) for found in coming]
                n, word = self._at(text, tokens, 0)
                if word is not None:
                    end = tokens[n - 1].end
                    yield Found(tokens[0].start, end, word)

    def _in_any(self, text: str) -> Iterator[Found]:
        tokens, at = list(_tokens(text)), 0
        while at < len(tokens):
            n, word = self._at(text, tokens, at)
            if word is not None:
                yield Found(tokens[at].start, tokens[at + n - 1].end, word)
            at += n

    def _at(self, text: str, tokens: list[Token], at: int) -> tuple[int, Explained | None]:
        """How many tokens the longest word has that begins here, and which it is; one token that is none."""
        for n in self._lengths.get(tokens[at].folded, ()):
            chosen = tokens[at : at + n]
            if len(chosen) == n and _is_joined(text, chosen):
                for parts, word in self._ways.get(tuple(token.folded for token in chosen), ()):
                    if all(_fits(part, token.text) for part, token in zip(parts, chosen, strict=True)):
                        return n, word
        return 1, None

    def parts(self, text: str, *, but: Iterable[Explained] = ()) -> list[Part]:
        """The text in pieces. Only the first time that a word stands there is it one; those of `but` are none."""
        told, at, parted = set(but), 0, []
        for found in self.find(text):
            if found.explained not in told:
                told.add(found.explained)
                parted += [Part(text[at : found.start]), Part(text[found.start : found.end], found.explained)]
                at = found.end
        return [part for part in (*parted, Part(text[at:])) if part.text]

    def explains(self, text: str, word: Explained) -> bool:
        """Whether a line says what this word means: "A plan is what we will do next." """
        found = next(iter(self.find(text)), None)
        if text == word.meaning or found is None or found.explained != word:
            return text == word.meaning
        before, after = text[: found.start].split(), text[found.end :].split()
        return [*map(str.casefold, before)] in BEFORE and after[:1] in AFTER


def own(document: Document) -> tuple[Explained, ...]:
    """The words that a charter explains itself, each with a picture of ours."""
    return tuple(Explained(one.word, one.meaning, picture=_picture(one.word)) for one in document.glossary)


@lru_cache(maxsize=64)
def _of(own_words: tuple[Explained, ...], is_english: bool) -> Glossary:
    return Glossary((*own_words, *(common() if is_english else ())))


def of(document: Document) -> Glossary:
    """The words of a charter: its own, and after them the common ones where it is in their language."""
    return _of(own(document), document.language.split("-")[0] == LANGUAGE)


def standing_in(document: Document, texts: Iterable[str]) -> list[Explained]:
    """The words that stand in these texts of a charter, each once."""
    words = of(document)
    return list(dict.fromkeys(found.explained for text in texts for found in words.find(text)))


def of_all() -> Glossary:
    """The common words alone."""
    return _of((), is_english=True)


def _picture(word: str) -> str:
    """The picture that means this: one idea has one picture, so the common word's, or one that is called so."""
    return _pictures_by_word().get(word.casefold(), ANY_WORD)


@cache
def _pictures_by_word() -> dict[str, str]:
    """What is said last counts: the common words, before them names of pictures, before those their other words."""
    index = pictures.index().values()
    found = {word.casefold(): one.name for one in index for word in one.words}
    found |= {one.name: one.name for one in index}
    return found | {one.word.casefold(): one.picture for one in common()}


def _parts_of(word: str) -> tuple[str, ...]:
    return tuple(token.text for token in _tokens(word))


def _folded(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in parts)


def _plural(form: str) -> str:
    if form.endswith("y") and form[-2:-1] not in "aeiou":
        return f"{form[:-1]}ies"
    return f"{form}es" if form.endswith(HISSING) else f"{form}s"


def _is_joined(text: str, tokens: list[Token]) -> bool:
    return all(not text[one.end : other.start].strip(JOINED_BY) for one, other in pairwise(tokens))


def _fits(part: str, typed: str) -> bool:
    """Whether a part of a word stands there as it is meant: two capitals make it a name, to be written so."""
    return part == typed or sum(character.isupper() for character in part) < 2


def _is_plain(text: str) -> bool:
    """Whether it has neither addresses nor letters that need a second look, as most texts have not."""
    return text.isascii() and not DOTTED.search(text)


def _tokens(text: str) -> Iterator[Token]:
    """The words of a text, but for addresses."""
    if _is_plain(text):
        yield from (Token(*found.span(), found[0]) for found in PLAIN_TOKEN.finditer(text))
        return
    for chunk in re.finditer(r"\S+", text):
        if not DOTTED.search(chunk[0]):
            yield from (Token(chunk.start() + a, chunk.start() + b, chunk[0][a:b]) for a, b in _runs(chunk[0]))


def _runs(chunk: str) -> Iterator[tuple[int, int]]:
    if chunk.isascii():
        yield from (found.span() for found in PLAIN_TOKEN.finditer(chunk))
        return
    at = 0
    for is_word, run in groupby(chunk, key=_in_word):
        n = len(list(run))
        if is_word:
            yield at, at + n
        at += n


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    """Letters, figures, and the marks that many scripts write vowels with."""
    return character.isalnum() or character in JOINERS or unicodedata.category(character).startswith("M")
