"""How alike two texts are, for hundreds against hundreds in a fraction of a second.

Words that few of the texts have count for more than words that all have: two promises that both say "we will work with
families" are not yet the same promise.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
# Words that every promise is made of say little about which one it is.
LITTLE = {
    *(
        "a",
        "an",
        "and",
        "are",
        "at",
        "be",
        "been",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "if",
    ),
    *("in", "is", "it", "not", "of", "on", "or", "our", "shall", "so", "that", "the", "their", "them", "they", "this"),
    *("to", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "you", "your"),
}
LITTLE_WEIGHT = 0.2
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
        self.weights = {
            word: log(1 + len(everywhere) / n) * (LITTLE_WEIGHT if word in LITTLE else 1) for word, n in having.items()
        }
        most = max(COMMON_LEAST, COMMON * len(everywhere))
        self.rare = {word for word, n in having.items() if n <= most and word not in LITTLE}
        self.places: dict[str, list[tuple[int, int]]] = {}
        for place, counts in enumerate(self.counts):
            for word, n in counts.items():
                if word in self.rare:
                    self.places.setdefault(word, []).append((place, n))
        self.sums = [self._sum(counts) for counts in self.counts]

    def like(self, text: str, *, least: float) -> list[tuple[float, int]]:
        """How alike, and which text: the most alike first.

        Rare words are added up for all texts at once; only what could then still be alike enough is looked at in full.
        """
        counts = Counter(words(text))
        shared: dict[int, float] = {}
        for word, n in counts.items():
            weight = self._weight(word)
            for place, m in self.places.get(word, ()):
                shared[place] = shared.get(place, 0.0) + weight * min(n, m)
        whole = self._sum(counts)
        common = self._sum(Counter({word: n for word, n in counts.items() if word not in self.rare}))
        found = [
            (self._alike(counts, whole, place), place)
            for place, rare in shared.items()
            if 2 * (rare + common) >= least * (whole + self.sums[place])
        ]
        return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))

    def _sum(self, counts: Counter[str]) -> float:
        return sum(self._weight(word) * n for word, n in counts.items())

    def _weight(self, word: str) -> float:
        return self.weights.get(word, 1.0)

    def _alike(self, counts: Counter[str], whole: float, place: int) -> float:
        other = self.counts[place]
        shared = sum(self._weight(word) * min(n, other[word]) for word, n in counts.items() if word in other)
        return 2 * shared / (whole + self.sums[place])
