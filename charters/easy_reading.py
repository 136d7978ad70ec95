"""A charter in easy read, a few lines a screen: what a charter is, how many promises, each one, the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import glossary, pictures, words
from charters.body import language
from charters.document import Clause, Document, EasyLine
from charters.easytext import Line, plain_line, screens
from charters.explaining import Explaining
from charters.known import Fact
from charters.models.kinds import CharterKind, PartnerKind

# On one screen, with its buttons ("Next", "Back"; "More about it") and what stands above ("Promise 1 of 9").
WORDS = 25
BUTTONS = 2
MORE = 3
ABOVE = 4


@dataclass(frozen=True)
class Screen:
    """`said` is where the reader is; `now` of `of` promises are read; `anchor` is the same place in all the words.

    `promise` is the key of the promise that ends here; `heads`: the first line is the heading of a section.
    """

    lines: Sequence[Line]
    said: str = ""
    now: int = 0
    of: int = 0
    anchor: str = ""
    promise: str = ""
    heads: bool = False
    is_start: bool = False
    is_end: bool = False


def screens_of(document: Document, kind: str, facts: Mapping[str, Fact] | None = None) -> list[Screen]:
    """All screens in order. `facts`: what is known of promises, in a line after each."""
    explaining, of = Explaining(glossary.of(document)), len(document.promises)
    found = [*_opening(document, kind, explaining, of), *_inside(document, explaining, 0, of, facts or {})]
    if document.promises:
        found.append(Screen([plain_line("flag", _("That was the last promise."))], is_end=True))
    else:
        found.append(Screen([plain_line("flag", _("That was all."))], is_end=True))
    return found


def screens_of_opening(document: Document, kind: str, *, of: int) -> list[Screen]:
    """The first screens alone: what this is, and that there are so many promises."""
    return list(_opening(document, kind, Explaining(glossary.of(document)), of))


def screens_of_part(document: Document, *, before: int, of: int) -> list[Screen]:
    """The screens of some sections alone, with so many promises before them and so many in all.

    What a hard word means is said as if nothing stood before them.
    """
    return list(_inside(document, Explaining(glossary.of(document)), before, of))


def place_of_promise(screens: Sequence[Screen], key: str) -> int:
    """The number of the screen on which a promise ends, from 1; that of the first where it does not stand."""
    return next((number for number, screen in enumerate(screens, start=1) if screen.promise == key), 1)


def _opening(document: Document, kind: str, explaining: Explaining, n: int) -> Iterator[Screen]:
    """What this is, in its own easy words where it has some; then how many promises."""
    own = lines_of(document.easy_intro, document)
    opening = [plain_line("list", _what_it_is(kind)), *(own or list(_who_helped(document)))]
    for number, lines in enumerate(screens(explaining.lines(opening))):
        yield Screen(lines, said=_title(document, lines) if number == 0 else "")
    if n:
        said = ngettext("There is %(n)s promise.", "There are %(n)s promises.", n) % {"n": n}
        yield Screen([plain_line("list", said)], is_start=True)


def _what_it_is(kind: str) -> str:
    return {
        CharterKind.CHARTER: _("A charter is a list of promises."),
        CharterKind.POLICY: _("A policy says how we work."),
        CharterKind.STANDARDS: _("Standards say what good work is."),
        CharterKind.PROTOCOL: _("This is a list of promises."),
    }[CharterKind(kind)]


def _who_helped(document: Document) -> Iterator[Line]:
    kinds = {partner.kind for partner in document.partners}
    if PartnerKind.YOUNG_PEOPLE in kinds:
        yield plain_line("people", _("Young people helped write it."))
    elif PartnerKind.PARENT_CARERS in kinds:
        yield plain_line("people", _("Families helped write it."))


def _title(document: Document, lines: Sequence[Line]) -> str:
    """The title, where it leaves the screen short enough to be read at once."""
    said = sum(len(line["text"].split()) for line in lines) + BUTTONS
    return document.title if said + len(document.title.split()) <= WORDS else ""


def _inside(
    document: Document, explaining: Explaining, now: int, of: int, facts: Mapping[str, Fact] = MappingProxyType({})
) -> Iterator[Screen]:
    """Each section's own lines, and its clauses. What has no easy read is left out: only promises must have some."""
    for section in document.walk():
        for number, lines in enumerate(_parted(lines_of(section.easy, document), explaining)):
            yield Screen(lines, now=now, of=of, anchor=f"section-{section.n}", heads=number == 0)
        for clause in section.clauses:
            now += clause.is_promise
            parted = _parted([*lines_of(clause.easy, document), *_fact_lines(facts.get(clause.key))], explaining)
            yield from _clause_screens(clause, parted, now, of)


def _fact_lines(fact: Fact | None) -> list[Line]:
    return [plain_line("tick", fact.easy)] if fact and fact.easy else []


def _clause_screens(clause: Clause, parted: list[list[Line]], now: int, of: int) -> Iterator[Screen]:
    if clause.is_promise:
        said = _("Promise %(now)s of %(of)s") % {"now": now, "of": of}
    else:
        said = words.what_clauses_are(clause.kind)
    for number, lines in enumerate(parted, start=1):
        ends = clause.key if clause.is_promise and number == len(parted) else ""
        yield Screen(lines, said=said, now=now, of=of, anchor=clause.key, promise=ends)


def _parted(lines: Iterable[Line], explaining: Explaining) -> list[list[Line]]:
    return screens(explaining.lines(lines), most=WORDS - BUTTONS - MORE - ABOVE)


def lines_of(given: Iterable[EasyLine], document: Document) -> list[Line]:
    """Lines of a document, in its language."""
    spoken = language(document.language)
    lines = [as_line(one) for one in given]
    return [{**line, "lang": spoken["lang"], "dir": spoken["dir"]} for line in lines] if spoken["lang"] else lines


def as_line(given: EasyLine) -> Line:
    """A line of the document. A picture that we do not have any more is left out: its words stand."""
    known = pictures.known(given.picture)
    return Line(picture=given.picture if known else "", text=given.text, alt=given.alt if known else "")
