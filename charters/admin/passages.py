"""What stands in a version now: the whole of it, one section with what is below it, or its opening words alone.

Its sections are numbered by their keys in the database, so that a place has one name, here as on the other pages of the
desk, whatever is put in before it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from charters import document as doc
from charters.actions import document_of
from charters.document import Document, clauses_in, lines_in
from charters.models import Version
from charters.models.kinds import ClauseKind
from charters.outline import Branch, reading_order, tree

OPENING = "opening"
NUMBER_DIGITS = 18
CLAUSES = "SELECT s.id, charters_clauses_json(s.id) FROM charters_section s WHERE s.id = ANY (%s)"


class Passage(NamedTuple):
    """A piece of a version as a document of its own. Of all promises, which are `of`, `before` stand before it."""

    document: Document
    before: int
    of: int


def passage(version: Version, asked: str) -> Passage | None:
    """The section with this key, the opening words, or with "" everything; None where there is no such section."""
    if asked.isascii() and asked.isdigit() and len(asked) <= NUMBER_DIGITS:
        # Of 500 clauses, making the whole document would take several times as long as a look at one section may.
        return _section(version, int(asked)) if version.is_open else _cut(_whole(version), int(asked))
    if asked == OPENING:
        return _opening(version) if version.is_open else _opening_of(_whole(version))
    document = _whole(version)
    return None if asked else Passage(document, 0, len(document.promises))


def _whole(version: Version) -> Document:
    document = Document.parse(document_of(version))
    keys = (section.pk for section in reading_order(tree(version.sections.all())))
    return replace(document, sections=_numbered(document.sections, keys))


def _numbered(sections: Iterable[doc.Section], keys: Iterator[int]) -> tuple[doc.Section, ...]:
    """With none left, because somebody has added a section since, 0 will do: nobody has asked for it yet."""
    return tuple(replace(one, n=next(keys, 0), sections=_numbered(one.sections, keys)) for one in sections)


def _cut(document: Document, pk: int) -> Passage | None:
    before = 0
    for one in document.walk():
        if one.n == pk:
            return Passage(
                _part(document.title, document.language, document.glossary, one), before, len(document.promises)
            )
        before += sum(clause.is_promise for clause in one.clauses)
    return None


def _opening_of(document: Document) -> Passage:
    part = _part(document.title, document.language, document.glossary)
    part = replace(part, intro=document.intro, easy_intro=document.easy_intro, partners=document.partners)
    return Passage(part, 0, len(document.promises))


def _section(version: Version, pk: int) -> Passage | None:
    is_promise = Q(clauses__kind=ClauseKind.COMMITMENT)
    branches = tree(version.sections.annotate(promises=Count("clauses", filter=is_promise)))
    before = of = 0
    found: Branch | None = None
    for branch in (inner for top in branches for inner in top.walk()):
        if branch.section.pk == pk:
            found, before = branch, of
        of += branch.section.promises  # type: ignore[attr-defined]
    if found is None:
        return None
    return Passage(_part_of(version, _grown(found, _clauses(found))), before, of)


def _clauses(branch: Branch) -> dict[int, tuple[doc.Clause, ...]]:
    """Of the section and of all below it, by the keys of the sections."""
    with connection.cursor() as cursor:
        cursor.execute(CLAUSES, [[one.section.pk for one in branch.walk()]])
        return {pk: clauses_in(content) for pk, content in cursor.fetchall()}


def _grown(branch: Branch, clauses: Mapping[int, tuple[doc.Clause, ...]]) -> doc.Section:
    row = branch.section
    return doc.Section(
        n=row.pk,
        depth=row.depth,
        label=row.label,
        heading=row.heading,
        intro=row.intro,
        easy=lines_in(row.easy),
        clauses=clauses.get(row.pk, ()),
        sections=tuple(_grown(below, clauses) for below in branch.branches),
    )


def _opening(version: Version) -> Passage:
    """Who the partners are is told too: easy read says who helped."""
    of = version.clauses.filter(kind=ClauseKind.COMMITMENT).count()
    rows = version.partners.select_related("partner").order_by("position")
    partners = tuple(doc.Partner(row.partner.name, row.partner.kind, row.required, None) for row in rows)
    easy = lines_in(version.easy_intro)
    return Passage(replace(_part_of(version), intro=version.intro, easy_intro=easy, partners=partners), 0, of)


def _part_of(version: Version, *sections: doc.Section) -> Document:
    glossary = tuple(doc.GlossaryWord(*told) for told in version.glossary.values_list("word", "meaning"))
    return _part(version.title, version.language, glossary, *sections)


def _part(title: str, language: str, glossary: tuple[doc.GlossaryWord, ...], *sections: doc.Section) -> Document:
    """A document of nothing else, with the version's own words, which are explained wherever they stand."""
    return Document(title, language, "", (), None, "", (), sections, None, glossary, (), (), ())
