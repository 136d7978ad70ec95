"""The versions of a charter, and any two of them beside each other; both in easy read as well."""

from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from charters import changes, history, published, words
from charters.comparing import compare_documents
from charters.document import Document
from charters.easy_reading import as_line
from charters.easytext import Line, plain_line, screens
from charters.published import PublicVersion, Shelf
from config.lib.public_pages import Page
from post.links import in_full

from .answers import Made, answered
from .easy_screens import numbered, screen_of


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every version that ever was public, newest first, with what changed."""

    def make() -> Made:
        context = history.versions_page(published.shelf(slug))
        return Page("charters/versions.html", {**context, "easy_url": reverse("charters:versions_easy", args=[slug])})

    return answered(request, make)


@require_safe
def versions_easy(request: HttpRequest, slug: str, page: int = 1) -> HttpResponseBase:
    """The same in easy read: how many there are, which one counts, and what was new in each."""

    def make() -> Made:
        shelf = published.shelf(slug)
        context = {
            "title": shelf.versions[-1].title,
            "plain_url": reverse("charters:versions", args=[slug]),
            "done_url": reverse("charters:charter_easy", args=[slug]),
            **screen_of(_screens_of_versions(shelf), page, lambda n: numbered("charters:versions_easy", n, slug)),
        }
        return Page("charters/easy_words.html", context)

    return answered(request, make, easy=True)


def _screens_of_versions(shelf: Shelf) -> list[list[Line]]:
    n = len(shelf.versions)
    said = [plain_line("list", ngettext("There is %(n)s version.", "There are %(n)s versions.", n) % {"n": n})]
    if shelf.in_force is not None:
        said.append(plain_line("flag", _("We use version %(n)s now.") % {"n": shelf.in_force.n}))
    else:
        said.append(plain_line("cross", _("We use none of them now.")))
    documents = published.documents(shelf.readable)
    found = [said]
    for version in reversed(shelf.readable):
        if version.n > 1:
            found += _what_was_new(version, documents[version.n])
    return found


def _what_was_new(version: PublicVersion, document: Document) -> list[list[Line]]:
    heading = plain_line("plus", _("What is new in version %(n)s?") % {"n": version.n})
    return screens([heading, *(as_line(one) for one in document.easy_note)])


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
def compare_easy(request: HttpRequest, slug: str, a: int, b: int, page: int = 1) -> HttpResponseBase:
    """The same in easy read: what the change notes say of every version from the older one on."""

    def make() -> Made:
        shelf = published.shelf(slug)
        old, new = _two(shelf, a, b)
        context = {
            "title": _("What changed"),
            "plain_url": reverse("charters:compare", args=[slug, a, b]),
            "done_url": reverse("charters:charter_easy", args=[slug]),
            **screen_of(
                _screens_of_changes(shelf, old, new), page, lambda n: numbered("charters:compare_easy", n, slug, a, b)
            ),
        }
        return Page("charters/easy_words.html", context)

    return answered(request, make, easy=True)


def _screens_of_changes(shelf: Shelf, old: PublicVersion, new: PublicVersion) -> list[list[Line]]:
    later = tuple(version for version in shelf.readable if old.n < version.n <= new.n)
    if not later:
        return [[plain_line("list", _("This is the same version."))]]
    documents = published.documents(later)
    return list(chain.from_iterable(_what_was_new(version, documents[version.n]) for version in later))


def _two(shelf: Shelf, a: int, b: int) -> tuple[PublicVersion, PublicVersion]:
    """Both versions, the older one first. Raises NotPublic, Withdrawn."""
    first, second = shelf.version(a), shelf.version(b)
    return (first, second) if first.n <= second.n else (second, first)
