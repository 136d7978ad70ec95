"""Up, down, and away: the buttons of the version's page, and the pages that ask once more before anything goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.actions import (
    Gone,
    delete_clause,
    delete_section,
    move_clause,
    move_row,
    move_section,
    remove_row,
)
from charters.actions.beside import find_row
from charters.models import Clause, Section, Version, WrongState
from charters.outline import tree

from .beside import LISTS, list_or_404, row_id_or_404
from .pages import GONE, PUBLISHED, about_version, log, page, refused, told

STEPS = {"up": -1, "down": 1}


@about_version("POST")
def arrange_view(request: HttpRequest, version: Version) -> HttpResponse:
    """One button, `up` or `down`, whose value says what: clause-12, section-3, glossary-7."""
    button = next((name for name in STEPS if name in request.POST), None)
    what, _dash, which = request.POST.get(button or "", "").partition("-")
    if button is None or (what not in ("clause", "section") and what not in LISTS):
        raise Http404
    try:
        moved = _move(version, what, which, STEPS[button])
    except Gone:
        return refused(request, version, GONE)
    except WrongState:
        return refused(request, version, PUBLISHED)
    if not moved:
        return refused(request, version, _("It stands at the end already. Nothing was moved."), f"{what}-{which}")
    log(request, version, f"order: {what}")
    return told(request, version, _("Moved."), f"{what}-{which}")


def _move(version: Version, what: str, which: str, step: int) -> bool:
    if what in LISTS:
        of = LISTS[what]
        return move_row(kind=of.model, version_id=version.pk, row_id=row_id_or_404(of, which), step=step)
    if not (which.isascii() and which.isdigit() and len(which) < 19):
        raise Http404
    if what == "clause":
        return move_clause(version_id=version.pk, clause_id=int(which), step=step)
    return move_section(version_id=version.pk, section_id=int(which), step=step)


@dataclass(frozen=True)
class Away:
    """What goes: the question, what is said beside it, the act, and the place to go back to."""

    title: str
    words: list[str]
    act: Callable[[], Any]
    place: str
    also_published: bool = False


@about_version("GET", "POST")
def delete_clause_view(request: HttpRequest, version: Version, clause_id: int) -> HttpResponse:
    clause = Clause.objects.filter(version=version, pk=clause_id).first()
    if clause is None:
        return refused(request, version, GONE)
    away = Away(
        _("Delete this clause?"),
        [clause.text, _("Its easy-read lines go with it. It cannot be undone.")],
        lambda: delete_clause(version_id=version.pk, clause_id=clause_id),
        f"section-{clause.section_id}",
    )
    return _away(request, version, away)


@about_version("GET", "POST")
def delete_section_view(request: HttpRequest, version: Version, section_id: int) -> HttpResponse:
    section = Section.objects.filter(version=version, pk=section_id).first()
    if section is None:
        return refused(request, version, GONE)
    branches = [found for top in tree(version.sections.all()) for found in top.walk()]
    inside = [one.section.pk for found in branches if found.section.pk == section_id for one in found.walk()]
    n = Clause.objects.filter(section__in=inside).count()
    holds = ngettext("%(n)s clause goes with it.", "%(n)s clauses go with it.", n) % {"n": n}
    away = Away(
        _("Delete this section?"),
        [str(section), f"{holds} {_('It cannot be undone.')}"],
        lambda: delete_section(version_id=version.pk, section_id=section_id),
        "outline",
    )
    return _away(request, version, away)


@about_version("GET", "POST")
def remove_row_view(request: HttpRequest, version: Version, name: str, row_id: str) -> HttpResponse:
    of = list_or_404(name)
    key = row_id_or_404(of, row_id)
    try:
        shown = of.shown(find_row(of.model, version_id=version.pk, row_id=key))
    except Gone:
        return refused(request, version, GONE, name)
    away = Away(
        _("Take this off the list?"),
        [shown.words, shown.about],
        lambda: remove_row(kind=of.model, version_id=version.pk, row_id=key),
        name,
        also_published=of.after_publishing,
    )
    return _away(request, version, away)


def _away(request: HttpRequest, version: Version, away: Away) -> HttpResponse:
    """GET asks once more, POST does it."""
    if not version.is_open and not away.also_published:
        return refused(request, version, PUBLISHED)
    if request.method == "GET":
        button = _("Yes, take it out")
        more: dict[str, Any] = {"title": away.title, "words": away.words, "button": button, "danger": True}
        return page(request, "ask", version, place=away.place, **more)
    try:
        away.act()
    except Gone:
        return refused(request, version, GONE, away.place)
    except WrongState:
        return refused(request, version, PUBLISHED)
    log(request, version, f"taken out: {away.place}")
    return told(request, version, _("It is gone."), away.place)
