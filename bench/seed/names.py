"""Names that are skewed as names are: a few words stand in a third of the rows, tens of thousands in a handful."""

import random
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import accumulate
from typing import Any

from bench.seed import pieces

# Shares of a thousand. The rest of the world is small, and has accents.
LOCALES = {
    "en_GB": 560, "en_IE": 60, "en_IN": 70, "en_PK": 40, "en_NG": 10, "en_KE": 20, "pl_PL": 35, "ro_RO": 20,
    "pt_PT": 15, "it_IT": 15, "es_ES": 15, "fr_FR": 15, "de_DE": 15, "lt_LT": 8, "hu_HU": 8, "cs_CZ": 8, "tr_TR": 12,
    "sv_SE": 5, "nl_NL": 6, "da_DK": 4, "fi_FI": 4, "hr_HR": 4, "en_US": 30, "en_NZ": 15, "vi_VN": 4, "uk_UA": 1,
    "el_GR": 1,
}  # fmt: skip
INVENTED_SURNAMES = 0.12
FEWEST = 15


class Drawn:
    """Words with weights; draws many at once, because one at a time takes the longest part of the seeding."""

    def __init__(self, words: Sequence[str], weights: Sequence[float], chance: random.Random) -> None:
        self.words, self.chance = words, chance
        self.cumulated = list(accumulate(weights))
        self.ready: list[str] = []

    def __call__(self) -> str:
        if not self.ready:
            self.ready = self.chance.choices(self.words, cum_weights=self.cumulated, k=5000)
        return self.ready.pop()


def zipf(count: int, flatness: float = 8.0) -> list[float]:
    """The weight of each rank: nearly one over the rank."""
    return [1 / (rank + flatness) for rank in range(count)]


def weighted(found: Any) -> Mapping[str, float]:
    """Faker keeps names either with their shares or as a bare list; of a list the order is made the rank."""
    if isinstance(found, Mapping):
        return {str(name): float(share) for name, share in found.items()}
    names = list(dict.fromkeys(map(str, found)))
    return dict(zip(names, zipf(len(names), 30.0), strict=True))


class Names:
    """Draws people, places and organisations."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - made-up names are no secret
        first: dict[str, float] = {}
        last: dict[str, float] = {}
        for locale, share in LOCALES.items():
            provider = import_module(f"faker.providers.person.{locale}").Provider
            for into, found in ((first, provider.first_names), (last, provider.last_names)):
                names = weighted(found)
                if len(names) < FEWEST:  # nobody has collected any for this language
                    continue
                total = sum(names.values())
                for name, weight in names.items():
                    into[name] = into.get(name, 0) + share * weight / total
        self.first = Drawn(list(first), list(first.values()), chance)
        self.last = Drawn(list(last), list(last.values()), chance)
        self.place_word = Drawn(*self._place_words(), chance)
        self.saint = Drawn(pieces.SAINTS, zipf(len(pieces.SAINTS)), chance)
        self.thing = Drawn(pieces.THINGS, zipf(len(pieces.THINGS), 20.0), chance)

    def _place_words(self) -> tuple[list[str], list[float]]:
        words = [start + end for start in pieces.PLACE_STARTS for end in dict.fromkeys(pieces.PLACE_ENDS)]
        self.chance.shuffle(words)
        return words, zipf(len(words), 40.0)

    def place(self) -> str:
        drawn = self.chance.random()
        if drawn < 0.72:
            return self.place_word()
        if drawn < 0.86:
            return f"{self.chance.choice(pieces.PLACE_BEFORE)} {self.place_word()}"
        return f"{self.place_word()} {self.chance.choice(pieces.PLACE_AFTER)}"

    def surname(self) -> str:
        drawn = self.chance.random()
        if drawn < INVENTED_SURNAMES:
            return self.place_word()
        return f"{self.last()}-{self.last()}" if drawn > 0.975 else self.last()

    def person(self) -> str:
        """One first name or two, and a surname."""
        middle = f" {self.first()}" if self.chance.random() < 0.06 else ""
        return f"{self.first()}{middle} {self.surname()}"

    def organisation(self, kind: str) -> str:
        name = self.chance.choice(pieces.PATTERNS[kind][1])
        while "{p}" in name:
            name = name.replace("{p}", self.place(), 1)
        if "{s}" in name:
            name = name.replace("{s}", self.saint())
        if "{t}" in name:
            name = name.replace("{t}", self.thing())
        if "{n}" in name:
            name = name.replace("{n}", self.surname())
        return name.replace("{d}", str(self.chance.randint(1, 11)))

    def role(self, kind: str) -> str:
        return self.chance.choice(pieces.ROLES.get(kind) or pieces.ROLES["any"])

    def promise(self) -> str:
        return " ".join(self.chance.choice(part) for part in (pieces.DOES, pieces.WHOM, pieces.WHEN)) + "."
