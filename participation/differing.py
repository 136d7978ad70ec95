"""Two answers to one question, side by side: what stands there, and what was typed meanwhile."""

from typing import Any

from django.utils.translation import gettext as _

from .actions.answering import Words
from .models import Answer
from .questions import Asked


def differences(asked: Asked, now: Answer, mine: Words) -> list[dict[str, Any]]:
    """What is not the same, each part with both texts."""
    theirs = Words.of(now)
    changed = now.changed if mine.changed is None else mine.changed
    every = [
        (_("Your answer"), _choice(asked, theirs), _choice(asked, mine)),
        (_("What you do"), theirs.note, mine.note),
        (_("What changed"), theirs.changed or "", changed),
    ]
    return [{"label": label, "now": old, "mine": new} for label, old, new in every if old != new]


def _choice(asked: Asked, words: Words) -> str:
    if words.level:
        return "{}: {}".format(*asked.says(words.level))
    if words.not_applicable:
        return _("This does not apply to us: %(reason)s") % {"reason": words.not_applicable}
    return ""
