"""Who has signed, in easy read: how many, and the organisations that signed last. Names of people stay on the list."""

from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from charters.easytext import Line, parted, plain_line
from charters.views.easy_screens import numbered, one_of, ways
from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_page
from pledges import listing
from pledges.signed import Figures, figures
from pledges.terms import current_terms

from .listing import counted_words

SHOWN = 12
# Of names on one screen; the rest are the question, where the reader is, and the buttons.
WORDS = 14


@require_safe
def signatories(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """One screen. Raises Http404 for one that there is not."""
    generation = listing.generation()
    can_sign = current_terms() is not None
    key = ("signatories easy", generation, can_sign)
    return public_page(request, key=key, make=lambda: _page(generation, page, can_sign=can_sign))


def _page(generation: int, page: int, *, can_sign: bool) -> Page:
    newest = listing.newest_organisations(SHOWN, generation)
    names = parted(newest, text_of=lambda one: one.signatory, most=WORDS)
    screens: list[list[listing.Entry]] = [[], *names]
    context = {
        "lines": _told(figures(generation)) if page == 1 else [],
        "entries": one_of(screens, page),
        "now": page,
        "of": len(screens),
        "can_sign": can_sign,
        "plain_url": reverse("pledges:signatories"),
        **ways(len(screens), page, partial(numbered, "pledges:signatories_easy")),
    }
    return Page("pledges/signatories_easy.html", context, kept_seconds=NAMES_KEPT_SECONDS)


def _told(known: Figures) -> list[Line]:
    """How many, as counted last; of organisations alone, where people are so few that it is not said."""
    if known.total is None:
        return [*_organisations(known.organisations), plain_line("people", _("Some people have signed."))]
    count = known.total
    if not count:
        told = (("writing-hand", _("Nobody has signed yet.")), ("star", _("You can be the first.")))
        return [plain_line(picture, text) for picture, text in told]
    signed = ngettext("%(figure)s person has signed.", "%(figure)s people have signed.", count)
    return [
        plain_line("group", signed % {"figure": counted_words(count)}),
        plain_line("lock", _("Some do not show their name.")),
        plain_line("numbers", _("We count them too.")),
    ]


def _organisations(n: int) -> list[Line]:
    said = ngettext("%(n)s school or service has signed.", "%(n)s schools and services have signed.", n)
    return [plain_line("group", said % {"n": counted_words(n)})] if n else []
