"""Who changed what in a version, newest first: each step of writing with its words, and all other acts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import pictures, uploaded
from charters.models import Step, Version
from charters.models.kinds import Actor, ClauseKind
from config.lib.wordchanges import Part, compare

from .pages import page

ON_A_PAGE = 50
# What a change is called, by its column; the others are no words.
LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "language": gettext_lazy("Language"),
    "review_by": gettext_lazy("Looked at again by"),
    "label": gettext_lazy("Number"),
    "heading": gettext_lazy("Heading"),
    "text": gettext_lazy("Words"),
    "intro": gettext_lazy("Opening words"),
    "kind": gettext_lazy("What it is"),
    "actor": gettext_lazy("Who acts"),
    "target_date": gettext_lazy("To be done by"),
    "note": gettext_lazy("What changed since the last version"),
    "lines": gettext_lazy("Easy read"),
    "easy": gettext_lazy("Easy read"),
    "easy_intro": gettext_lazy("Opening words in easy read"),
    "easy_note": gettext_lazy("What changed, in easy read"),
}
NAMES = {"kind": dict(ClauseKind.choices), "actor": dict(Actor.choices)}


@dataclass(frozen=True)
class Changed:
    """One thing that was changed: what it is called, and its words with what went and what came."""

    label: str
    parts: list[Part]


@dataclass(frozen=True)
class Entry:
    """One act: when, who (nobody where their account has gone), what, and about which row."""

    at: datetime
    by: Any
    what: str
    about: str = ""
    changed: list[Changed] = field(default_factory=list)
    is_undone: bool = False


def history_page(request: HttpRequest, version: Version) -> HttpResponse:
    """?before= is the moment before which the page begins."""
    before = _moment(request.GET.get("before", ""))
    with uploaded.asked_once():
        entries = _entries(version, before)
        shown, more = entries[:ON_A_PAGE], len(entries) > ON_A_PAGE
        context: dict[str, Any] = {
            "title": _("Who changed what"),
            "entries": shown,
            "next": shown[-1].at.isoformat() if more else "",
        }
        return page(request, "history", version, **context).render()


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None


def _entries(version: Version, before: datetime | None) -> list[Entry]:
    """One more than a page has, so that the page knows whether there are more."""
    steps = Step.objects.filter(version=version).select_related("by", "taken_from").order_by("-at", "-pk")
    others = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Version), object_id=str(version.pk)
    ).select_related("user")
    others = others.order_by("-action_time", "-pk")
    if before is not None:
        steps, others = steps.filter(at__lt=before), others.filter(action_time__lt=before)
    found = [_step(one) for one in steps[: ON_A_PAGE + 1]]
    found += [Entry(one.action_time, one.user, one.get_change_message()) for one in others[: ON_A_PAGE + 1]]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[: ON_A_PAGE + 1]


def _step(step: Step) -> Entry:
    what = str(step.get_act_display())
    if step.taken_from is not None:
        what = f"{what}: {step.taken_from.get_act_display()}"
    changed = [one for row in step.rows for one in _changes(row)]
    return Entry(step.at, step.by, what, _about(step.rows[0]), changed, step.is_undone)


def _about(row: dict[str, Any]) -> str:
    """The first words of the row, as it was where it has gone."""
    stands = row["after"] or row["before"]
    words = " ".join(filter(None, (stands.get("label"), stands.get("heading"), stands.get("text"))))
    return Truncator(words).words(12)


def _changes(row: dict[str, Any]) -> Iterator[Changed]:
    before, after = row["before"] or {}, row["after"] or {}
    for name, label in LABELS.items():
        old, new = _in_words(name, before.get(name)), _in_words(name, after.get(name))
        if old != new:
            yield Changed(str(label), compare(old, new))


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(" | ".join(filter(None, (one["text"], pictures.called(one["picture"]), one["alt"])))
                         for one in value)  # fmt: skip
    return str(NAMES.get(name, {}).get(value, value or ""))
