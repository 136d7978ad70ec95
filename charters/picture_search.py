"""Which pictures words lead to, the best first."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import takewhile

from .pictures import Picture, index

# Words that lead to no picture, unless somebody looks for nothing else.
EMPTY = frozenset(
    re.findall(r"\w+", "a an and are at by for from i in is it my of on or our the their to we with you your")
)
# Of a longer question, the first so many words are looked for.
MOST_WORDS = 10
# Where a word stands, and how much less the beginning of a word says than all of it.
NAME, SYNONYM, SHOWN = 0, 1, 4
ONLY_BEGINS = 2
# How alike two spellings are, from 0 to 1: "docter" finds the doctor.
ALIKE = 0.8


def search(words: str, limit: int | None = None, among: Iterable[Picture] | None = None) -> list[Picture]:
    """The pictures that these words lead to, the best first: by name, by synonym, by what they show.

    Beginnings of words count, and a plural finds the singular. Where no picture has all of the words, those with the
    most of them are found; where none has any, those whose words are spelt nearly so.
    """
    return (_lookup() if among is None else _lookup_in(tuple(among))).search(words)[:limit]


@cache
def _lookup() -> "_Lookup":
    return _Lookup(index().values())


@lru_cache(maxsize=1)
def _lookup_in(pictures: tuple[Picture, ...]) -> "_Lookup":
    """Of exactly these, so that one that is taken back is not found by what was kept of it."""
    return _Lookup(pictures)


class _Lookup:
    """Each word and each whole phrase that leads to a picture, and where it stands there."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self.pictures = list(pictures)
        self.phrases: dict[str, dict[int, int]] = {}
        self.words: dict[str, dict[int, int]] = {}
        for n, one in enumerate(self.pictures):
            for place, phrase in ((NAME, one.name), *((SYNONYM, word) for word in one.words), (SHOWN, one.shows)):
                split = _split(phrase)
                self.phrases.setdefault(" ".join(split), {}).setdefault(n, place)
                for word in split:
                    self.words.setdefault(word, {}).setdefault(n, place)
        self.in_order = sorted(self.words)

    def search(self, words: str) -> list[Picture]:
        asked = list(dict.fromkeys(_split(words)))[:MOST_WORDS]
        wanted = [word for word in asked if word not in EMPTY] or asked
        found = self.ranked(" ".join(asked), wanted)
        if wanted and not found:
            near = [other for word in wanted for other in get_close_matches(word, self.in_order, n=1, cutoff=ALIKE)]
            found = self.ranked(" ".join(near), near)
        return found

    def ranked(self, phrase: str, wanted: list[str]) -> list[Picture]:
        """Those with the most of the words. Sorting is stable, so equals stay in the order of the index."""
        places = [self.places(word) for word in wanted]
        having = Counter(n for place in places for n in place)
        most = max(having.values(), default=0)
        best = sorted(n for n, count in having.items() if count == most)
        meant = self.phrases.get(phrase, {})
        best.sort(key=lambda n: (meant.get(n, SHOWN), sum(place.get(n, 0) for place in places)))
        return [self.pictures[n] for n in best]

    def places(self, word: str) -> dict[int, int]:
        """The pictures that have this word, or one that begins with it, each with its best place: 0 is best."""
        best: dict[int, int] = {}
        forms = _forms(word)
        for form in forms:
            for other in self.beginning(form):
                less = 0 if other in forms else ONLY_BEGINS
                for n, place in self.words[other].items():
                    here = place if place == SHOWN else place + less
                    best[n] = min(here, best.get(n, here))
        return best

    def beginning(self, form: str) -> Iterator[str]:
        return takewhile(lambda word: word.startswith(form), self.in_order[bisect_left(self.in_order, form) :])


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub("['\u2019]", "", text.casefold()))


def _forms(word: str) -> tuple[str, ...]:
    """A word as typed, and without the ending of a plural."""
    forms = [word]
    if len(word) > 3 and word.endswith("s"):
        forms.append(word[:-1])
    if len(word) > 4 and word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
    return tuple(forms)
