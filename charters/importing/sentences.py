"""Sentences, as far as one may trust full stops."""

import re
from textwrap import wrap

# A full stop that ends no sentence: after a title, an abbreviation, one letter or a number of a list.
ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|e\.g|i\.e|etc|vs|approx|incl)|\b[A-Za-z]|^\d+)\.$", re.IGNORECASE
)
# The end of a sentence with the quotation marks behind it, or a semicolon before a new beginning.
END = re.compile(
    r"[.!?]+[\"'\u201d\u2019)]*(?=\s)|;(?=\s+(?:we|the|our|both|they|families|young people)\s)", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    found: list[str] = []
    begun = 0
    for end in END.finditer(text):
        so_far = text[begun : end.end()].strip()
        if ABBREVIATED.search(so_far) and not so_far.endswith(";"):
            continue
        found.append(so_far)
        begun = end.end()
    found.append(text[begun:].strip())
    return [sentence for sentence in found if sentence]


def fitting(text: str, most: int) -> list[str]:
    """The text in parts of at most so many characters, parted between sentences where that can be."""
    parts = [""]
    for sentence in sentences(text) if len(text) > most else [text]:
        for part in wrap(sentence, most) if len(sentence) > most else [sentence]:
            if parts[-1] and len(parts[-1]) + 1 + len(part) > most:
                parts.append(part)
            else:
                parts[-1] = f"{parts[-1]} {part}".strip()
    return parts
