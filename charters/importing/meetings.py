"""Rules for meetings, where clauses say them: proposed, never taken for granted."""

import re
from collections.abc import Iterable
from dataclasses import replace

from .understood import MeetingRules

I = re.IGNORECASE  # noqa: E741
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "fourteen": 14, "twenty": 20, "thirty": 30, "half an": 0.5, "an": 1,
}  # fmt: skip
NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(NUMBERS)})"
TIME = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"
HOURS = re.compile(rf"\b(?:between|from)\s+{TIME}\s*(?:and|to|until|-|\u2013)\s*{TIME}\b", I)
LONGEST = re.compile(
    rf"\b(?:no (?:longer|more) than|at most|up to|maximum of|last)\s+{NUMBER}[\s-]+(?P<unit>hours?|minutes?)\b", I
)
DAYS = re.compile(rf"\b{NUMBER}[\s-]+(?P<unit>days?|weeks?)\b", I)
PAPERS = re.compile(r"\b(?:papers?|agendas?|documents)\b", I)
NOTICE = re.compile(r"\b(?:notice|in advance|ahead|before|booked|invit\w+|announce\w*)\b", I)


# Minutes, and days: what can be meant at most.
DAY, YEAR = 1440, 366


def meeting_rules(texts: Iterable[str]) -> MeetingRules | None:
    """What the first clause that speaks of it says of each rule; None where no clause says anything."""
    rules = MeetingRules()
    for text in texts:
        if re.search(r"\bmeet(?:ings?)?\b", text, I) or (PAPERS.search(text) and DAYS.search(text)):
            rules = _with(rules, text)
    return rules if rules != MeetingRules() else None


def _with(rules: MeetingRules, text: str) -> MeetingRules:
    if (hours := HOURS.search(text)) and rules.earliest is None:
        first, last = _time(*hours.groups()[:3], later=hours[6]), _time(*hours.groups()[3:], later=None)
        if first and last and first < last:
            rules = replace(rules, earliest=first, latest=last)
    if (longest := LONGEST.search(text)) and rules.longest_minutes is None:
        each = 60 if longest["unit"].lower().startswith("hour") else 1
        minutes = int(_number(longest["n"]) * each)
        rules = replace(rules, longest_minutes=minutes if 0 < minutes <= DAY else None)
    for days in DAYS.finditer(text):
        n = int(_number(days["n"]) * (7 if days["unit"].lower().startswith("week") else 1))
        if n > YEAR:
            continue
        around = text[max(0, days.start() - 60) : days.end() + 30]
        if PAPERS.search(around) and rules.papers_days is None:
            rules = replace(rules, papers_days=n)
        elif NOTICE.search(around) and not PAPERS.search(around) and rules.notice_days is None:
            rules = replace(rules, notice_days=n)
    return rules


def _number(said: str) -> float:
    return int(said) if said.isdigit() else NUMBERS[said.lower()]


def _time(hour: str, minute: str | None, half: str | None, *, later: str | None) -> str | None:
    """HH:MM; "10 to 2pm" begins in the morning, so the half of the second time is not taken for the first."""
    n = int(hour)
    is_afternoon = half.lower() == "pm" and n < 12 if half else not later and n < 8
    n += 12 if is_afternoon else 0
    return f"{n:02}:{int(minute or 0):02}" if n < 24 and int(minute or 0) < 60 else None
