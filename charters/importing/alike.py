"""How alike two texts are, for hundreds against hundreds in a fraction of a second.

Words that few of the texts have count for more than words that all have: two promises that both say "we will work with
families" are not yet the same promise.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
# A word in more than this share of the texts brings no two of them together by itself.
COMMON = 0.2
COMMON_LEAST = 10


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("\u2019", "'"))


def plain(text: str) -> str:
    """The text as its words alone: the same for two that differ in capitals, marks or spaces."""
    return " ".join(words(text))


class Texts:
    """Texts to hold others against. Alikeness is from 0 to 1: the shared part of all words; rare ones weigh more."""

    def __init__(self, texts: Sequence[str], others: Sequence[str] = ()) -> None:
        self.counts = [Counter(words(text)) for text in texts]
        everywhere = [*self.counts, *(Counter(words(text)) for text in others)]
        having = Counter(word for counts in everywhere for word in counts)
        self.weights = {word: log(1 + len(everywhere) / n) for word, n in having.items()}
        most = max(COMMON_LEAST, COMMON * len(everywhere))
        self.rare = {word for word, n in having.items() if n <= most}
        self.places: dict[str, list[int]] = {}
        for place, counts in enumerate(self.counts):
            for word in counts:
                if word in self.rare:
                    self.places.setdefault(word, []).append(place)
        self.sums = [self._sum(counts) for counts in self.counts]

    def like(self, text: str, *, least: float) -> list[tuple[float, int]]:
        """How alike, and which text: the most alike first."""
        counts = Counter(words(text))
        near = {place for word in counts for place in self.places.get(word, ())}
        found = [(self._alike(counts, place), place) for place in near]
        return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))

    def _sum(self, counts: Counter[str]) -> float:
        return sum(self._weight(word) * n for word, n in counts.items())

    def _weight(self, word: str) -> float:
        return self.weights.get(word, 1.0)

    def _alike(self, counts: Counter[str], place: int) -> float:
        other = self.counts[place]
        shared = sum(self._weight(word) * min(n, other[word]) for word, n in counts.items() if word in other)
        both = self._sum(counts) + self.sums[place]
        return 2 * shared / both if both else 0.0
