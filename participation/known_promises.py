"""What audits know of a promise, for the pages of charters (charters/known.py): is it kept, and what is done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import known
from charters.easytext import Line, plain_line
from charters.known import Fact, Panel

from . import acted, keeping
from .acted import Count
from .keeping import Kept, Promise, Year
from .models.kinds import Level, PanelKind

NAME = "participation"


def register() -> None:
    known.register_panel(NAME, panel, easy_lines, generations=(keeping.GENERATION,), place=1)
    known.register_facts(NAME, facts, generations=(keeping.GENERATION,))


def panel(slug: str, key: str) -> Panel | None:
    """How services and panels rate it, this year and before, and what is being done about it."""
    years, count = keeping.through_the_years(key), acted.counts(slug).get(key, Count())
    if not years and not count.all:
        return None
    actions, kinds = acted.of_promise(slug, key) if count.all else [], _kinds(years)
    context = {
        "lead": _lead(years[0]) if years else [],
        "years": [_year(one, kinds) for one in years],
        "kinds": [_who(kind) for kind in kinds],
        "questions": _questions(years[0]) if years else [],
        "newest": years[0].year if years else None,
        "levels": [str(level.label) for level in Level],
        "actions": actions,
        "more": count.all - len(actions),
        "count": _actions(count),
    }
    return Panel("is-it-kept", _("Is it kept?"), "participation/promise_known.html", context)


def _lead(one: Year) -> list[str]:
    """The newest year in sentences: services, then what panels say."""
    said = [kept_by(one.promise.services, one.year)] if one.promise.services.of else []
    return [*said, *(panels_say(kind, kept) for kind, kept in one.promise.panels.items())]


def kept_by(services: Kept, year: int) -> str:
    words = ngettext(
        "Kept by %(kept)s of %(n)s service in %(year)s.", "Kept by %(kept)s of %(n)s services in %(year)s.", services.of
    )
    return words % {"kept": services.kept, "n": services.of, "year": year}


def panels_say(kind: str, kept: Kept) -> str:
    """Of the services that a panel spoke of."""
    return _("%(who)s: %(kept)s of %(n)s.") % {"who": _who(kind), "kept": kept.kept, "n": kept.of}


def _who(kind: str) -> str:
    return {PanelKind.YOUNG_PEOPLE: _("Young people"), PanelKind.PARENT_CARERS: _("Parent carers")}[PanelKind(kind)]


def _kinds(years: list[Year]) -> list[str]:
    """The kinds of panel that have a column: those that spoke of it in any year."""
    return [kind for kind in PanelKind.values if any(kind in one.promise.panels for one in years)]


def _year(one: Year, kinds: list[str]) -> dict[str, Any]:
    cells = [one.promise.services, *(one.promise.panels.get(kind) for kind in kinds)]
    return {"year": one.year, "cells": [_cell(kept) for kept in cells], "href": results_of(one.year)}


def results_of(year: int) -> str:
    """The page of a year's results."""
    return reverse("participation:audit", args=[year])


def _cell(kept: Kept | None) -> str:
    return _("%(kept)s of %(n)s") % {"kept": kept.kept, "n": kept.of} if kept and kept.of else _("not asked")


def _questions(one: Year) -> list[dict[str, Any]]:
    """Each question about it, and how many services and panels chose which level: panels beside, never mixed in."""
    return [
        {"text": asked["text"], "rows": [_counts(_("Services"), asked["services"], "not_applicable"), *_panels(asked)]}
        for asked in one.questions
    ]


def _panels(asked: dict[str, Any]) -> list[dict[str, Any]]:
    said = [(kind, counted) for kind, counted in asked["panels"].items() if any(counted.values())]
    return [_counts(_who(kind), counted, "unknown") for kind, counted in said]


def _counts(who: str, counted: dict[str, int], other: str) -> dict[str, Any]:
    return {"who": who, "cells": [*(counted[str(level.value)] for level in Level), counted[other]]}


def facts(slug: str) -> dict[str, Fact]:
    """One quiet line under each promise of a charter."""
    results, counted = keeping.newest(), acted.counts(slug)
    promises, year = (results.promises, results.year) if results else ({}, 0)
    return {key: _fact(promises.get(key), year, counted.get(key, Count())) for key in {*promises, *counted}}


def _fact(one: Promise | None, year: int, count: Count) -> Fact:
    said, easy = [], ""
    if one and one.services.of:
        said = [kept_by(one.services, year), *(panels_say(kind, kept) for kind, kept in one.panels.items())]
        easy = easy_kept_by(one.services)
    return Fact(" ".join([*said, *filter(None, [_actions(count)])]), easy)


def _actions(count: Count) -> str:
    """ "2 actions, 1 overdue." Those that are done are not to be done any more; when all are, that is said."""
    if not count.all:
        return ""
    if not count.open:
        said = ngettext("%(n)s action, done.", "%(n)s actions, all done.", count.all)
        return said % {"n": count.all}
    said = ngettext("%(n)s action to do", "%(n)s actions to do", count.open) % {"n": count.open}
    return f"{said}, {_('%(n)s overdue') % {'n': count.overdue}}." if count.overdue else f"{said}."


def easy_kept_by(services: Kept) -> str:
    return ngettext(
        "%(kept)s of %(n)s service keeps it.", "%(kept)s of %(n)s services keep it.", services.of
    ) % {"kept": services.kept, "n": services.of}  # fmt: skip


def easy_lines(slug: str, key: str) -> list[Line]:
    """Whether it is kept, in the newest year, and how many things are still to do."""
    years, count = keeping.through_the_years(key), acted.counts(slug).get(key, Count())
    found = []
    if years and years[0].promise.services.of:
        found.append(plain_line("tick", easy_kept_by(years[0].promise.services)))
        found += [plain_line("people", _easy_panels(kind, kept)) for kind, kept in years[0].promise.panels.items()]
    if count.open:
        said = ngettext("There is %(n)s thing to do.", "There are %(n)s things to do.", count.open) % {"n": count.open}
        found.append(plain_line("list", said))
    if count.overdue:
        late = ngettext("%(n)s thing is late.", "%(n)s things are late.", count.overdue) % {"n": count.overdue}
        found.append(plain_line("clock", late))
    return found


def _easy_panels(kind: str, kept: Kept) -> str:
    return _("%(who)s say %(kept)s of %(n)s.") % {"who": _who(kind), "kept": kept.kept, "n": kept.of}
