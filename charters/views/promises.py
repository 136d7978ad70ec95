"""One promise through all versions, at an address that stays."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import glossary, history, known, metadata, published, words
from charters.body import explaining, language
from charters.easy_reading import lines_of, place_of_promise, screens_of
from charters.easytext import plain_line, screens
from charters.explaining import Explaining
from charters.history import Promise
from config.lib.public_pages import Page
from post.links import in_full

from .answers import Made, answered
from .easy_screens import numbered, screen_of


@require_safe
def commitment(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """Its words, where they stand, since when, and every wording it has had."""

    def make() -> Made:
        found = history.promise(published.shelf(slug), key)
        clause, charter, title = found.placed.clause, found.shelf.charter, found.document.title
        explained = explaining(slug, found.document)
        context = {
            "promise": found,
            "charter": charter,
            "feed_url": reverse("charters:charter_feed", args=[slug]),
            "title": title,
            "said": clause.text,
            "text": [explained(one) for one in words.paragraphs(clause.text)],
            "who": words.who_unsaid(clause),
            "rows": [{"key": {"text": about}, "value": {"text": what}} for about, what in _rows(found)],
            "stands": _sentence(found),
            "known": known.panels(slug, key),
            "place_url": f"{_version_address(found)}#{key}",
            "metadata": metadata.of_promise(charter, key, clause.text, title),
            "easy_url": reverse("charters:commitment_easy", args=[slug, key]),
            "canonical": in_full(reverse("charters:commitment", args=[slug, key])),
            **language(found.document.language),
        }
        return Page("charters/commitment.html", context)

    return answered(request, make, key=known.key_of_panels)


def _version_address(found: Promise) -> str:
    slug = found.shelf.charter.slug
    if found.stands:
        return reverse("charters:charter", args=[slug])
    return reverse("charters:version", args=[slug, found.last.n])


def _sentence(found: Promise) -> str:
    """Whether it counts now."""
    if found.stands:
        return _("This promise is in force.")
    if found.ended is not None:
        ended = {"n": found.ended.n, "day": words.day_of(found.ended)}
        return _("This promise is not in force any more. It is not in version %(n)s, of %(day)s.") % ended
    return _("This promise is not in force any more.")


def _rows(found: Promise) -> list[tuple[str, str]]:
    """What is known about it."""
    clause, section = found.placed.clause, found.placed.section
    first = {"n": found.first.n, "day": words.day_of(found.first)}
    rows = [
        (_("Where it stands"), section.title),
        (_("Who keeps it"), words.who_keeps(clause)),
        (_("To be done by"), words.day(clause.target_date) if clause.target_date else ""),
        (_("A promise since"), _("%(day)s (version %(n)s)") % first),
    ]
    return [(about, what) for about, what in rows if what]


@require_safe
def commitment_easy(request: HttpRequest, slug: str, key: str, page: int = 1) -> HttpResponseBase:
    """The same in easy read: the promise, and whether it counts now."""

    def make() -> Made:
        found = history.promise(published.shelf(slug), key)
        if found.stands:
            last = plain_line("tick", _("We promise this now."))
        else:
            last = plain_line("cross", _("We do not promise this any more."))
        lines = [*lines_of(found.placed.clause.easy, found.document), last, *known.easy_lines(slug, key)]
        parted = screens(Explaining(glossary.of(found.document)).lines(lines))
        context = {
            "title": _("A promise"),
            "plain_url": reverse("charters:commitment", args=[slug, key]),
            "done_url": _place_in_easy_read(found),
            **screen_of(parted, page, lambda n: numbered("charters:commitment_easy", n, slug, key)),
        }
        return Page("charters/easy_words.html", context)

    return answered(request, make, easy=True, key=known.key_of_panels)


def _place_in_easy_read(found: Promise) -> str:
    """The screen of the version in force where the promise stands; else its beginning."""
    slug = found.shelf.charter.slug
    if not found.stands:
        return numbered("charters:charter_easy", 1, slug)
    told = screens_of(found.document, found.shelf.charter.kind, known.facts(slug))
    return numbered("charters:charter_easy", place_of_promise(told, found.placed.clause.key), slug)
