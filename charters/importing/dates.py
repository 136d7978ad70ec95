"""Dates by which something is promised."""

import re
from calendar import monthrange
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?P<year>20\d\d)"
BEFORE = (
    r"\b(?:by|before|until|no later than|not later than|on or before|target date:?|due:?|deadline:?)\s+"
    r"(?:the\s+)?(?:end\s+of\s+)?"
)
IN_WORDS = re.compile(
    rf"{BEFORE}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{MONTH}\.?,?\s+{YEAR}\b", re.IGNORECASE
)
IN_NUMBERS = re.compile(rf"{BEFORE}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{YEAR}\b", re.IGNORECASE)
AS_ISO = re.compile(rf"{BEFORE}{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b", re.IGNORECASE)


def target_date(text: str) -> str | None:
    """The first date by which something is to be done, as 2027-03-31; a month alone means its last day."""
    for pattern in (IN_WORDS, IN_NUMBERS, AS_ISO):
        if found := pattern.search(text):
            return _real(int(found["year"]), _month(found["month"]), int(found["day"] or 0))
    return None


def _month(said: str) -> int:
    if said.isdigit():
        return int(said)
    return MONTHS.index(said.lower()[:3]) + 1


def _real(year: int, month: int, day: int) -> str | None:
    """None for the 31st of June."""
    try:
        return date(year, month, day or monthrange(year, month)[1]).isoformat()
    except (ValueError, IndexError):
        return None
