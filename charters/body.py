"""What a version's page takes from its document, and from nothing else: made once for each, since it never changes.

Making the clauses of a charter into a page takes longer than all the rest of it, so this is kept by the document's
hash: when something else is published, pages are made anew and this is not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy

from charters import published, words
from charters.document import Attachment, Clause, Document, Partner, Reference, Section
from charters.models.kinds import ClauseKind, FileType, ReferenceKind
from charters.published import PublicVersion
from config.lib.public_pages import release, remembered

# With fewer sections a list of them is longer to read than to scroll past.
CONTENTS_FROM = 4
LOGO_ENDINGS = {FileType.PNG.value: "png", FileType.JPEG.value: "jpg"}
ENGLISH = "en-gb"
ABOUT = gettext_lazy("About this promise")


class ShownClause(NamedTuple):
    """`facts` are for the quiet line of a promise (templates/components/slip.html)."""

    key: str
    paragraphs: list[str]
    who: str
    facts: list[dict[str, Any]]


class Group(NamedTuple):
    """Clauses of one kind that stand together. `label` is "" for promises, which a reader knows by their look."""

    are_promises: bool
    label: str
    clauses: list[ShownClause]


@dataclass(frozen=True)
class ShownSection:
    """`level` is that of its heading, from 2 to 4."""

    n: int
    title: str
    is_first: bool
    level: int
    paragraphs: list[str]
    groups: list[Group]


class ShownPartner(NamedTuple):
    """`logo` is an address, or "" where there is none."""

    name: str
    logo: str


@dataclass(frozen=True)
class Body:
    """`html` is everything from the opening words to the files; `promises` are the keys of the commitments."""

    title: str
    language: str
    review_by: date | None
    partners: list[ShownPartner]
    promises: list[str]
    html: str


def body(slug: str, version: PublicVersion) -> Body:
    """Of a version that is public. From what this process remembers, or else from the database."""
    place = f"charter:{release()}:{slug}:{version.hex}"
    return remembered(place, lambda: _made(slug, published.documents((version,))[version.n]))


def _made(slug: str, document: Document) -> Body:
    context = {
        "intro": words.paragraphs(document.intro),
        "sections": sections(slug, document),
        "contents": contents(document),
        "glossary": document.glossary,
        "rules": rules(document),
        "read_with": references(document, ReferenceKind.READ_WITH),
        "overridden_by": references(document, ReferenceKind.OVERRIDDEN_BY),
        "attachments": [attachment(one) for one in document.attachments],
        **language(document.language),
    }
    return Body(
        title=document.title,
        language=document.language,
        review_by=document.review_by,
        partners=[ShownPartner(one.name, logo_address(one)) for one in document.partners],
        promises=[placed.clause.key for placed in document.promises],
        html=render_to_string("charters/_body.html", context),
    )


def rules(document: Document) -> list[dict[str, Any]]:
    """How meetings are held, as rows of a summary list."""
    return [{"key": {"text": about}, "value": {"text": rule}} for about, rule in words.rules(document.meeting_rules)]


def sections(slug: str, document: Document) -> list[ShownSection]:
    """With the charter's slug each promise leads to its page, which it has once it is public."""
    address = promise_addresses(slug) if slug else None
    return [
        ShownSection(
            n=section.n,
            title=section.title,
            is_first=section.n == 1,
            level=section.depth + 1,
            paragraphs=words.paragraphs(section.intro),
            groups=list(_groups(section, address)),
        )
        for section in document.walk()
    ]


def _groups(section: Section, address: Callable[[str], str] | None) -> Iterator[Group]:
    for kind, clauses in groupby(section.clauses, key=lambda clause: clause.kind):
        are_promises = kind == ClauseKind.COMMITMENT
        label = "" if are_promises else words.what_clauses_are(kind)
        yield Group(are_promises, label, [shown_clause(clause, address) for clause in clauses])


def shown_clause(clause: Clause, address: Callable[[str], str] | None) -> ShownClause:
    facts: list[dict[str, Any]] = []
    if clause.is_promise:
        if when := words.by_when(clause):
            facts.append({"text": when})
        if address is not None:
            facts.append({"text": ABOUT, "href": address(clause.key)})
    return ShownClause(clause.key, words.paragraphs(clause.text), words.who(clause), facts)


def promise_addresses(slug: str) -> Callable[[str], str]:
    """Gives the address of a promise by its key: asked of Django once, because a page has hundreds."""
    before, _key, after = reverse("charters:commitment", args=[slug, "key"]).rpartition("key")
    return lambda key: f"{before}{key}{after}"


def contents(document: Document) -> list[Section]:
    """The sections with headings at the top, where there are enough of them to need a list."""
    headed = [section for section in document.sections if section.title]
    return headed if len(headed) >= CONTENTS_FROM else []


def logo_address(given: Partner) -> str:
    """Where the logo is; "" where there is none."""
    if given.logo is None:
        return ""
    name = f"logo.{LOGO_ENDINGS.get(given.logo.type, 'bin')}"
    return reverse("charters:file", args=[given.logo.sha256, name])


def references(document: Document, kind: str) -> list[dict[str, str]]:
    return [{"title": one.title, "href": reference_address(one)} for one in document.references if one.kind == kind]


def reference_address(given: Reference) -> str:
    return reverse("charters:charter", args=[given.charter]) if given.charter else given.address


def attachment(given: Attachment) -> dict[str, str]:
    href = reverse("charters:file", args=[given.sha256, given.name])
    return {"title": given.title, "what": words.file_words(given), "href": href}


def language(code: str) -> dict[str, str]:
    """`lang` and `dir` of words that are not in the language of the pages around them; "" where they are."""
    if code == ENGLISH:
        return {"lang": "", "dir": ""}
    try:
        is_rtl = get_language_info(code.split("-", maxsplit=1)[0])["bidi"]
    except KeyError:
        is_rtl = False
    return {"lang": code, "dir": "rtl" if is_rtl else "ltr"}
