"""The results of a year on paper: what templates/print/results.typ prints."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from charters.words import day, paragraphs
from config.lib.pdf import pdf
from post.links import in_full

from .models import Snapshot
from .published import Earlier
from .results_page import Bar, Shown, differences, gone, page, parts
from .tallies import sentences


def report(snapshot: Snapshot, earlier: Earlier | None) -> bytes:
    """The file. Raises NotPrintable."""
    with translation.override(settings.LANGUAGE_CODE):
        data = _data(snapshot, earlier)
        drawings = {bar["name"]: bar.pop("drawing") for part in data["parts"] for bar in _bars(part)}
        drawings |= {f"level-{kind}": _swatch(kind) for kind in ("1", "2", "3", "4", "none")}
        title = _("Is it kept? Results of %(year)s") % {"year": snapshot.round.year}
        return pdf("results", data, made=snapshot.published_at, title=title, drawings=drawings)


def _bars(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [bar for question in part["questions"] for bar in question["bars"]]


def _data(snapshot: Snapshot, earlier: Earlier | None) -> dict[str, Any]:
    document, year = snapshot.document, snapshot.round.year
    shown = page(snapshot, earlier, is_newest=False)
    return _words() | {
        "heading": _("Is it kept? Results of %(year)s") % {"year": year},
        "published": _("Published on %(day)s.") % {"day": day(snapshot.published_at)},
        "note": {"heading": _("What was corrected"), "text": paragraphs(snapshot.note)},
        "sentences": sentences(document),
        "who_rated": shown["who_rated"],
        "parts": [
            {"title": part.title, "about": part.about, "questions": [_question(one) for one in part.questions]}
            for part in parts(document, earlier)
        ],
        "differences": {
            "heading": _("Where a service and a panel see it differently"),
            "items": [_difference(one) for one in differences(document)],
        },
        "not_sent": {
            "heading": _("Who has not sent a return"),
            "names": [one["name"] for one in document["not_sent"]],
            "none": _("Every service that was asked has sent one."),
        },
        "gone": {"heading": _("Not asked any more"), "items": gone(document, earlier)},
        "address": [_("This report stays at"), in_full(shown["files"]["pdf"])],
    }


def _words() -> dict[str, Any]:
    """What every year's report says alike."""
    return {
        "author": _("Equal Partners, %(area)s") % {"area": settings.AREA["name"]},
        "most": _("“Most” means more than half of those that said a level."),
        "level": _("Level"),
        "together": _("All together"),
        "is_new": _("A new question."),
        "box_words": _("This box stands for a letter that we cannot print."),
    }


def _question(one: Shown) -> dict[str, Any]:
    return {
        "text": one.text,
        "is_new": one.is_new,
        "changes": [f"{who}: {words}" for who, words in one.changes],
        "bars": [_bar(bar) for bar in one.bars],
        "groups": one.groups,
        "rows": [
            [row.kind, row.name, *("" if count is None else str(count) for _who, count in row.cells)]
            for row in one.rows
        ],
        "totals": [str(total) for _who, total in one.totals],
    }


def _bar(bar: Bar) -> dict[str, Any]:
    drawing = render_to_string("participation/results/_bar.svg", {"bar": bar, "ink": settings.AREA["brand"]})
    return {"name": bar.id, "title": bar.title, "alt": f"{bar.title}: {bar.words}", "drawing": drawing}


def _swatch(kind: str) -> str:
    return render_to_string("participation/results/_swatch.svg", {"kind": kind, "ink": settings.AREA["brand"]})


def _difference(one: dict[str, Any]) -> dict[str, Any]:
    given = {"own": one["own"], "who": one["who"], "theirs": one["theirs"]}
    says = _("The service says: %(own)s. %(who)s say: %(theirs)s.") % given
    return {"name": one["name"], "question": one["question"], "says": says, "reply": one["reply"]}
