"""Hard words that are explained wherever they stand: those common to all charters, from glossary.json.

A charter's own words stand in its document and go before these.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COMMON = Path(__file__).resolve().parent / "glossary.json"


@dataclass(frozen=True)
class Explained:
    """`forms` are other ways in which the word may stand; `meaning` is one easy-read line, beside `picture`."""

    word: str
    meaning: str
    forms: tuple[str, ...] = ()
    picture: str = ""


@cache
def common() -> tuple[Explained, ...]:
    """The words of glossary.json, in its order."""
    entries = json.loads(COMMON.read_text(encoding="utf-8"))
    return tuple(
        Explained(word, entry["meaning"], tuple(entry["forms"]), entry["picture"]) for word, entry in entries.items()
    )
