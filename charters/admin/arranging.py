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
    move_row,
    remove_row,
)
from charters.actions.beside import find_row
from charters.models import Clause, Section, Version, WrongState
from charters.outline import tree

from . import outlining
from .beside import LISTS, list_or_404, row_id_or_404
from .outlining import outlined
from .pages import GONE, PUBLISHED, about_version, address_of, log, page, refused, told, write_address

STEPS = {"up": -1, "down": 1}


@about_version("POST")
def arrange_view(request: HttpRequest, version: Version) -> HttpResponse:
    """One button, whose value says what: clause-12, section-3 (outlining.py), and `up` or `down` of glossary-7."""
    button = next((name for name in (*STEPS, *outlining.NAMES) if name in request.POST), "")
    of, _dash, which = request.POST.get(button, "").partition("-")
    if of not in LISTS:
        if button not in outlining.NAMES:
            raise Http404
        return outlined(request, version, button)
    if button not in STEPS:
        raise Http404
    place = address_of(version, f"{of}-{which}")
    try:
        row_id = row_id_or_404(LISTS[of], which)
        moved = move_row(kind=LISTS[of].model, version_id=version.pk, row_id=row_id, step=STEPS[button])
    except Gone:
        return refused(request, version, GONE)
    except WrongState:
        return refused(request, version, PUBLISHED)
    if not moved:
        return refused(request, version, _("It stands at the end already. Nothing was moved."), place)
    log(request, version, f"order: {of}")
    return told(request, version, _("Moved."), place)


@dataclass(frozen=True)
class Away:
    """What goes: the question, what is said beside it, the act, and the address to go back to."""

    title: str
    words: list[str]
    act: Callable[[], Any]
    to: str
    also_published: bool = False
    # Kept as a step of writing, which says more than the log.
    is_step: bool = False


@about_version("GET", "POST")
def delete_clause_view(request: HttpRequest, version: Version, clause_id: int) -> HttpResponse:
    clause = Clause.objects.filter(version=version, pk=clause_id).first()
    if clause is None:
        return refused(request, version, GONE)
    away = Away(
        _("Delete this clause?"),
        [clause.text, _("Its easy-read lines go with it. Undo brings it back.")],
        lambda: delete_clause(version_id=version.pk, clause_id=clause_id, by=request.user.pk),
        write_address(version, f"section-{clause.section_id}"),
        is_step=True,
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
        [str(section), f"{holds} {_('Undo brings it back.')}"],
        lambda: delete_section(version_id=version.pk, section_id=section_id, by=request.user.pk),
        write_address(version),
        is_step=True,
    )
    return _away(request, version, away)


@about_version("GET", "POST")
def remove_row_view(request: HttpRequest, version: Version, name: str, row_id: str) -> HttpResponse:
    of = list_or_404(name)
    key = row_id_or_404(of, row_id)
    try:
        shown = of.shown(find_row(of.model, version_id=version.pk, row_id=key))
    except Gone:
        return refused(request, version, GONE, address_of(version, name))
    away = Away(
        _("Take this off the list?"),
        [shown.words, shown.about],
        lambda: remove_row(kind=of.model, version_id=version.pk, row_id=key),
        address_of(version, name),
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
        return page(request, "ask", version, to=away.to, **more)
    try:
        away.act()
    except Gone:
        return refused(request, version, GONE, away.to)
    except WrongState:
        return refused(request, version, PUBLISHED)
    if not away.is_step:
        log(request, version, f"taken out: {away.title}")
    return told(request, version, _("It is gone."), away.to)
