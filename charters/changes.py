"""What changed between two versions, in words: the context of templates/charters/_changes.html."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import words
from charters.body import promise_addresses
from charters.comparing import ClauseChange, Comparison, EasyChange, ListChange, SectionChange, Words
from charters.document import Clause, Document
from config.lib.wordchanges import Part

Address = Callable[[str], str]
GREEN, YELLOW, PURPLE = "govuk-tag--green", "govuk-tag--yellow", "govuk-tag--purple"


@dataclass(frozen=True)
class Shown:
    """One thing that changed: words for what happened to it, sentences about it, and its text, marked where it changed.

    Each tag is a word and the class of its colour. `easy` marks what changed in its easy read.
    """

    tags: list[tuple[str, str]] = field(default_factory=list)
    label: str = ""
    said: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    easy: list[Part] = field(default_factory=list)
    href: str = ""


@dataclass(frozen=True)
class ShownSection:
    """`changes` of the section itself come before those of its clauses."""

    title: str
    changes: list[Shown]


def page(comparison: Comparison, slug: str = "") -> dict[str, Any]:
    """Everything that changed. With `slug` each promise leads to its page, which one has only once it is public."""
    address = promise_addresses(slug) if slug else None
    return {
        "changed": comparison.changed,
        "summary": list(_summary(comparison)),
        "around": list(_around(comparison)),
        "sections": [_section(section, address) for section in comparison.sections],
    }


def _summary(comparison: Comparison) -> Iterator[str]:
    """How many clauses came, went, and are otherwise. One that was reworded and moved counts as both."""
    counts: Counter[str] = Counter()
    for change in comparison.clauses:
        counts["added"] += change.added
        counts["removed"] += change.removed
        counts["reworded"] += change.reworded
        counts["moved"] += change.moved
    said = {
        "added": ngettext("%(n)s new point", "%(n)s new points", counts["added"]),
        "reworded": ngettext("%(n)s point with new words", "%(n)s points with new words", counts["reworded"]),
        "moved": ngettext("%(n)s point in another place", "%(n)s points in another place", counts["moved"]),
        "removed": ngettext("%(n)s point taken out", "%(n)s points taken out", counts["removed"]),
    }
    yield from (words_for % {"n": counts[what]} for what, words_for in said.items() if counts[what])
    if comparison.same:
        same = ngettext("%(n)s point is the same", "%(n)s points are the same", comparison.same)
        yield same % {"n": comparison.same}


def _around(comparison: Comparison) -> Iterator[Shown]:
    """What changed around the sections."""
    old, new = comparison.old, comparison.new
    if comparison.title.changed:
        yield Shown(label=_("Title"), parts=comparison.title.parts)
    if comparison.intro.changed:
        yield Shown(label=_("Opening words"), parts=comparison.intro.parts)
    if comparison.easy_intro.changed:
        yield _easy(comparison.easy_intro, label=_("Opening words in easy read"))
    if comparison.review_changed:
        yield Shown(label=_("Looked at again by"), parts=Words(_day(old), _day(new)).parts)
    if comparison.rules_changed:
        yield Shown(label=_("How we meet"), parts=Words(_rules(old), _rules(new)).parts)
    alike = _("Who has to agree, or a logo, changed: %(what)s.")
    yield from _list(comparison.partners, _("Partners"), lambda one: one.name, alike)
    yield from _list(comparison.glossary, _("Words explained"), lambda one: f"{one.word}: {one.meaning}")
    alike = _("It is in another place now: %(what)s.")
    yield from _list(comparison.references, _("Other papers"), lambda one: one.title, alike)
    alike = _("A new file has the same title: %(what)s.")
    yield from _list(comparison.attachments, _("Files"), lambda one: f"{one.title} ({words.file_words(one)})", alike)


def _day(document: Document) -> str:
    return words.day(document.review_by) if document.review_by else ""


def _rules(document: Document) -> str:
    return "\n".join(f"{about}: {rule}" for about, rule in words.rules(document.meeting_rules))


def _list(change: ListChange[Any], label: str, name: Callable[[Any], str], alike: str = "") -> Iterator[Shown]:
    """The lines of a list that came, went or are otherwise. `alike` says of one what its words do not show."""
    if not change.changed:
        return
    seen = [(name(before), name(one)) for before, one in change.altered if name(before) != name(one)]
    old = [*map(name, change.removed), *(before for before, _one in seen)]
    new = [*map(name, change.added), *(one for _before, one in seen)]
    said = [alike % {"what": name(one)} for before, one in change.altered if name(before) == name(one)]
    yield Shown(label=label, said=said, parts=Words("\n".join(old), "\n".join(new)).parts)


def _easy(change: EasyChange, *, label: str) -> Shown:
    if change.only_pictures:
        return Shown(label=label, said=[_("Only the pictures changed.")])
    return Shown(label=label, parts=change.words.parts)


def _section(change: SectionChange, address: Address | None) -> ShownSection:
    own = list(_own(change))
    return ShownSection(change.section.title, [*own, *(_clause(one, address) for one in change.clauses)])


def _own(change: SectionChange) -> Iterator[Shown]:
    """What happened to a section itself. One without a title came or went with its clauses, and they say so."""
    if change.added and change.section.title:
        yield Shown(tags=[(_("New part"), GREEN)])
    elif change.removed and change.section.title:
        yield Shown(tags=[(_("Part taken out"), YELLOW)])
    elif change.renamed:
        yield Shown(tags=[(_("New heading"), "")], parts=change.title.parts)
    if change.moved:
        yield Shown(tags=[(_("Part moved"), PURPLE)])
    if change.intro.changed:
        yield Shown(parts=change.intro.parts)
    if change.easy.changed:
        yield _easy(change.easy, label=_("In easy read"))


def _clause(change: ClauseChange, address: Address | None) -> Shown:
    clause = change.clause
    marked = change.added or change.removed or change.reworded
    return Shown(
        tags=list(_tags(change)),
        label=words.who_unsaid(clause),
        said=list(_said(change)),
        parts=change.words.parts if marked else [],
        text=[] if marked else words.paragraphs(clause.text),
        # New and lost clauses are told by their own words.
        easy=change.easy.words.parts if change.easy_changed and change.easy.words.changed else [],
        href=address(clause.key) if address and clause.is_promise else "",
    )


def _tags(change: ClauseChange) -> Iterator[tuple[str, str]]:
    if change.added:
        yield _("New"), GREEN
    if change.removed:
        yield _("Taken out"), YELLOW
    if change.reworded:
        yield _("New words"), ""
    if change.moved:
        yield _("Moved"), PURPLE
    if change.kind_changed:
        yield words.what_clauses_are(change.clause.kind), ""


def _said(change: ClauseChange) -> Iterator[str]:
    old, new = change.old, change.new
    if change.moved_from is not None and change.moved_from.title:
        yield _("It stood in “%(section)s” before.") % {"section": change.moved_from.title}
    elif change.moved:
        yield _("It stood in another place before.")
    if old is None or new is None:
        return
    if change.kind_changed:
        kinds = {"old": words.what_clauses_are(old.kind), "new": words.what_clauses_are(new.kind)}
        yield _("Before: %(old)s. Now: %(new)s.") % kinds
    elif change.actor_changed:
        yield _("Who keeps it now: %(new)s. Before: %(old)s.") % {
            "old": words.who_keeps(old),
            "new": words.who_keeps(new),
        }
    if change.date_changed:
        yield _when(old, new)
    if change.easy_changed and change.easy.only_pictures:
        yield _("The pictures of its easy read changed.")


def _when(old: Clause, new: Clause) -> str:
    none = _("no date")
    days = {
        "old": words.day(old.target_date) if old.target_date else none,
        "new": words.day(new.target_date) if new.target_date else none,
    }
    return _("To be done by: %(new)s. Before: %(old)s.") % days
