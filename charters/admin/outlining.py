"""Acts on rows of the outline: moved, put below one another, joined, deleted, and taken back again."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import actions
from charters.actions import CannotStandThere, Gone, NothingToJoin, NothingToUndo, Stale
from charters.models import Clause, Step, Version, WrongState
from charters.models.steps import Act
from config.lib.broken_rules import rule_broken

from . import in_place
from .pages import GONE, PUBLISHED, is_in_place, refused, told, write_address
from .shown_outline import Outline

Done = Callable[..., Any]
# By the name of the button and what its value names: the act, and what it is given besides.
ACTS: Mapping[tuple[str, str], tuple[Done, dict[str, int], str | Promise]] = {
    ("up", "clause"): (actions.move_clause, {"step": -1}, gettext_lazy("Moved.")),
    ("down", "clause"): (actions.move_clause, {"step": 1}, gettext_lazy("Moved.")),
    ("up", "section"): (actions.move_section, {"step": -1}, gettext_lazy("Moved.")),
    ("down", "section"): (actions.move_section, {"step": 1}, gettext_lazy("Moved.")),
    ("in", "section"): (actions.nest_section, {"step": 1}, gettext_lazy("It stands one level lower.")),
    ("out", "section"): (actions.nest_section, {"step": -1}, gettext_lazy("It stands one level higher.")),
    ("join", "clause"): (actions.join_clauses, {}, gettext_lazy("The two are one clause now.")),
    ("delete", "clause"): (actions.delete_clause, {}, gettext_lazy("Deleted. Undo brings it back.")),
    ("delete", "section"): (actions.delete_section, {}, gettext_lazy("Deleted. Undo brings it back.")),
}
TURNS: Mapping[str, tuple[Done, str | Promise]] = {
    "undo": (actions.undo, gettext_lazy("Taken back.")),
    "redo": (actions.redo, gettext_lazy("Done again.")),
}
TAKEN = gettext_lazy("It cannot be taken back: somebody has changed the same words since.")
PUT = "put"
NAMES = frozenset({*TURNS, PUT, *(name for name, _what in ACTS)})


def outlined(request: HttpRequest, version: Version, button: str) -> HttpResponse:
    """One button, whose value says what: clause-12, section-3; undo and redo need none."""
    what, _dash, which = request.POST[button].partition("-")
    place = f"{what}-{which}"
    try:
        said, within, place = _act(request, version, button, what, which)
    except WrongState:
        return refused(request, version, PUBLISHED)
    except (NothingToJoin, NothingToUndo, CannotStandThere, Gone, Stale) as refusal:
        return refused(request, version, _why(refusal), write_address(version, place))
    except IntegrityError as error:
        return refused(request, version, rule_broken(Clause, error), write_address(version))
    if not said:
        return refused(
            request, version, _("There is no further place. Nothing was moved."), write_address(version, place)
        )
    if is_in_place(request):
        return in_place.arranged(request, version, str(said), place, within)
    return told(request, version, str(said), write_address(version, place))


def _act(
    request: HttpRequest, version: Version, button: str, what: str, which: str
) -> tuple[str | Promise, set[int] | None, str]:
    """What is said of it, "" where nothing moved; which parts are otherwise now, None for all; the row to go on at."""
    about: dict[str, Any] = {"version_id": version.pk, "by": request.user.pk}
    if button in TURNS:
        do, said = TURNS[button]
        return said, None, _place_of(do(**about))
    number, place = _number(which), f"{what}-{which}"
    if button == PUT and what == "clause":
        section = _number(request.POST.get("section", ""))
        before = request.POST.get("before", "")
        was = _sections(version, number)
        actions.put_clause(**about, clause_id=number, section_id=section, before=_number(before) if before else None)
        return gettext_lazy("Moved."), was | Outline(version).tops([section]), place
    if (button, what) not in ACTS:
        raise Http404
    do, more, said = ACTS[(button, what)]
    was = _sections(version, number) if what == "clause" else set()
    done = do(**about, **{f"{what}_id": number}, **more)
    within = was | _sections(version, number) if what == "clause" else None
    return "" if done is False else said, within, place


def _place_of(step: Step) -> str:
    """The row that a step is about."""
    first = step.rows[0]
    if first["what"] != "version":
        return f"{first['what']}-{first['id']}"
    return "note" if step.act == Act.CHANGE_NOTE else "opening"


def _sections(version: Version, clause_id: int) -> set[int]:
    """The part at the top in which this clause stands; none where it has gone."""
    found = Clause.objects.filter(version=version, pk=clause_id).values_list("section", flat=True)
    return Outline(version).tops(found)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _why(refusal: Exception) -> str | Promise:
    said: dict[type[Exception], str | Promise] = {
        NothingToJoin: gettext_lazy("No clause stands behind it in its section."),
        NothingToUndo: gettext_lazy("There is nothing more to take back, or to do again."),
        CannotStandThere: gettext_lazy("It does not fit there: a charter has three levels of sections at most."),
        Gone: GONE,
        Stale: TAKEN,
    }
    return said[type(refusal)]
