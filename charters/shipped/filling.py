"""What stands in the gaps of a string while it is checked: something as short and easy as what will stand there."""

import re

# By what a gap is called, or ends with.
FILLINGS = {
    "n": "3",
    "now": "3",
    "of": "9",
    "number": "3",
    "count": "3",
    "days": "3",
    "hours": "3",
    "months": "3",
    "years": "3",
    "day": "12 May 2026",
    "date": "12 May 2026",
    "phone": "01632 960 001",
    "email": "sam@example.org",
    "hash": "3f2a",
    "reference": "3f2a",
    "site_url": "www.example.org",
}
NAME = "Sam"
GAP = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
TAG = re.compile(r"<[^<>]*>")


def filled(text: str) -> str:
    """The string without tags, and with every gap filled."""
    return GAP.sub(lambda found: filling(found[1] or found[2] or ""), TAG.sub("", text)).replace("%%", "%")


def filling(name: str) -> str:
    return FILLINGS.get(name, NAME)
