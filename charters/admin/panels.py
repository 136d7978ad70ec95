"""The buttons under the lines of easy read: a panel opens, does one thing, and closes. Nothing else is saved.

A button is `act-place-about`: the place of its line from 0, and what it is about. What is not one of ours, or is about
what is not there, changes nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import pictures
from charters.actions import Gone, Stale, line_fits
from charters.models import Clause, EasyReadLine, Version, WrongState
from charters.standing import Spot
from config.lib.texts import clean_text

from . import picker
from .lines import BUTTON, MOST_LINES, BaseLines, put, rearrange, typed
from .marks import line_of
from .panel_marks import again, leave, reason
from .panel_words import explain, explained, places_of
from .pasting import pasted_lines
from .press import Press, problems_of
from .under import EXPLAIN, FIND, LEAVE, Panel, Under, place


def pressed(
    request: HttpRequest, version: Version, spot: Spot | None, form: type[BaseLines]
) -> tuple[list[dict[str, Any]], Under]:
    """The lines after the button, and what stands under them then. `spot` is where these lines stand."""
    press = Press(request, version, spot, form, typed(request.POST, _names(form)), Under.of(request.POST))
    act, n, press.about = (*request.POST.get(BUTTON, "").split("-", 2), "", "")[:3]
    at = place(n)
    if act in ANYWHERE and not n:
        press.n = len(press.lines) - 1
        ANYWHERE[act](press)
    elif act in BESIDE and at is not None and at < len(press.lines):
        press.n = at
        BESIDE[act](press)
    return press.lines, press.under


def _names(form: type[BaseLines]) -> list[str]:
    return list(form.form.base_fields)


def _add(press: Press) -> None:
    if len(press.lines) < MOST_LINES:
        press.lines.append(dict.fromkeys(_names(press.form), ""))


def _moved(act: str) -> Callable[[Press], None]:
    """A panel goes where its line goes."""

    def moved(press: Press) -> None:
        if press.about:
            return
        before = list(press.lines)
        rearrange(press.lines, act, press.n)
        press.follow(before)

    return moved


def _put(press: Press) -> None:
    """Where it was dragged."""
    before, to = list(press.lines), place(press.about)
    if to is not None and to <= len(press.lines):
        put(press.lines, press.n, to)
        press.follow(before)


def _find(press: Press) -> None:
    """Opens the pictures; pressed again, it looks for the words that stand in the box by now."""
    press.open(Panel(FIND, press.n))


def _take(press: Press) -> None:
    if not pictures.known(press.about):
        panel = press.open(Panel(FIND, press.n))
        panel.problems.append(_("This picture is not here, or somebody has taken it back. Choose another one."))
        return
    press.close(FIND)
    if not picker.taken(press.line, press.about):
        press.says(_("You wrote yourself what the picture shows. Look whether that is right for this one."))


def _close(press: Press) -> None:
    press.under.panel = None


def _paste(press: Press) -> None:
    """Behind this line, or in its place where it is empty."""
    at, before = press.n + 1, list(press.lines)
    if press.lines and not any(press.line.values()):
        del press.lines[press.n]
        at -= 1
    texts, rest = pasted_lines(press.under.pasted, MOST_LINES - len(press.lines))
    press.lines[at:at] = [dict.fromkeys(_names(press.form), "") | {"text": text} for text in texts]
    press.under.pasted = rest
    press.follow(before)
    if rest:
        n = len(rest.splitlines())
        said = ngettext(
            "%(n)s line does not fit and is still in the box: there are %(most)s at most.",
            "%(n)s lines do not fit and are still in the box: there are %(most)s at most.",
            n,
        )
        press.under.problem = said % {"n": n, "most": MOST_LINES}


def _right(press: Press) -> None:
    """A line that was written for older words fits the ones that its clause has now.

    Where the clause's words were changed on this page, they are not saved yet: then its box is ticked instead.
    """
    if press.spot is None or press.spot.kind != "clause" or not press.spot.pk:
        return
    posted = press.request.POST
    clause = Clause.objects.filter(version=press.version, pk=press.spot.pk).first()
    if clause is not None and clean_text(posted.get("text", "")) != clause.text:
        press.line["fits"] = "on"
        press.says(_("You changed the clause. This is kept when you save it."))
        return
    try:
        told: dict[str, Any] = {"version_id": press.version.pk, "clause_id": press.spot.pk, "by": press.request.user.pk}
        fitted = line_fits(**told, text=press.words, seen=place(posted.get("seen", "")) or 0)
    except Stale:
        press.says(_("Somebody else changed this while you wrote. Save, and you see both."))
    except (Gone, WrongState) as error:
        press.says(" ".join(problems_of(error, EasyReadLine)))
    else:
        press.under.fitting.add(press.words)
        press.under.seen = str(fitted.revision)
        press.says(_("It fits what the clause says now."))


Act = Callable[[Press], None]
ANYWHERE: Mapping[str, Act] = {"add": _add, "paste": _paste}
BESIDE: Mapping[str, Act] = {
    **{act: _moved(act) for act in ("up", "down", "out")},
    "put": _put,
    **{"find": _find, "take": _take, "close": _close, "paste": _paste, "right": _right},
    **{"leave": leave, "reason": reason, "again": again},
    **{"explain": explain, "explained": explained},
}


def fill(lines: BaseLines, version: Version) -> None:
    """What the open panel shows, once the lines are as the page will have them; none where its line is not there."""
    panel = lines.under.panel
    if panel is None or panel.n >= len(lines.forms):
        lines.under.panel = None
        return
    if panel.kind == FIND:
        line = line_of(lines.forms[panel.n])
        words = panel.boxes.setdefault("find", line.meaning or line.text)
        panel.shown = picker.shown(words, version)
    elif panel.kind == LEAVE:
        panel.shown = {"marks": [one for one in lines.marks.get(panel.n, ()) if one.rule == panel.about]}
    elif panel.kind == EXPLAIN:
        panel.shown = places_of(panel.boxes.get("word", ""), version)
