"""The pictures of staff that a document names, and the document without some of them."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from charters import uploaded
from charters.document import Document, EasyLine, Section


def pictures_of(document: Document) -> set[str]:
    """The SHA-256 of each."""
    return {line.picture for line in document.easy_lines if uploaded.is_uploaded(line.picture)}


def gone_from(document: Document) -> set[str]:
    """Those that may not be shown: they were taken back, or were never here."""
    named = pictures_of(document)
    return named - set(uploaded.in_use()) if named else set()


def without(document: Document, gone: Collection[str]) -> Document:
    """The same words, with no picture where one of these stood."""
    if not gone:
        return document
    return replace(
        document,
        easy_intro=_kept(document.easy_intro, gone),
        easy_note=_kept(document.easy_note, gone),
        sections=_sections(document.sections, gone),
    )


def _sections(sections: Iterable[Section], gone: Collection[str]) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            easy=_kept(section.easy, gone),
            clauses=tuple(replace(clause, easy=_kept(clause.easy, gone)) for clause in section.clauses),
            sections=_sections(section.sections, gone),
        )
        for section in sections
    )


def _kept(lines: Iterable[EasyLine], gone: Collection[str]) -> tuple[EasyLine, ...]:
    return tuple(replace(line, picture="", alt="") if line.picture in gone else line for line in lines)
