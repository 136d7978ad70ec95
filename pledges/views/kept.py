"""How long everything is kept, and why: written from the rules that delete it."""

from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, screens
from charters.explaining import Explaining
from charters.views.easy_screens import Addresses, numbered, shown
from config.lib.public_pages import Page, public_page
from config.lib.retention import Kept, Part, everything

Row = tuple[str, str, str]


def row(kept: Kept) -> Row:
    """What, how long, why."""
    return kept.say(kept.what), kept.say(kept.how_long), kept.say(kept.why)


@require_safe
def kept(request: HttpRequest) -> HttpResponseBase:
    """A table for each part."""
    parts = [(part.label, [row(one) for one in everything() if one.part == part]) for part in Part]
    context = {"parts": [part for part in parts if part[1]], "easy_url": reverse("kept_easy")}
    return public_page(
        request, key=("kept", tuple(map(row, everything()))), make=lambda: Page("standing/kept.html", context)
    )


@require_safe
def kept_easy(request: HttpRequest, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The same in easy read: a screen for each thing that a reader needs to know, or one page. Raises Http404."""
    told = [[Line(picture=picture, text=one.say(text), alt="") for picture, text in one.easy] for one in everything()]
    explaining = Explaining()
    parted = [screen for lines in told for screen in screens(explaining.lines(lines))]
    addresses = Addresses(partial(numbered, "kept_easy"), reverse("kept_easy_all"))
    template, shown_so = shown("pledges/easy_words", parted, page, addresses, whole=whole)
    context = {"title": _("How long we keep it"), "plain_url": reverse("kept"), **shown_so}
    texts = tuple(line["text"] for lines in told for line in lines)
    return public_page(request, key=("kept easy", page, whole, texts), make=lambda: Page(template, context))
