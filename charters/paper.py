"""A version on paper, in all its words: what templates/print/charter.typ is given.

Only what stands in the document, and which version it is: both never change, so neither does the file. Who agreed later
and who is thanked stand beside the document, and on its page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from charters import body, words
from charters.document import Clause, Document, Reference, Section
from charters.models.kinds import ClauseKind, ReferenceKind
from post.links import in_full

# Points. Large print begins at 16; 18 is what most people who ask for it are given (UKAAF).
SIZE, SMALLEST, LONGEST = 12, 10, 44
LARGE_SIZE, LARGE_LONGEST = 18, 28
# A longer clause may go on over the page.
LETTERS_TOGETHER = 600
# Of a title, at the foot of each page.
LETTERS_AT_FOOT = 40


@dataclass(frozen=True)
class Edition:
    """Which version is printed, and of what kind of charter. `made` is the day it came into force; of a draft, today.

    `hex` is the SHA-256 of the document.
    """

    slug: str
    kind: str
    n: int
    made: datetime
    hex: str
    is_draft: bool = False

    @property
    def address(self) -> str:
        """Where this version stays for ever."""
        return in_full(reverse("charters:version", args=[self.slug, self.n]))

    @property
    def now_address(self) -> str:
        """Where the version in force stands."""
        return in_full(reverse("charters:charter", args=[self.slug]))


def shared(document: Document, edition: Edition) -> dict[str, Any]:
    """What every kind of paper is given."""
    lang, _dash, rest = document.language.partition("-")
    region = rest if len(rest) == 2 and rest.isalpha() else None
    return {
        "author": _("Equal Partners in %(name)s") % {"name": settings.AREA["name"]},
        "foot": _numbered(Truncator(document.title).chars(LETTERS_AT_FOOT), edition),
        "heading": document.title,
        "lang": lang,
        "region": region.upper() if region else None,
        "rtl": body.language(document.language)["dir"] == "rtl",
        "draft": _("This is a draft. It is not in force.") if edition.is_draft else "",
        "box_words": _("stands for a sign that we cannot print. It is right on our website."),
    }


def title(document: Document, edition: Edition) -> str:
    """What the file itself is called, in the bar of a viewer."""
    return _numbered(document.title, edition)


def _numbered(title: str, edition: Edition) -> str:
    return _("%(title)s, version %(n)s") % {"title": title, "n": edition.n}


def in_full_words(document: Document, edition: Edition, *, large: bool) -> dict[str, Any]:
    """All of it; in large print nothing is smaller than the rest."""
    size = {"size": LARGE_SIZE, "smallest": LARGE_SIZE, "longest": LARGE_LONGEST} if large else {"size": SIZE}
    return {
        **shared(document, edition),
        "smallest": SMALLEST,
        "longest": LONGEST,
        **size,
        "large": large,
        "about": _about(document, edition),
        "partners": {"heading": _("Who made this together"), "names": [one.name for one in document.partners]},
        "intro": words.paragraphs(document.intro),
        "contents": _("What is in it") if body.contents(document) else "",
        "sections": list(_sections(document)),
        "words": {"heading": _("Words we explain"), "pairs": [[one.word, one.meaning] for one in document.glossary]},
        "rules": {"heading": _("How we meet"), "pairs": [list(pair) for pair in words.rules(document.meeting_rules)]},
        "lists": list(_lists(document)),
        "trace": _trace(edition),
    }


def _about(document: Document, edition: Edition) -> list[str]:
    """Not whether it is in force: paper does not know."""
    said = [_which(edition)]
    if document.review_by:
        said.append(_("Looked at again by %(day)s.") % {"day": words.day(document.review_by)})
    return said


def _which(edition: Edition) -> str:
    kind = words.what_it_is(edition.kind)
    if edition.is_draft:
        return _("%(kind)s. A draft of version %(n)s.") % {"kind": kind, "n": edition.n}
    since = {"kind": kind, "n": edition.n, "day": words.day(edition.made)}
    return _("%(kind)s. Version %(n)s, of %(day)s.") % since


def _sections(document: Document) -> Iterator[dict[str, Any]]:
    """No level of heading is left out, whatever has none: who listens would look for it."""
    above = 1
    for section in document.walk():
        level = min(section.depth + 1, above + 1)
        yield _section(section, level)
        above = level if section.title else above


def _section(section: Section, level: int) -> dict[str, Any]:
    return {
        "title": section.title,
        "level": level,
        "intro": words.paragraphs(section.intro),
        "groups": list(_groups(section.clauses)),
    }


def _groups(clauses: Iterable[Clause]) -> Iterator[dict[str, Any]]:
    """Promises as they stand; what promises nothing under a word that says what it is."""
    for kind, found in groupby(clauses, key=lambda clause: clause.kind):
        promised = kind == ClauseKind.COMMITMENT
        label = "" if promised else words.what_clauses_are(kind)
        yield {"promised": promised, "label": label, "clauses": [_clause(clause) for clause in found]}


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "who": words.who_unsaid(clause) if clause.is_promise else "",
        "text": words.paragraphs(clause.text) or [clause.text],
        "when": words.by_when(clause),
        "together": len(clause.text) <= LETTERS_TOGETHER,
    }


def _lists(document: Document) -> Iterator[dict[str, Any]]:
    lead = _("Where these say something else, they count and this does not.")
    before = [one for one in document.references if one.kind == ReferenceKind.OVERRIDDEN_BY]
    beside = [one for one in document.references if one.kind == ReferenceKind.READ_WITH]
    if before:
        yield {"heading": _("What comes before this"), "lead": lead, "items": [_reference(one) for one in before]}
    if beside:
        yield {"heading": _("Read this with it"), "lead": "", "items": [_reference(one) for one in beside]}
    if document.attachments:
        lead = _("They are on the page of this version.")
        items = [[one.title, ""] for one in document.attachments]
        yield {"heading": _("Files to keep"), "lead": lead, "items": items}


def _reference(given: Reference) -> list[str]:
    address = body.reference_address(given)
    return [given.title, in_full(address) if given.charter else address]


def _trace(edition: Edition) -> dict[str, Any]:
    """So that whoever holds the paper finds the version that it was printed from, and whether there is a newer one."""
    if edition.is_draft:
        return {"heading": _("This is a draft"), "rows": [], "said": _("Anything in it can still change.")}
    rows = [
        [_("This version stays at"), edition.address],
        [_("Is there a newer one? Look at"), edition.now_address],
        [_("Its fingerprint (SHA-256)"), edition.hex],
    ]
    said = _("Nobody can change version %(n)s, and we cannot either.") % {"n": edition.n}
    return {"heading": _("This version stays"), "rows": rows, "said": said}
