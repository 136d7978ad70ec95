"""Which clauses of a revised document are which clauses of the version before: the same promise keeps its address.

Nobody can take back an address that leads to the wrong promise, so where it is unclear somebody is asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .alike import Texts, plain

# Alikeness (see alike.Texts). From SURE on, and clearly more than any other, it is the same promise in other words;
# under MAYBE nobody would ask. Tried on reworded and on different promises of the same kind.
SURE, MAYBE = 0.62, 0.34
# How much more alike than the next best, to be sure.
CLEARLY = 0.12
# A clause in the same place says more than one from another section; added to the alikeness.
SAME_SECTION = 0.06
CANDIDATES = 3


@dataclass(frozen=True)
class Known:
    """A clause of the version before."""

    key: str
    text: str
    heading: str = ""
    kind: str = "commitment"
    actor: str = "we"
    partner: str = ""
    target_date: str | None = None


@dataclass
class Match:
    """`key`: the clause it is; "" where it is new, or where somebody is to be asked about `candidates`, best first."""

    key: str = ""
    candidates: list[str] = field(default_factory=list)

    @property
    def is_unsure(self) -> bool:
        return bool(self.candidates)


@dataclass
class Matches:
    """One match for each new clause, in their order, and the keys of those that are gone."""

    matches: list[Match]
    gone: list[str]


def match(old: Sequence[Known], new: Sequence[tuple[str, str]]) -> Matches:
    """`new` are texts with the headings above them. Each old clause is one new clause at most."""
    found = _same(old, new)
    places = [n for n, match_ in enumerate(found) if not match_.key]
    left = [one for one in old if one.key not in {match_.key for match_ in found}]
    pairs = _alike(left, [new[n] for n in places])
    _take_sure(found, places, left, pairs)
    taken = {match_.key for match_ in found if match_.key}
    for alike, new_place, old_place in pairs:
        match_, key = found[places[new_place]], left[old_place].key
        if not match_.key and key not in taken and alike >= MAYBE and len(match_.candidates) < CANDIDATES:
            match_.candidates.append(key)
    return Matches(found, [one.key for one in old if one.key not in taken])


def _same(old: Sequence[Known], new: Sequence[tuple[str, str]]) -> list[Match]:
    """Clauses with the same words: of several the one under the same heading first, then in their order."""
    waiting: dict[str, list[Known]] = defaultdict(list)
    for one in old:
        waiting[plain(one.text)].append(one)
    found = [Match() for _clause in new]
    for in_place in (True, False):
        for match_, (text, heading) in zip(found, new, strict=True):
            there = [one for one in waiting[plain(text)] if not in_place or plain(one.heading) == plain(heading)]
            if there and not match_.key:
                match_.key = there[0].key
                waiting[plain(text)].remove(there[0])
    return found


def _alike(old: Sequence[Known], new: Sequence[tuple[str, str]]) -> list[tuple[float, int, int]]:
    """Alikeness, place among the new, place among the old: the most alike first."""
    texts = Texts([one.text for one in old], [text for text, _heading in new])
    headings = [plain(one.heading) for one in old]
    pairs = [
        (alike + (SAME_SECTION if headings[o] == plain(heading) else 0), n, o)
        for n, (text, heading) in enumerate(new)
        for alike, o in texts.like(text, least=MAYBE - SAME_SECTION)
    ]
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _take_sure(
    found: list[Match], places: list[int], old: Sequence[Known], pairs: list[tuple[float, int, int]]
) -> None:
    """Takes the pairs that are clearly each other's best, the most alike first."""
    by_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
    by_old: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for alike, n, o in pairs:
        by_new[n].append((alike, o))
        by_old[o].append((alike, n))
    taken_new: set[int] = set()
    taken_old: set[int] = set()
    for alike, n, o in pairs:
        if alike < SURE:
            break
        if n in taken_new or o in taken_old:
            continue
        rivals = [other for other, one in by_new[n] if one != o and one not in taken_old]
        rivals += [other for other, one in by_old[o] if one != n and one not in taken_new]
        if alike - max(rivals, default=0) >= CLEARLY:
            found[places[n]].key = old[o].key
            taken_new.add(n)
            taken_old.add(o)
