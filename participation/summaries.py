"""A return's answers as summary lists, to be checked or read."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .models import Answer
from .progress import ANSWERED, NEEDS_EVIDENCE, Place, Progress

# The address of a question's page, by its key.
Change = Callable[[str], str]


def parts_of(how_far: Progress, change: Change | None) -> list[dict[str, Any]]:
    """Each part with its answers; `change` gives the address of a question's page, or is None."""
    return [{"title": part, "answers": [_answer(one, change) for one in places]} for part, places in how_far.parts]


def _answer(one: Place, change: Change | None) -> dict[str, Any]:
    """One question as a card, with everything that was said about it; with `change`, also what is missing."""
    return {
        "title": f"{one.n}. {one.asked.text}",
        "text": one.asked.text,
        "rows": _rows(one, says_nothing=change is None),
        "change_url": change(one.asked.key) if change else "",
        "evidence": one.evidence,
        "missing": missing_words(one) if change and one.state != ANSWERED else "",
    }


def missing_words(one: Place) -> str:
    if one.state == NEEDS_EVIDENCE:
        return _("Add evidence, or choose another level")
    return _("Choose an answer")


def _rows(one: Place, *, says_nothing: bool) -> list[dict[str, Any]]:
    """What was said. That nothing was, is said where nothing else says it."""
    answer = one.answer or Answer()
    if answer.level:
        choice = "{}: {}".format(*one.asked.says(answer.level))
    elif answer.not_applicable:
        choice = _("This does not apply to us")
    else:
        choice = _("Not answered") if says_nothing else ""
    said = [
        (_("Your answer"), choice),
        (_("Why not"), answer.not_applicable),
        (_("What you do"), answer.note),
        (_("What changed"), answer.changed),
    ]
    return [_row(about, text) for about, text in said if text]


def _row(about: str, text: str) -> dict[str, Any]:
    html = render_to_string("participation/return/_words.html", {"text": text})
    return {"key": {"text": about}, "value": {"html": html}}
