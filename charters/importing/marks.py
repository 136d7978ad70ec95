"""The marks that stand before a line: bullets and numbers, as people type them and programs write them."""

import re
from collections.abc import Iterable

# Bullets as they come out of Word, of web pages and of typing; the last ones are Word's own fonts, whose letters o and
# \u00a7 are bullets too.
BULLETS = (
    "\u2022\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u2023\u2043\u2219\u00b7\u27a2\u27a4\u25ba\u25b6"
    "\u2713\u2714\u2717\uf0b7\uf0a7\uf0d8\uf0fc"
)
BULLET = re.compile(rf"^(?:[{BULLETS}]|[-*\u2013\u2014+](?=\s)|[o\u00a7](?=\s{{2,}}))\s*")
# 1.  4)  2.1  2.1.3  (a)  b)  iv.   A number alone needs its mark, so that "10 people" stays text, and one with a point
# inside is no number of a paragraph before a small letter: "2.5 hours".
NUMBER = re.compile(
    r"^(?P<label>\d{1,3}(?:\.\d{1,3})+[.):]?(?=\s+[^\sa-z])|\d{1,3}[.):]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)"
    r"|[a-zA-Z]\)|[ivx]{1,5}[.)]|[IVX]{2,5}[.)])\s+(?=\S)"
)
NAMED = re.compile(
    r"^(?P<label>(?:part|section|principle|promise|standard|value|commitment|chapter|article) \d{1,3})"
    r"\s*[:.\u2013\u2014-]\s*(?=\S)",
    re.IGNORECASE,
)


def bullet(line: str) -> str | None:
    """The line without its bullet, or None where it has none."""
    found = BULLET.match(line)
    return line[found.end() :] if found else None


def number(line: str) -> tuple[str, str] | None:
    """The number as it is written and the rest, or None."""
    found = NUMBER.match(line) or NAMED.match(line)
    return (found["label"], line[found.end() :]) if found else None


def depth(label: str) -> int:
    """How many levels a number has: 1 for "2." and "Part 2", 2 for "2.1"; 0 for letters and Roman numbers."""
    if NAMED.match(f"{label}: x"):
        return 1
    parts = label.strip("().: ").split(".")
    return len(parts) if all(part.isdigit() for part in parts) else 0


def parted(lines: Iterable[str]) -> list[list[str]]:
    """The lines of one paragraph, parted where one of them begins with a bullet or a number of its own."""
    parts: list[list[str]] = []
    for line in (line.strip() for line in lines):
        if parts and bullet(line) is None and number(line) is None:
            parts[-1].append(line)
        elif line:
            parts.append([line])
    return parts
