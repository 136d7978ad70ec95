"""Which words are easy. The lists stand in words/, with where they come from and how they were made."""

import json
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

WORDS = Path(__file__).resolve().parent / "words"
LISTS = ("dale_chall.txt", "spache.txt", "british.txt")
VOWELS = "aeiouy"
# An easy word with one of these behind it is easy too: (ending, what may have stood in its place).
ENDINGS = (
    *(("'s", ("",)), ("s'", ("s",)), ("ies", ("y",)), ("es", ("", "e")), ("s", ("",))),
    *(("ied", ("y",)), ("ed", ("", "e")), ("ying", ("ie",)), ("ing", ("", "e"))),
    *(("ier", ("y",)), ("er", ("", "e")), ("iest", ("y",)), ("est", ("", "e"))),
    *(("ily", ("y",)), ("bly", ("ble",)), ("ly", ("",))),
)
# As the British write it, and as the American lists do.
SPELLINGS = (
    ("our", "or"),
    ("isa", "iza"),
    ("ise", "ize"),
    ("isi", "izi"),
    ("tre", "ter"),
    ("mme", "m"),
)
LONGEST = 40


def words_of(name: str) -> Iterator[str]:
    """The words of a list; a line that begins with # is a comment."""
    for line in (WORDS / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


@cache
def easy_words() -> frozenset[str]:
    listed = frozenset(word for name in LISTS for word in words_of(name))
    return listed | {form for form, verb in verb_of().items() if verb in listed}


@cache
def plainer() -> dict[str, str]:
    """Hard words that councils write, and what says the same. They are hard whatever the American lists say."""
    found: dict[str, str] = json.loads((WORDS / "plain_words.json").read_text(encoding="utf-8"))
    return found


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Those of several words, by the first of them."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for hard, easy in plainer().items():
        words = tuple(hard.split())
        if len(words) > 1:
            found.setdefault(words[0], []).append((words, easy))
    return found


@cache
def abbreviations() -> dict[str, str]:
    """Letters that councils write, and the words for them."""
    found: dict[str, str] = json.loads((WORDS / "abbreviations.json").read_text(encoding="utf-8"))
    return found


@cache
def _verbs() -> tuple[tuple[str, ...], ...]:
    lines = (WORDS / "irregular.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines if line and not line.startswith("#"))


@cache
def verb_of() -> dict[str, str]:
    """The verb of each irregular past and participle: "chosen" is of "choose"."""
    return {form: verb for verb, *forms in _verbs() for cell in forms for form in cell.split("/")}


@cache
def participles() -> dict[str, str]:
    """The verb of each irregular participle alone."""
    return {form: verb for verb, _past, cell in _verbs() for form in cell.split("/")}


@lru_cache(maxsize=20_000)
def bases(word: str) -> tuple[str, ...]:
    """A word in small letters, and what it may be a regular form of."""
    found = {word: None}
    for ending, places in ENDINGS:
        if len(word) > len(ending) + 1 and word.endswith(ending):
            stem = word[: -len(ending)]
            found |= dict.fromkeys(stem + place for place in places)
            if stem[-1:] == stem[-2:-1] and stem[-1] not in VOWELS:
                found[stem[:-1]] = None
    return tuple(found)


@lru_cache(maxsize=20_000)
def is_easy(word: str) -> bool:
    """Whether a word in small letters, or what it is a form of, stands in our lists and has no plainer one."""
    if len(word) < 2 or len(word) > LONGEST:
        return len(word) < 2
    if plain_for(word):
        return False
    if "-" in word and word not in easy_words():
        return all(is_easy(part) for part in word.split("-") if part)
    return any(base in easy_words() for spelt in _spellings(word) for base in bases(spelt))


@lru_cache(maxsize=20_000)
def plain_for(word: str) -> tuple[str, str] | None:
    """The hard word that this is a form of, and what says the same."""
    if word in own_words():
        return None
    for base in (*bases(word), verb_of().get(word, "")):
        if base in plainer():
            return base, plainer()[base]
    return None


@cache
def own_words() -> frozenset[str]:
    """Our own easy words, as they are written there: they go before the plainer ones."""
    return frozenset(words_of("british.txt"))


def _spellings(word: str) -> Iterator[str]:
    yield word
    for british, american in SPELLINGS:
        if british in word:
            yield word.replace(british, american)
    if word.startswith("un") and len(word) > 5:
        yield word[2:]


def without_accents(word: str) -> str:
    """ "café" as "cafe"; a word in letters that are not Latin stays what it is."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
