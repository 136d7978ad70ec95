"""The readable report of an evidence pack, and what it is called."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import words
from config.lib.pdf import pdf

from . import acted
from .models import Snapshot
from .models.kinds import Level, PanelKind
from .pack_rows import About, replies
from .promises import named

# In the report; the tables have all of them.
MOST_ACTIONS, MOST_REPLIES = 100, 100


def title_of(about: About) -> str:
    if about.promise:
        return _("Evidence for one promise")
    span = {"since": words.day(about.since), "until": words.day(about.until)}
    return _("Evidence from %(since)s to %(until)s") % span


def lead_of(about: About) -> str:
    """The promise in its words, or how much is in it."""
    if about.promise:
        return named([about.promise.pk])[0]
    n = len(about.snapshots)
    return ngettext("The results of %(n)s year, and what was done.", "The results of %(n)s years, and what was done.",
                    n) % {"n": n}  # fmt: skip


def pdf_of(one: About) -> bytes:
    """Tagged, so that it can be read aloud. Raises NotPrintable."""
    actions = list(one.actions[: MOST_ACTIONS + 1])
    said = list(replies(one))
    data = {
        "author": settings.AREA["council"],
        "heading": title_of(one),
        "lead": lead_of(one),
        "years": [_year(one, snapshot) for snapshot in one.snapshots],
        "none": "" if one.snapshots else _("No results about it are published yet."),
        "columns": [_("Who says it"), *(str(level.label) for level in Level), _("Not said")],
        "promise_columns": [_("Promise"), _("Services"), _("Young people"), _("Parent carers")],
        "replies_heading": _("Where panels see it otherwise, and what services answer"),
        "replies": [_reply(row) for row in said[:MOST_REPLIES]],
        "replies_rest": _rest(len(said) - MOST_REPLIES, "replies.csv"),
        "actions_heading": _("What is being done"),
        "actions": [_action(each) for each in acted.shown(actions[:MOST_ACTIONS])],
        "actions_rest": _rest(len(actions) - MOST_ACTIONS, "actions.csv"),
        "no_actions": "" if actions else _("No actions."),
    }
    return pdf("evidence_pack", data, made=timezone.now(), title=title_of(one))


def _rest(n: int, name: str) -> str:
    return _("There are more: all of them are in %(name)s.") % {"name": name} if n > 0 else ""


def _year(one: About, snapshot: Snapshot) -> dict[str, Any]:
    document = snapshot.document
    sent = {"submitted": document["submitted"], "asked": document["asked"]}
    return {
        "heading": _("Results of %(year)s") % {"year": document["year"]},
        "lead": _("%(submitted)s of %(asked)s services sent their answers.") % sent,
        "note": snapshot.note,
        "promises": [_promise(one.texts.get(key, key), told) for key, told in one.promises(snapshot).items()],
        "questions": [_question(asked) for asked in one.questions(snapshot).values()],
    }


def _promise(text: str, told: dict[str, Any]) -> list[str]:
    return [text, *(_of(told[who]) for who in ("services", *PanelKind.values))]


def _of(kept: dict[str, int]) -> str:
    return _("%(kept)s of %(of)s keep it") % kept if kept["of"] else _("not asked")


def _question(asked: dict[str, Any]) -> dict[str, Any]:
    said = [(_("Services"), asked["services"])]
    said += [(str(PanelKind(kind).label), counts) for kind, counts in asked["panels"].items() if any(counts.values())]
    return {"text": asked["text"], "rows": [[who, *map(str, counts.values())] for who, counts in said]}


def _reply(row: Any) -> dict[str, str]:
    year, name, question, panel, own, panels, reply = row
    levels = {"own": Level(own).label, "panels": Level(panels).label, "who": PanelKind(panel).label}
    return {
        "heading": f"{name}, {year}",
        "what": f"{question}: " + _("the service says “%(own)s”, %(who)s say “%(panels)s”.") % levels,
        "reply": reply,
    }


def _action(one: acted.Shown) -> dict[str, str]:
    states = {"done": _("Done on %(day)s."), "overdue": _("Overdue: was due on %(day)s."), "open": _("Due on %(day)s.")}
    said = states[one.state] % {"day": one.day}
    if one.days:
        said += " " + _("Promised before for %(days)s.") % {"days": words.listed(one.days)}
    return {"what": one.what, "who": f"{one.service}: {one.who}", "when": said, "why": one.reason,
            "shows": " ".join(f"{text} {url}".strip() for text, url in one.evidence)}  # fmt: skip
