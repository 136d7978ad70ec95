"""What a version says, as its page shows it: from the opening words to the files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from charters import glossary, words
from charters.document import Attachment, Clause, Document, Partner, Reference, Section
from charters.glossary import Explained, Glossary, Part
from charters.known import Fact
from charters.models.kinds import ClauseKind, FileType, ReferenceKind
from config.lib.frames import Frame, gap

# With fewer sections a list of them is longer to read than to scroll past.
CONTENTS_FROM = 4
LOGO_ENDINGS = {FileType.PNG.value: "png", FileType.JPEG.value: "jpg"}
ENGLISH = "en-gb"
# Makes HTML of a text, with its hard words explained.
Explain = Callable[[str], SafeString]


class ShownClause(NamedTuple):
    """A clause that promises nothing."""

    key: str
    paragraphs: list[SafeString]


class Group(NamedTuple):
    """Clauses of one kind that stand together: promises as slips, which readers know by their look, others labelled."""

    slips: SafeString
    label: str
    clauses: list[ShownClause]


@dataclass(frozen=True)
class ShownSection:
    """`level` is that of its heading, from 2 to 4."""

    n: int
    title: str
    is_first: bool
    level: int
    paragraphs: list[SafeString]
    groups: list[Group]


def context(
    slug: str, document: Document, *, foretold: bool = False, facts: Mapping[str, Fact] | None = None
) -> dict[str, Any]:
    """For templates/charters/_body.html. With the charter's slug each promise leads to its page, which it has once it
    is public; where that is `foretold`, the words that will lead there stand without a link. `facts`: what is known of
    promises.
    """
    explained = explaining(slug, document)
    slips = Slips(promise_addresses(slug) if slug else None, explained, get_language(), foretold, facts or {})
    return {
        "intro": [explained(one) for one in words.paragraphs(document.intro)],
        "sections": sections(document, slips),
        "contents": contents(document),
        "glossary": glossary.own(document),
        "rules": rules(document),
        "read_with": references(document, ReferenceKind.READ_WITH),
        "overridden_by": references(document, ReferenceKind.OVERRIDDEN_BY),
        "attachments": [attachment(one) for one in document.attachments],
        **language(document.language),
    }


def rules(document: Document) -> list[dict[str, Any]]:
    """How meetings are held, as rows of a summary list."""
    return [{"key": {"text": about}, "value": {"text": rule}} for about, rule in words.rules(document.meeting_rules)]


def explaining(slug: str, document: Document) -> Explain:
    """Puts a link on each hard word where it first stands in a text: to the charter's own page of words, or to that of
    all charters. With no slug the charter has no such page yet, and its own words are explained further down."""
    of_charter = reverse("charters:charter_words", args=[slug]) if slug else ""
    known, of_all = glossary.of(document), reverse("charters:words")
    own = frozenset(glossary.own(document))
    return lambda text: linked(text, known, lambda word: f"{of_charter if word in own else of_all}#{word.anchor}")


def explained_in_common(text: str) -> SafeString:
    """The same for words that belong to no charter, such as those of the pledge."""
    of_all = reverse("charters:words")
    return linked(text, glossary.of_all(), lambda word: f"{of_all}#{word.anchor}")


def linked(text: str, known: Glossary, address: Callable[[Explained], str]) -> SafeString:
    """A text as HTML, with its hard words as links."""
    return mark_safe("".join(_linked(part, address) for part in known.parts(text)))  # noqa: S308  escaped there


def _linked(part: Part, address: Callable[[Explained], str]) -> str:
    """Built by hand: format_html() for each piece was a third of the time of a page."""
    if part.explained is None:
        return escape(part.text)
    return f'<a class="word-link" href="{escape(address(part.explained))}">{escape(part.text)}</a>'


class Slips(NamedTuple):
    """What the promises of a page have in common: where they lead, how they are explained, what is known of them."""

    address: Callable[[str], str] | None
    explained: Explain
    spoken: str | None
    foretold: bool
    facts: Mapping[str, Fact]

    def of(self, clause: Clause) -> SafeString:
        """A promise by its template, which is asked once for each set of things that a promise may say."""
        parts = _explained(clause, self.explained)
        fact = self.facts.get(clause.key)
        said: dict[str, str] = {
            "text": parts[0],
            "id": clause.key,
            "href": self.address(clause.key) if self.address else "",
            "who": words.who_unsaid(clause),
            "when": words.by_when(clause),
            "known": fact.text if fact else "",
            "foretold": "yes" if self.foretold else "",
        }
        given = {name: each for name, each in said.items() if each}
        if len(parts) == 1:
            return _frame_of_slip(tuple(given), self.spoken).fill(given)
        return _rendered({**given, "paragraphs": parts})


def sections(document: Document, slips: Slips) -> list[ShownSection]:
    return [
        ShownSection(
            n=section.n,
            title=section.title,
            is_first=place == 0,
            level=section.depth + 1,
            paragraphs=[slips.explained(one) for one in words.paragraphs(section.intro)],
            groups=list(_groups(section, slips)),
        )
        for place, section in enumerate(document.walk())
    ]


def _groups(section: Section, slips: Slips) -> Iterator[Group]:
    for kind, found in groupby(section.clauses, key=lambda clause: clause.kind):
        if kind == ClauseKind.COMMITMENT:
            made = "".join(slips.of(clause) for clause in found)
            yield Group(mark_safe(made), "", [])  # noqa: S308  made by templates
        else:
            clauses = [ShownClause(clause.key, _explained(clause, slips.explained)) for clause in found]
            yield Group(mark_safe(""), words.what_clauses_are(kind), clauses)


def _explained(clause: Clause, explained: Explain) -> list[SafeString]:
    """Never empty: what nobody could write by our forms must not be an error 500 for readers."""
    return [explained(one) for one in words.paragraphs(clause.text) or [clause.text]]


@lru_cache(maxsize=64)
def _frame_of_slip(names: tuple[str, ...], language: str | None) -> Frame:
    """A slip with gaps for these, in the language that is in use."""
    return Frame(_rendered({name: gap(name) for name in names}))


def _rendered(given: dict[str, Any]) -> SafeString:
    facts = [{"text": given[name]} for name in ("when", "known") if name in given]
    if "href" in given or "foretold" in given:
        facts.append({"text": _("About this promise"), "href": given.get("href", "")})
    return render_to_string("components/slip.html", {**given, "facts": facts})


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
