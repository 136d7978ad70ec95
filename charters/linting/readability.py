"""Flesch-Kincaid for a whole text, as information: on one short sentence it says nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache

VOWEL_GROUP = re.compile(r"[aeiouy]+")
# Below this a figure would jump with every word.
FEWEST_WORDS = 30


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """About how many, by its groups of vowels: "table" 2, "make" 1, "wanted" 2, "asked" 1."""
    word = word.lower()
    groups = len(VOWEL_GROUP.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ie", "oe", "ye")) and groups > 1:
        groups -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded", "eed", "ied")) and groups > 1:
        groups -= 1
    return max(groups, 1)


def grade(words: Iterable[str], sentences: int) -> float | None:
    """The school year in America that the formula gives, to one place; None for a text too short to say."""
    counts = [syllables(word) for word in words]
    if len(counts) < FEWEST_WORDS or not sentences:
        return None
    return round(0.39 * len(counts) / sentences + 11.8 * sum(counts) / len(counts) - 15.59, 1)
