"""The versions of a charter, and any two of them beside each other; both in easy read as well."""

from itertools import chain
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from charters import changes, glossary, history, published, words
from charters.comparing import compare_documents
from charters.document import Document
from charters.easy_reading import lines_of
from charters.easytext import Line, plain_line, screens
from charters.explaining import Explaining
from charters.published import PublicVersion, Shelf
from config.lib.public_pages import Page
from post.links import in_full

from .answers import Made, answered
from .easy_screens import Addresses, numbered, shown


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every version that ever was public, newest first, with what changed."""

    def make() -> Made:
        context = history.versions_page(published.shelf(slug))
        return Page("charters/versions.html", {**context, "easy_url": reverse("charters:versions_easy", args=[slug])})

    return answered(request, make)


@require_safe
def versions_easy(request: HttpRequest, slug: str, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The same in easy read: how many there are, which one counts, and what was new in each."""

    def make() -> Made:
        shelf = published.shelf(slug)
        asked = Told(shelf.versions[-1].title, "charters:versions", (slug,), slug)
        return _told(asked, _screens_of_versions(shelf), page, whole=whole)

    return answered(request, make, easy=True)


class Told(NamedTuple):
    """What is told under this title, and what stands in its addresses."""

    title: str
    name: str
    args: tuple[Any, ...]
    slug: str


def _told(asked: Told, parted: list[list[Line]], page: int, *, whole: bool) -> Made:
    """A screen of it, or all on one page."""
    whole_url = reverse(f"{asked.name}_easy_all", args=asked.args)
    addresses = Addresses(lambda n: numbered(f"{asked.name}_easy", n, *asked.args), whole_url)
    template, shown_so = shown("charters/easy_words", parted, page, addresses, whole=whole)
    context = {
        "title": asked.title,
        "plain_url": reverse(asked.name, args=asked.args),
        "done_url": reverse("charters:charter_easy", args=[asked.slug]),
    }
    return Page(template, context | shown_so)


def _screens_of_versions(shelf: Shelf) -> list[list[Line]]:
    n = len(shelf.versions)
    said = [plain_line("list", ngettext("There is %(n)s version.", "There are %(n)s versions.", n) % {"n": n})]
    if shelf.in_force is not None:
        said.append(plain_line("flag", _("We use version %(n)s now.") % {"n": shelf.in_force.n}))
    else:
        said.append(plain_line("cross", _("We use none of them now.")))
    documents = published.documents(shelf.readable)
    explaining = _explaining(documents)
    found = screens(explaining.lines(said))
    for version in reversed(shelf.readable):
        if version.n > 1:
            found += _what_was_new(version, documents[version.n], explaining)
    return found


def _explaining(documents: dict[int, Document]) -> Explaining:
    """With the words of the newest of these versions."""
    return Explaining(glossary.of(documents[max(documents)])) if documents else Explaining()


def _what_was_new(version: PublicVersion, document: Document, explaining: Explaining) -> list[list[Line]]:
    heading = plain_line("plus", _("What is new in version %(n)s?") % {"n": version.n})
    return screens([heading, *explaining.lines(lines_of(document.easy_note, document))])


@require_safe
def compare(request: HttpRequest, slug: str, a: int, b: int) -> HttpResponseBase:
    """What changed from the older to the newer of two versions, whichever is named first."""

    def make() -> Made:
        shelf = published.shelf(slug)
        old, new = _two(shelf, a, b)
        documents = published.documents((old, new))
        comparison = compare_documents(documents[old.n], documents[new.n])
        context = {
            "charter": shelf.charter,
            "feed_url": reverse("charters:charter_feed", args=[slug]),
            "title": comparison.new.title,
            "old": old,
            "new": new,
            "in_force": shelf.in_force,
            "note": words.paragraphs(comparison.new.note) if shelf.before(new) is old else [],
            "changes": changes.page(comparison, slug),
            "easy_url": reverse("charters:compare_easy", args=[slug, a, b]),
            "canonical": in_full(reverse("charters:compare", args=[slug, old.n, new.n])),
        }
        return Page("charters/compare.html", context)

    return answered(request, make)


@require_safe
def compare_easy(
    request: HttpRequest, slug: str, page: int = 1, *, whole: bool = False, **two: int
) -> HttpResponseBase:
    """The same in easy read: what the change notes say of every version from the older one on."""

    def make() -> Made:
        shelf, a, b = published.shelf(slug), two["a"], two["b"]
        screens = _screens_of_changes(shelf, *_two(shelf, a, b))
        return _told(Told(_("What changed"), "charters:compare", (slug, a, b), slug), screens, page, whole=whole)

    return answered(request, make, easy=True)


def _screens_of_changes(shelf: Shelf, old: PublicVersion, new: PublicVersion) -> list[list[Line]]:
    later = tuple(version for version in shelf.readable if old.n < version.n <= new.n)
    if not later:
        return [[plain_line("list", _("This is the same version."))]]
    documents = published.documents(later)
    explaining = _explaining(documents)
    return list(chain.from_iterable(_what_was_new(one, documents[one.n], explaining) for one in later))


def _two(shelf: Shelf, a: int, b: int) -> tuple[PublicVersion, PublicVersion]:
    """Both versions, the older one first. Raises NotPublic, Withdrawn."""
    first, second = shelf.version(a), shelf.version(b)
    return (first, second) if first.n <= second.n else (second, first)
