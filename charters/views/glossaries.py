"""Hard words and what they mean: those common to all charters, and those of one. Both in easy read as well."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import glossary, published
from charters.document import Document
from charters.easytext import Line, Said, parted
from charters.glossary import Explained
from charters.published import Shelf
from config.lib.public_pages import Page, public_page

from .answers import Made, answered
from .easy_screens import Addresses, numbered, shown

# The rest of the 25 are the screen's own.
WORDS = 18


class Asked(NamedTuple):
    """Whose words, what stands in their address, and where their reader goes on to."""

    title: str
    name: str
    args: tuple[Any, ...]
    words: Sequence[Explained]
    done_url: str

    def screen(self, page: int) -> str:
        return numbered(f"{self.name}_easy", page, *self.args)


@require_safe
def common(request: HttpRequest) -> HttpResponseBase:
    """The words that are explained everywhere."""
    context = {
        "title": _("Words we explain"),
        "words": _in_order(glossary.common()),
        "back_url": reverse("charters:charters"),
        "back_text": _("All charters"),
        "easy_url": reverse("charters:words_easy"),
    }
    return public_page(request, key=("words",), make=lambda: Page("charters/words.html", context))


@require_safe
def common_easy(request: HttpRequest, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The same in easy read."""
    words = _in_order(glossary.common())
    asked = Asked(_("Hard words"), "charters:words", (), words, reverse("charters:charters_easy"))
    return public_page(request, key=("words easy",), make=lambda: _easy(asked, page, whole=whole))


@require_safe
def of_charter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A charter's own words, and the common ones that stand in it."""

    def make() -> Made:
        shelf = published.shelf(slug)
        title = shelf.now.title
        context = {
            "title": _("Words in “%(title)s”") % {"title": title},
            "words": _words_of(shelf),
            "back_url": reverse("charters:charter", args=[slug]),
            "back_text": title,
            "all_url": reverse("charters:words"),
            "easy_url": reverse("charters:charter_words_easy", args=[slug]),
        }
        return Page("charters/words.html", context)

    return answered(request, make)


@require_safe
def of_charter_easy(request: HttpRequest, slug: str, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The same in easy read."""

    def make() -> Made:
        shelf = published.shelf(slug)
        done = reverse("charters:charter_easy", args=[slug])
        asked = Asked(_("Hard words"), "charters:charter_words", (slug,), _words_of(shelf), done)
        return _easy(asked, page, whole=whole)

    return answered(request, make, easy=True)


def _in_order(words: Sequence[Explained]) -> list[Explained]:
    return sorted(words, key=lambda word: word.word.casefold())


def _words_of(shelf: Shelf) -> list[Explained]:
    """Own words of every version that can be read, as the newest explains them: pages of all of them lead here."""
    now = shelf.now
    documents = published.documents(shelf.readable)
    newest_first = [documents[now.n], *(documents[one.n] for one in reversed(shelf.readable) if one is not now)]
    own = (word for document in newest_first for word in glossary.own(document))
    standing = glossary.standing_in(documents[now.n], _texts(documents[now.n]))
    return _in_order(glossary.Glossary((*own, *standing)).words)


def _texts(document: Document) -> list[str]:
    """All that a reader of the version may come upon."""
    sections = (section.intro for section in document.walk())
    clauses = (placed.clause.text for placed in document.clauses)
    return [document.intro, *sections, *clauses, *(line.text for line in document.easy_lines)]


def _easy(asked: Asked, page: int, *, whole: bool) -> Page:
    """As many words to a screen as are easily read at once, or all on one page."""
    lines = [_line(one) for one in asked.words]
    screens = parted(lines, text_of=lambda line: f"{line.get('word', '')} {line['text']}", most=WORDS)
    addresses = Addresses(asked.screen, reverse(f"{asked.name}_easy_all", args=asked.args))
    template, shown_so = shown("charters/easy_words", screens, page, addresses, whole=whole)
    context = {"title": asked.title, "plain_url": reverse(asked.name, args=asked.args), "done_url": asked.done_url}
    return Page(template, context | shown_so)


def _line(one: Explained) -> Line:
    """The word stands out in what it means; over it, where it is not said there."""
    parts = glossary.Glossary([one]).parts(one.meaning)
    line = Line(picture=one.picture, text=one.meaning, alt="")
    if any(part.explained for part in parts):
        return {**line, "said": [Said(part.text, word=one.titled if part.explained else "") for part in parts]}
    return {**line, "word": one.titled}
