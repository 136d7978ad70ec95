"""Styles and automatic numbers of a Word document: which paragraphs are headings or points, and how they count."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .package import Attributes

# Styles are based on one another; a circle would never end.
CHAIN_MAX = 20
# Word's own levels.
LEVELS_MAX = 9
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def is_on(attributes: Attributes) -> bool:
    return attributes.get("val", "1") not in ("0", "false", "off")


def whole(attributes: Attributes, name: str = "val") -> int:
    """A whole number of an attribute; 0 where it is none."""
    value = attributes.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


@dataclass
class Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: str | None = None
    level: int = 0
    strong: bool = False


class Styles:
    """styles.xml. What a style does not say, the one it is based on says."""

    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self.now: Style | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self.now = self.styles.setdefault(attributes.get("styleId", ""), Style())
        style = self.now
        if style is None:
            return
        value = attributes.get("val", "")
        if name == "name":
            style.name = value.lower()
        elif name == "basedOn":
            style.based_on = value
        elif name == "outlineLvl":
            style.outline = whole(attributes)
        elif name == "numId":
            style.number = value
        elif name == "ilvl":
            style.level = whole(attributes)
        elif name == "b":
            style.strong = is_on(attributes)

    def end(self, name: str) -> None:
        if name == "style":
            self.now = None

    def text(self, text: str) -> None:
        """Nothing here is for readers."""

    def chain(self, style: str) -> list[Style]:
        found: list[Style] = []
        while style in self.styles and len(found) < CHAIN_MAX:
            found.append(self.styles[style])
            style = self.styles[style].based_on
        return found


@dataclass
class Level:
    """One level of a list: how its number looks, such as "%1.%2", and where it begins."""

    kind: str = "decimal"
    looks: str = ""
    begins: int = 1
    style: str = ""


@dataclass
class List:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    style: str = ""


class Numbering:
    """numbering.xml: lists, and the numbers of paragraphs that point at them."""

    def __init__(self) -> None:
        self.lists: dict[str, List] = {}
        self.numbers: dict[str, str] = {}
        self.begins: dict[tuple[str, int], int] = {}
        self.list: List | None = None
        self.level = Level()
        self.number, self.override = "", 0

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "abstractNum":
            self.list = self.lists.setdefault(attributes.get("abstractNumId", ""), List())
        elif name == "num":
            self.number = attributes.get("numId", "")
        elif name == "abstractNumId" and self.number:
            self.numbers[self.number] = value
        elif name == "lvlOverride":
            self.override = whole(attributes, "ilvl")
        elif name == "startOverride" and self.number:
            self.begins[self.number, self.override] = whole(attributes)
        elif self.list is not None:
            self._of_list(self.list, name, attributes, value)

    def _of_list(self, found: List, name: str, attributes: Attributes, value: str) -> None:
        if name == "lvl":
            self.level = found.levels.setdefault(min(whole(attributes, "ilvl"), LEVELS_MAX - 1), Level())
        elif name == "numStyleLink":
            found.link = value
        elif name == "styleLink":
            found.style = value
        elif name == "start":
            self.level.begins = whole(attributes)
        elif name == "numFmt":
            self.level.kind = value
        elif name == "lvlText":
            self.level.looks = value
        elif name == "pStyle":
            self.level.style = value

    def end(self, name: str) -> None:
        if name == "abstractNum":
            self.list = None
        elif name == "num":
            self.number = ""

    def text(self, text: str) -> None:
        """Nothing here is for readers."""

    def list_of(self, number: str) -> tuple[str, List] | None:
        """The list that a paragraph's number points at; some only name another one."""
        key = self.numbers.get(number, "")
        found = self.lists.get(key)
        if found is not None and found.link and not found.levels:
            key, found = next(((k, one) for k, one in self.lists.items() if one.style == found.link), (key, found))
        return (key, found) if found is not None else None


class Counters:
    """Counts paragraphs as Word does: all that share a list count together, and a level begins anew below a higher."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()

    def level_of(self, number: str, level: int, style: str) -> int:
        """The level, which the list may leave to the paragraph's style to say."""
        found = self.numbering.list_of(number)
        levels = found[1].levels if found else {}
        return next((n for n, one in levels.items() if style and one.style == style), min(level, LEVELS_MAX - 1))

    def label(self, number: str, level: int) -> str:
        """The next number of this list at this level, as it is shown; "" for bullets."""
        found = self.numbering.list_of(number)
        if found is None or level not in found[1].levels:
            return ""
        key, levels = found[0], found[1].levels
        counts = self.counts.setdefault(key, {})
        if number not in self.begun:
            self.begun.add(number)
            for (one, at), begin in self.numbering.begins.items():
                if one == number:
                    counts[at] = begin - 1
        counts[level] = counts.get(level, levels[level].begins - 1) + 1
        for below in [at for at in counts if at > level]:
            del counts[below]
        return _shown(levels, level, counts)


def _shown(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    if levels[level].kind in ("bullet", "none"):
        return ""
    label = levels[level].looks[:40]
    for at in range(level + 1):
        one = levels.get(at, Level())
        label = label.replace(f"%{at + 1}", written(counts.get(at, one.begins), one.kind))
    return label


def written(n: int, kind: str) -> str:
    """A count as a list writes it: 4, d, D, iv, IV."""
    kinds: dict[str, Callable[[int], str]] = {
        "lowerLetter": _letters, "upperLetter": lambda n: _letters(n).upper(),
        "lowerRoman": _roman, "upperRoman": lambda n: _roman(n).upper(),
        "decimalZero": lambda n: f"{n:02}",
    }  # fmt: skip
    return kinds.get(kind, str)(n)


def _letters(n: int) -> str:
    """a to z, then aa, bb, as Word goes on."""
    return chr(ord("a") + (n - 1) % 26) * min((n - 1) // 26 + 1, 10) if n > 0 else "0"


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    found = ""
    for value, letters in ROMAN:
        found += letters * (n // value)
        n %= value
    return found
