"""A version as its page shows it: everything decided here, so that the template only shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from charters import words
from charters.absolute import absolute
from charters.document import Attachment, Clause, Document, Partner, Reference, Section
from charters.models import Charter, Version
from charters.models.kinds import ClauseKind, FileType, ReferenceKind
from charters.published import Content, Shelf

# With fewer sections a list of them is longer to read than to scroll past.
CONTENTS_FROM = 4
LOGO_ENDINGS = {FileType.PNG.value: "png", FileType.JPEG.value: "jpg"}
ENGLISH = "en-gb"


class ShownClause(NamedTuple):
    """`facts` are for the quiet line of a promise (templates/components/slip.html)."""

    key: str
    paragraphs: list[str]
    who: str
    facts: list[dict[str, str]]


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


def page(shelf: Shelf, version: Version, content: Content) -> dict[str, Any]:
    """The context of a version's page."""
    document, charter = content.document, shelf.charter
    before = shelf.before(version)
    return {
        "charter": charter,
        "version": version,
        "title": document.title,
        "is_in_force": version is shelf.in_force,
        "now_url": reverse("charters:charter", args=[charter.slug]) if shelf.in_force else "",
        "about": about(version, content),
        "intro": words.paragraphs(document.intro),
        "sections": sections(charter, document),
        "contents": contents(document),
        "glossary": document.glossary,
        "rules": [{"key": {"text": key}, "value": {"text": rule}} for key, rule in words.rules(document.meeting_rules)],
        "partners": [partner(one, one in content.agreed) for one in document.partners],
        "read_with": references(document, ReferenceKind.READ_WITH),
        "overridden_by": references(document, ReferenceKind.OVERRIDDEN_BY),
        "attachments": [attachment(one) for one in document.attachments],
        "checks": [{"group": one.group, "readers": one.readers, "day": words.day(one.at)} for one in content.checks],
        "credits": content.credits,
        "hash": version.hex,
        "pills": pills(shelf, version, before),
        **language(document.language),
        **addresses(shelf, version),
    }


def about(version: Version, content: Content) -> list[str]:
    """Which version this is, since when, who agreed it, and until when it is looked at again; a sentence each."""
    since = {"n": version.n, "since": words.day_of(version)}
    if version.superseded_at is not None:
        until = {**since, "until": words.day(version.superseded_at)}
        said = [_("Version %(n)s, in force from %(since)s to %(until)s.") % until]
    else:
        said = [_("Version %(n)s, in force since %(since)s.") % since]
    if content.agreed:
        said.append(_("Agreed by %(names)s.") % {"names": words.listed(one.name for one in content.agreed)})
    if content.document.review_by and version.superseded_at is None:
        said.append(_("Looked at again by %(day)s.") % {"day": words.day(content.document.review_by)})
    return said


def sections(charter: Charter, document: Document) -> list[ShownSection]:
    return [
        ShownSection(
            n=section.n,
            title=section.title,
            is_first=section.n == 1,
            level=section.depth + 1,
            paragraphs=words.paragraphs(section.intro),
            groups=list(_groups(charter, section)),
        )
        for section in document.walk()
    ]


def _groups(charter: Charter, section: Section) -> Iterator[Group]:
    for kind, clauses in groupby(section.clauses, key=lambda clause: clause.kind):
        are_promises = kind == ClauseKind.COMMITMENT
        label = "" if are_promises else words.what_clauses_are(kind)
        yield Group(are_promises, label, [shown_clause(charter, clause) for clause in clauses])


def shown_clause(charter: Charter, clause: Clause) -> ShownClause:
    facts: list[dict[str, str]] = []
    if clause.is_promise:
        if when := words.by_when(clause):
            facts.append({"text": when})
        facts.append({"text": _("About this promise"), "href": promise_address(charter, clause.key)})
    return ShownClause(clause.key, words.paragraphs(clause.text), words.who(clause), facts)


def promise_address(charter: Charter, key: str) -> str:
    return reverse("charters:commitment", args=[charter.slug, key])


def contents(document: Document) -> list[Section]:
    """The sections with headings at the top, where there are enough of them to need a list."""
    headed = [section for section in document.sections if section.title]
    return headed if len(headed) >= CONTENTS_FROM else []


def partner(given: Partner, agreed: bool) -> dict[str, Any]:
    return {"name": given.name, "agreed": agreed, "logo": logo_address(given)}


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


def pills(shelf: Shelf, version: Version, before: Version | None) -> list[dict[str, str]]:
    """Where else to go from a version."""
    slug = shelf.charter.slug
    found = [{"text": _("Read in easy read"), "href": addresses(shelf, version)["easy_url"]}]
    if before is not None:
        href = reverse("charters:compare", args=[slug, before.n, version.n])
        found.append({"text": _("What changed from version %(n)s") % {"n": before.n}, "href": href})
    found.append({"text": _("All versions"), "href": reverse("charters:versions", args=[slug])})
    return found


def addresses(shelf: Shelf, version: Version) -> dict[str, str]:
    """The same version in easy read, and the one address that search engines keep it under."""
    slug = shelf.charter.slug
    permanent = reverse("charters:version", args=[slug, version.n])
    if version is shelf.in_force:
        easy, canonical = reverse("charters:charter_easy", args=[slug]), reverse("charters:charter", args=[slug])
    else:
        easy, canonical = reverse("charters:version_easy", args=[slug, version.n]), permanent
    return {
        "easy_url": easy,
        "canonical": absolute(canonical),
        "permanent": permanent,
        "permanent_in_full": absolute(permanent),
    }


def language(code: str) -> dict[str, str]:
    """`lang` and `dir` of words that are not in the language of the pages around them; "" where they are."""
    if code == ENGLISH:
        return {"lang": "", "dir": ""}
    try:
        is_rtl = get_language_info(code.split("-", maxsplit=1)[0])["bidi"]
    except KeyError:
        is_rtl = False
    return {"lang": code, "dir": "rtl" if is_rtl else "ltr"}
