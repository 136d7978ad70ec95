"""Clauses and sections: each in a form of its own, with its easy read."""

import re
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from charters import document as doc
from charters.actions import (
    ClauseWords,
    Gone,
    SectionWords,
    Seen,
    add_clause,
    add_section,
    change_clause,
    change_section,
    join_clauses,
    move_clause,
    new_key,
    split_clause,
)
from charters.document import EasyLine
from charters.models import AgreedText, Clause, Section, Step, Version
from charters.models.contents import md5_of
from charters.standing import Spot
from config.lib.wordchanges import compare

from . import in_place
from .forms import ClauseForm, SectionForm
from .in_place import Saved
from .lines import ClauseLines, Lines
from .pages import about_version
from .writing import Desk, Stand, Told, written

NUMBER_DIGITS = 18
# What a button that saves does besides: the words are split at their empty lines, joined with those of the next clause,
# moved, or another clause is begun behind.
THEN, SPLIT, JOIN, ADD = "then", "split", "join", "add"
MOVES = {"up": -1, "down": 1}


@about_version("GET", "POST")
def add_clause_view(request: HttpRequest, version: Version) -> HttpResponse:
    """A new clause; ?section= says where, ?after= behind which other one."""
    after = _number(request.GET.get("after", ""))

    @transaction.atomic
    def save(told: Told) -> Saved:
        # What was seen is the key that the page would give: pressing its button twice makes one clause.
        words, by = told.form.words(told.easy), request.user.pk
        added = add_clause(version_id=version.pk, words=words, key=told.seen, after=after, by=by)
        parts = _parts(words) if request.POST.get(THEN) == SPLIT else [words]
        if len(parts) > 1:
            seen = Seen(added.revision)
            split_clause(version_id=version.pk, clause_id=added.pk, parts=parts, seen=seen, by=by)
        return _saved(request, added, words.easy, moved=len(parts) > 1)

    desk = Desk(
        version=version,
        title=_("New clause"),
        place="a new clause",
        stands=lambda: Stand({"section": _number(request.GET.get("section", ""))}, seen=new_key()),
        form=lambda *data, **more: ClauseForm(*data, version=version, **more),
        save=save,
        done=_("The clause stands in its section now."),
        lines=ClauseLines,
        lines_title=_("Easy read"),
        is_row=True,
        more={"is_clause": True},
    )
    return written(request, desk)


def _saved(request: HttpRequest, clause: Clause, easy: tuple[EasyLine, ...], *, moved: bool = False) -> Saved:
    """Back to its place, or on to a new one right behind it."""
    to = ""
    if request.POST.get(THEN) == ADD:
        address = reverse("admin:charters_clause_add", args=[clause.version_id])
        to = f"{address}?section={clause.section_id}&after={clause.pk}"
    return Saved(f"clause-{clause.pk}", to, moved, clause, easy)


@about_version("GET", "POST")
def change_clause_view(request: HttpRequest, version: Version, clause_id: int) -> HttpResponse:
    """What a clause says, who acts, where it stands, and its lines of easy read."""
    # Read where it is shown: a save that goes well needs none of it.
    clause = cache(partial(_clause, version, clause_id))
    desk = Desk(
        version=version,
        title=lambda: _("Clause %(key)s") % {"key": getattr(clause(), "key", "")},
        place="a clause",
        stands=lambda: _clause_stands(clause()),
        form=lambda *data, **more: ClauseForm(*data, version=version, **more),
        save=lambda told: _save_clause(request, version, clause_id, told),
        done=_("Saved."),
        lines=ClauseLines,
        lines_title=_("Easy read"),
        anew=reverse("admin:charters_clause_add", args=[version.pk]),
        spot=Spot("clause", clause_id),
        is_row=True,
        more={
            "is_clause": True,
            "clause": clause,
            "remove": reverse("admin:charters_clause_delete", args=[version.pk, clause_id]),
            "written_for": lambda: written_for(clause()),
        },
    )
    return written(request, desk)


@transaction.atomic
def _save_clause(request: HttpRequest, version: Version, clause_id: int, told: Told) -> Saved:
    """With what the button `then` says besides."""
    words, seen = told.form.words(told.easy), Seen(_number(told.seen) or 0, told.still_right)
    then = request.POST.get(THEN)
    about: dict[str, Any] = {"version_id": version.pk, "clause_id": clause_id, "by": request.user.pk}
    parts = _parts(words) if then == SPLIT else [words]
    if len(parts) > 1:
        _first, *others = split_clause(**about, parts=parts, seen=seen)
        return Saved(f"clause-{others[0].pk}", moved=True)
    stood = None if in_place.is_auto(request) else _stood_in(clause_id)
    changed = change_clause(**about, words=words, seen=seen)
    if then == JOIN:
        join_clauses(**about)
    elif then in MOVES:
        move_clause(**about, step=MOVES[then])
    is_moved = then == JOIN or then in MOVES or stood not in (None, words.section_id)
    return _saved(request, changed, words.easy, moved=is_moved)


def _stood_in(clause_id: int) -> int | None:
    """The section in which it stands before it is saved: from one to another, both look otherwise."""
    return Clause.objects.filter(pk=clause_id).values_list("section", flat=True).first()


def _parts(words: ClauseWords) -> list[ClauseWords]:
    """A clause for each paragraph; the lines of easy read stay with the first."""
    first, *others = [part for part in re.split(r"\n\s*\n", words.text) if part]
    return [replace(words, text=first), *(replace(words, text=part, easy=()) for part in others)]


def _clause_stands(clause: Clause | None) -> Stand:
    if clause is None:
        raise Gone
    words = ClauseWords.of(clause)
    return Stand(_values(words), words.easy, str(clause.revision), stale_lines(clause))


@about_version("GET", "POST")
def add_section_view(request: HttpRequest, version: Version) -> HttpResponse:
    """A new section; ?under= says in which other one."""

    def save(told: Told) -> Saved:
        words, by = told.form.words(told.easy), request.user.pk
        added = add_section(version_id=version.pk, words=words, made_as=told.seen, by=by)
        return Saved(f"section-{added.pk}")

    desk = Desk(
        version=version,
        title=_("New section"),
        place="a new section",
        stands=lambda: Stand({"parent": _number(request.GET.get("under", ""))}, seen=new_key()),
        form=lambda *data, **more: SectionForm(*data, version=version, **more),
        save=save,
        done=_("The section is there. Now add what stands in it."),
        lines=Lines,
        lines_title=_("Heading and opening words in easy read"),
        is_row=True,
    )
    return written(request, desk)


@about_version("GET", "POST")
def change_section_view(request: HttpRequest, version: Version, section_id: int) -> HttpResponse:
    """What a section says, and where it stands."""
    section = Section.objects.filter(version=version, pk=section_id).first()
    remove = reverse("admin:charters_section_delete", args=[version.pk, section_id])

    def save(told: Told) -> Saved:
        words, seen = told.form.words(told.easy), Seen(_number(told.seen) or 0)
        change_section(version_id=version.pk, section_id=section_id, words=words, seen=seen, by=request.user.pk)
        return Saved(f"section-{section_id}", moved=section is not None and section.parent_id != words.parent_id)

    desk = Desk(
        version=version,
        title=_("Section: %(section)s") % {"section": section} if section else _("Section"),
        place="a section",
        stands=lambda: _section_stands(section),
        form=lambda *data, **more: SectionForm(*data, version=version, section=section, **more),
        save=save,
        done=_("Saved."),
        lines=Lines,
        lines_title=_("Heading and opening words in easy read"),
        spot=Spot("section", section_id),
        anew=reverse("admin:charters_section_add", args=[version.pk]),
        is_row=True,
        more={"remove": remove} if section else {},
    )
    return written(request, desk)


def _section_stands(section: Section | None) -> Stand:
    if section is None:
        raise Gone
    words = SectionWords.of(section)
    return Stand(_values(words), words.easy, str(section.revision))


def _clause(version: Version, clause_id: int) -> Clause | None:
    found = Clause.objects.filter(version=version, pk=clause_id)
    return found.select_related("key", "version").prefetch_related("lines").first()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS else None


def _values(words: ClauseWords | SectionWords) -> dict[str, Any]:
    """By the names of the boxes."""
    return {name.removesuffix("_id"): value for name, value in vars(words).items() if name != "easy"}


def stale_lines(clause: Clause) -> frozenset[str]:
    """The lines that were written for other words than the clause has now."""
    now = md5_of(clause.text)
    return frozenset(line.text for line in clause.lines.all() if line.for_md5 != now)


def written_for(clause: Clause | None) -> dict[str, Any] | None:
    """The words that stale lines were written for, as far as they are known, and how they changed; None without any."""
    if clause is None:
        return None
    now = md5_of(clause.text)
    wanted = {line.for_md5 for line in clause.lines.all() if line.for_md5 != now}
    if not wanted:
        return None
    old = next((text for text in _earlier_words(clause) if md5_of(text) in wanted), None)
    return {"old": old, "parts": compare(old, clause.text) if old else []}


def _earlier_words(clause: Clause) -> list[str]:
    """What it said in this draft before, in other versions, and in what partners of this one answered to."""
    steps = Step.objects.filter(version=clause.version, rows__contains=[{"what": "clause", "id": clause.pk}])
    rows = [
        row for step in steps.order_by("-pk") for row in step.rows if (row["what"], row["id"]) == ("clause", clause.pk)
    ]
    texts = [stood["text"] for row in rows for stood in (row["before"], row["after"]) if stood]
    others = Clause.objects.filter(key=clause.key).exclude(pk=clause.pk).order_by("-version__n")
    texts += others.values_list("text", flat=True)
    answered = AgreedText.objects.filter(hash__in=clause.version.agreements.values("hash"))
    for kept in answered.order_by("hash"):
        placed = doc.Document.parse(kept.document).find(clause.key.key)
        texts += [placed.clause.text] if placed else []
    return texts
