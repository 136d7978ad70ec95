"""Clauses and sections: each on a page of its own, with its easy read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from charters import document as doc
from charters.actions import (
    ClauseWords,
    Gone,
    SectionWords,
    add_clause,
    add_section,
    change_clause,
    change_section,
    fingerprint,
    new_key,
)
from charters.models import AgreedText, Clause, Section, Version
from charters.models.contents import md5_of
from charters.standing import Spot
from config.lib.wordchanges import compare

from .forms import ClauseForm, SectionForm
from .lines import ClauseLines, Lines
from .pages import about_version
from .writing import Desk, Stand, Told, written

NUMBER_DIGITS = 18


@about_version("GET", "POST")
def add_clause_view(request: HttpRequest, version: Version) -> HttpResponse:
    """A new clause; ?section= says where."""

    def save(told: Told) -> str:
        # What was seen is the key that the page would give: pressing its button twice makes one clause.
        added = add_clause(version_id=version.pk, words=told.form.words(told.easy), key=told.seen)
        return f"clause-{added.pk}"

    desk = Desk(
        version=version,
        title=_("New clause"),
        place="a new clause",
        stands=lambda: Stand({"section": _number(request.GET.get("section", ""))}, seen=new_key()),
        form=lambda *data, **more: ClauseForm(*data, version=version, **more),
        save=save,
        done=_("The clause stands in its section now, at the end."),
        lines=ClauseLines,
        lines_title=_("Easy read"),
    )
    return written(request, desk)


@about_version("GET", "POST")
def change_clause_view(request: HttpRequest, version: Version, clause_id: int) -> HttpResponse:
    """What a clause says, who acts, where it stands, and its lines of easy read."""
    clause = _clause(version, clause_id)

    def save(told: Told) -> str:
        words, seen, still_right = told.form.words(told.easy), told.seen, told.still_right
        change_clause(version_id=version.pk, clause_id=clause_id, words=words, seen=seen, still_right=still_right)
        return f"clause-{clause_id}"

    desk = Desk(
        version=version,
        title=_("Clause %(key)s") % {"key": clause.key} if clause else _("Clause"),
        place=f"clause {clause.key if clause else clause_id}",
        stands=lambda: _clause_stands(clause),
        form=lambda *data, **more: ClauseForm(*data, version=version, **more),
        save=save,
        done=_("Saved."),
        lines=ClauseLines,
        lines_title=_("Easy read"),
        spot=Spot("clause", clause_id),
        anew=reverse("admin:charters_clause_add", args=[version.pk]),
    )
    if clause is not None:
        desk.more["remove"] = reverse("admin:charters_clause_delete", args=[version.pk, clause_id])
        desk.more["written_for"] = written_for(clause)
    return written(request, desk)


def _clause_stands(clause: Clause | None) -> Stand:
    if clause is None:
        raise Gone
    words = ClauseWords.of(clause)
    return Stand(_values(words), words.easy, fingerprint(words), stale_lines(clause))


@about_version("GET", "POST")
def add_section_view(request: HttpRequest, version: Version) -> HttpResponse:
    """A new section; ?under= says in which other one."""

    def save(told: Told) -> str:
        return f"section-{add_section(version_id=version.pk, words=told.form.words(told.easy)).pk}"

    desk = Desk(
        version=version,
        title=_("New section"),
        place="a new section",
        stands=lambda: Stand({"parent": _number(request.GET.get("under", ""))}),
        form=lambda *data, **more: SectionForm(*data, version=version, **more),
        save=save,
        done=_("The section is there. Now add what stands in it."),
        lines=Lines,
        lines_title=_("Heading and opening words in easy read"),
    )
    return written(request, desk)


@about_version("GET", "POST")
def change_section_view(request: HttpRequest, version: Version, section_id: int) -> HttpResponse:
    """What a section says, and where it stands."""
    section = Section.objects.filter(version=version, pk=section_id).first()

    def stands() -> Stand:
        if section is None:
            raise Gone
        words = SectionWords.of(section)
        return Stand(_values(words), words.easy, fingerprint(words))

    def save(told: Told) -> str:
        change_section(version_id=version.pk, section_id=section_id, words=told.form.words(told.easy), seen=told.seen)
        return f"section-{section_id}"

    desk = Desk(
        version=version,
        title=_("Section: %(section)s") % {"section": section} if section else _("Section"),
        place="a section",
        stands=stands,
        form=lambda *data, **more: SectionForm(*data, version=version, section=section, **more),
        save=save,
        done=_("Saved."),
        lines=Lines,
        lines_title=_("Heading and opening words in easy read"),
        spot=Spot("section", section_id),
        anew=reverse("admin:charters_section_add", args=[version.pk]),
        more={"remove": reverse("admin:charters_section_delete", args=[version.pk, section_id])} if section else {},
    )
    return written(request, desk)


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


def written_for(clause: Clause) -> dict[str, Any] | None:
    """The words that stale lines were written for, as far as they are known, and how they changed; None without any."""
    now = md5_of(clause.text)
    wanted = {line.for_md5 for line in clause.lines.all() if line.for_md5 != now}
    if not wanted:
        return None
    old = next((text for text in _earlier_words(clause) if md5_of(text) in wanted), None)
    return {"old": old, "parts": compare(old, clause.text) if old else []}


def _earlier_words(clause: Clause) -> list[str]:
    """What it said in other versions, and in what partners of this one answered to."""
    others = Clause.objects.filter(key=clause.key).exclude(pk=clause.pk).order_by("-version__n")
    texts = list(others.values_list("text", flat=True))
    answered = AgreedText.objects.filter(hash__in=clause.version.agreements.values("hash"))
    for kept in answered.order_by("hash"):
        placed = doc.Document.parse(kept.document).find(clause.key.key)
        texts += [placed.clause.text] if placed else []
    return texts
