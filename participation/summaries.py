"""A return's answers as summary lists, to be checked or read."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .progress import ANSWERED, NEEDS_EVIDENCE, Place, Progress


def parts_of(how_far: Progress, change: Any) -> list[dict[str, Any]]:
    """Each part with its answers; `change` gives the address of a question's page, or is None."""
    return [{"title": part, "answers": [_answer(one, change) for one in places]} for part, places in how_far.parts]


def _answer(one: Place, change: Any) -> dict[str, Any]:
    """One question as a card, with everything that was said about it."""
    url = change(one.asked.key) if change else ""
    link = {"href": url, "text": _("Change"), "visually_hidden_text": one.asked.text}
    return {
        "title": f"{one.n}. {one.asked.text}",
        "rows": _rows(one),
        "actions": {"items": [link]} if url else {},
        "evidence": one.evidence,
        "missing": "" if one.state == ANSWERED else missing_words(one),
    }


def missing_words(one: Place) -> str:
    if one.state == NEEDS_EVIDENCE:
        return _("Add evidence, or choose another level")
    return _("Choose an answer")


def _rows(one: Place) -> list[dict[str, Any]]:
    answer = one.answer
    said: list[tuple[str, str, str]] = []
    if answer is None:
        return [_row(_("Your answer"), _("Not answered yet"))]
    if answer.level:
        name, sentence = one.asked.says(answer.level)
        said.append((_("Your answer"), f"{name}: {sentence}", ""))
    elif answer.not_applicable:
        said.append((_("Your answer"), _("This does not apply to us"), ""))
        said.append((_("Why not"), answer.not_applicable, "words"))
    else:
        said.append((_("Your answer"), _("Not answered yet"), ""))
    said += [(_("What you do"), answer.note, "words"), (_("What changed"), answer.changed, "words")]
    return [_row(about, text) for about, text, _kind in said if text]


def _row(about: str, text: str) -> dict[str, Any]:
    html = render_to_string("participation/return/_words.html", {"text": text})
    return {"key": {"text": about}, "value": {"html": html}}
