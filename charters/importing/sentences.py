"""Sentences, as far as one may trust full stops."""

import re

# A full stop that ends no sentence: after a title, an abbreviation, one letter or a number of a list.
ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|e\.g|i\.e|etc|vs|approx|incl)|\b[A-Za-z]|^\d+)\.$", re.IGNORECASE
)
# The end of a sentence with the quotation marks behind it, or a semicolon before a new beginning.
END = re.compile(r"[.!?]+[\"'”’)]*(?=\s)|;(?=\s+(?:we|the|our|both|they|families|young people)\s)", re.IGNORECASE)


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
