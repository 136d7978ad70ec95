"""A period that a page or a letter states in words is the one that is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from charters.notices import LINK_LIFETIME
from config.lib.retention import in_words
from config.standing import YEAR
from pledges.demo_words import NOTICE, NOTICE_EASY
from pledges.models.drafts import DRAFT_LIFETIME
from pledges.models.handing_over import INVITED_FOR
from pledges.models.signatures import TELL_AHEAD, UNCONFIRMED_FOR
from pledges.models.wordings import KEEP_CLOSED
from pledges.notice_parts import OWN_LIFETIME

NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3, "six": 6, "seven": 7, "ten": 10}
PERIOD = re.compile(
    r"\b(?P<n>\d+|an?|one|two|three|four|five|six|seven|ten|fourteen) (?P<unit>(?:working )?"
    r"(?:second|minute|hour|day|week|month|year))s?\b"
)
# Each period in a template, and what it must be the same as. None: a promise of people, which nothing deletes by.
KNOWN: dict[str, timedelta | None] = {
    "seven days": UNCONFIRMED_FOR,
    "one day": DRAFT_LIFETIME,
    "a day": DRAFT_LIFETIME,
    "1 day": DRAFT_LIFETIME,
    "30 days": OWN_LIFETIME,
    "90 days": LINK_LIFETIME,
    "two weeks": INVITED_FOR,
    "a month": TELL_AHEAD,
    "1 year": timedelta(seconds=YEAR),
    "10 hours": timedelta(seconds=settings.SESSION_COOKIE_AGE),
    "ten minutes": settings.UNDO_WINDOW,
    "a minute": None,  # how soon to try again
    "3 minutes": None,  # how long signing takes
    "ten days": None,  # how long checking takes
    "10 working days": None,  # how soon we answer
    "a year": None,  # how often the accessibility statement is reviewed
    "a week": timedelta(weeks=1),  # LONGEST in static/js/write/kept.js
}
LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.5),
    "year": timedelta(days=365),
}


def periods_in(text: str) -> set[str]:
    return {found[0] for found in PERIOD.finditer(text)}


def length(said: str) -> timedelta:
    number, _space, unit = said.partition(" ")
    return (NUMBERS.get(number) or int(number)) * LENGTHS[unit.removesuffix("s")]


def test_every_period_in_a_template_or_an_easy_letter_is_known() -> None:
    files = [*(settings.BASE_DIR / "templates").rglob("*.*"), settings.BASE_DIR / "pledges/notices_easy.py"]
    found = {period for path in files for period in periods_in(path.read_text(encoding="utf-8"))}

    assert found <= set(KNOWN), "tie each to the period that is kept, or say that nothing is deleted by it"


@pytest.mark.parametrize(("said", "kept"), [(said, kept) for said, kept in KNOWN.items() if kept])
def test_period_in_words_is_the_one_that_is_kept(said: str, kept: timedelta) -> None:
    assert abs(length(said) - kept) < timedelta(days=1)


@pytest.mark.parametrize(("period", "said"), [(UNCONFIRMED_FOR, "seven days"), (KEEP_CLOSED, "six months")])
def test_demonstration_notice_promises_what_is_done(period: timedelta, said: str) -> None:
    easy = " ".join(line["text"] for line in NOTICE_EASY)

    assert said in NOTICE
    assert in_words(period) in easy


def test_period_nobody_thought_about_is_found() -> None:
    found: Any = periods_in("We delete it after 14 days, or a week later.")

    assert found == {"14 days", "a week"}
