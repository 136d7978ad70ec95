"""What the script of the writing page is told: a form in its place, that it was saved, or what stands otherwise now.

Without the script the same acts answer with whole pages. Everything here is JSON; its HTML is that of the pages.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charters.actions import ChangeNote, OpeningWords, fingerprint
from charters.actions.steps import VERSION_FIELDS
from charters.document import EasyLine
from charters.models import Clause, Section, Version

from .lines import BaseLines
from .pages import is_in_place
from .rows import TEMPLATES, ShownClause
from .shown_outline import Outline, ShownSection
from .under import Mark

# A save by itself, while somebody writes: what is wrong is said in a line, and their boxes are left alone.
AUTO = "auto"
# What was saved needs more of the outline than its own row.
OUTLINE = "outline"
# Of the form, what is said of its lines is wanted and nothing more.
ONLY_MARKS = ("only", "marks")


@dataclass(frozen=True)
class Saved:
    """The place of what was saved on the page to go back to, or the address to go on to instead.

    `moved` says that more than this row is otherwise now: others stand elsewhere, came or went.
    """

    place: str
    to: str = ""
    moved: bool = False
    # The clause that it is about and its lines, so that they need not be read again.
    clause: Clause | None = None
    lines: tuple[EasyLine, ...] = ()


def is_auto(request: HttpRequest) -> bool:
    """Whether the script saves by itself, while somebody writes."""
    return is_in_place(request) and AUTO in request.POST


def shown(request: HttpRequest, version: Version, context: dict[str, Any], status: int) -> HttpResponse:
    """A form, or why it was not saved: 200 where nothing was asked to be saved, 422 and 409 otherwise."""
    if request.POST.get(ONLY_MARKS[0]) == ONLY_MARKS[1] and context["lines"] is not None:
        return JsonResponse(_told_of(context["lines"]))
    told = {**context, "version": version, "charter": version.charter, "in_place": True}
    problems = [one.words for one in context["problems"]]
    status = 422 if problems and status == 200 else status
    answer: dict[str, Any] = {"problems": problems}
    if context.get("is_stale") or context.get("is_gone"):
        answer |= {
            "conflict": render_to_string("admin/charters/conflict.html", told, request),
            "seen": context["seen"],
            "action": in_place(context.get("action", "")),
        }
    elif not is_auto(request):
        answer["form"] = render_to_string("admin/charters/writing_form.html", told, request)
    return JsonResponse(answer, status=status)


def done(request: HttpRequest, version: Version, saved: Saved) -> HttpResponse:
    """That it was saved: how it reads in the outline now, and what the next save has to know."""
    at = date_format(timezone.localtime(), "H:i")
    answer = {
        "place": saved.place,
        "said": _("Saved at %(time)s.") % {"time": at},
        "open": in_place(saved.to),
        **_row(request, version, saved),
    }
    if (saved.moved or OUTLINE in request.POST) and not is_auto(request):
        answer |= changed(request, version, None, saved.place)
    return JsonResponse(answer)


def arranged(
    request: HttpRequest, version: Version, said: str, place: str = "", within: Collection[int] | None = None
) -> HttpResponse:
    """That it was done: the parts at the top that are otherwise now, or everything where `within` is None."""
    return JsonResponse({"said": said, "place": place, **changed(request, version, within, place)})


def changed(request: HttpRequest, version: Version, within: Collection[int] | None, place: str = "") -> dict[str, Any]:
    """`whole` is the outline with the part in which `place` stands, `parts` are some of those at the top, by id."""
    outline = Outline(version)
    parts = outline.first(place) if within is None else within
    shown = outline.shown(parts)
    told = {"version": version, "may_write": True}
    if within is None:
        whole = render_to_string("admin/charters/outline.html", {**told, "outline": shown}, request)
        return {"whole": whole, "rows": _own_rows(request, version)}
    return {"parts": {one.section.pk: _branch(request, told, one) for one in shown if one.section.pk in within}}


def _own_rows(request: HttpRequest, version: Version) -> dict[str, str]:
    """What the version says of itself, which stands above the outline."""
    version.refresh_from_db(fields=[*VERSION_FIELDS])
    told = {"version": version, "may_write": True}
    return {name: render_to_string(f"admin/charters/{name}_shown.html", told, request) for name in ("opening", "note")}


def in_place(address: str) -> str:
    """The same address, asked for in place."""
    return f"{address}{'&' if '?' in address else '?'}in=place" if address else ""


def _branch(request: HttpRequest, told: dict[str, Any], branch: ShownSection) -> str:
    return render_to_string("admin/charters/branch.html", {**told, "branch": branch}, request)


def _told_of(lines: BaseLines) -> dict[str, Any]:
    """What is said of each line, and its picture, by its place from 0."""
    pictures = {n: form.picture_shown for n, form in enumerate(lines.forms) if form.picture_shown}
    return {
        "marks": {n: _marked(n, found) for n, found in lines.marks.items()},
        "pictures": {
            n: render_to_string(f"{TEMPLATES}/line_picture.html", {"name": one}) for n, one in pictures.items()
        },
    }


def _marked(n: int, found: Sequence[Mark]) -> str:
    return render_to_string("admin/charters/marks.html", {"marks": found, "n": n, "number": n + 1})


def _row(request: HttpRequest, version: Version, saved: Saved) -> dict[str, Any]:
    """How the row reads, the address of its form and its revision."""
    place = saved.place
    what, _dash, which = place.partition("-")
    told: dict[str, Any] = {"version": version, "may_write": True}
    if what == "clause":
        clause = saved.clause or Clause.objects.select_related("key", "partner").get(pk=which)
        # What it lacks comes with what stands beside the outline: asking takes longer than saving.
        row = ShownClause(clause, saved.lines, may_write=True).shown
        address = reverse("admin:charters_clause_change", args=[version.pk, clause.pk])
        return {"row": row, "action": in_place(address), "seen": str(clause.revision)}
    if what == "section":
        section = Section.objects.get(pk=which)
        row = render_to_string("admin/charters/section_shown.html", {**told, "section": section}, request)
        address = reverse("admin:charters_section_change", args=[version.pk, section.pk])
        return {"row": row, "action": in_place(address), "seen": str(section.revision)}
    version.refresh_from_db(fields=[*VERSION_FIELDS])
    words = OpeningWords.of(version) if place == "opening" else ChangeNote.of(version)
    row = render_to_string(f"admin/charters/{place}_shown.html", told, request)
    return {"row": row, "action": in_place(reverse(f"admin:charters_{place}", args=[version.pk])),
            "seen": fingerprint(words)}  # fmt: skip
