"""How long everything is kept, and why: written from the rules that delete it."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, screens
from charters.explaining import Explaining
from charters.views.easy_screens import parts_of, screen_of
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
    context: dict[str, Any] = {"title": _("How long we keep it"), "plain_url": reverse("kept")}
    if whole:
        context |= {"parts": parts_of((("", lines) for lines in parted), _screen), "step_url": _screen(1)}
        template = "pledges/easy_words_all.html"
    else:
        context |= screen_of(parted, page, _screen, whole=reverse("kept_easy_all"))
        template = "pledges/easy_words.html"
    texts = tuple(line["text"] for lines in told for line in lines)
    return public_page(request, key=("kept easy", page, whole, texts), make=lambda: Page(template, context))


def _screen(page: int) -> str:
    return reverse("kept_easy") if page == 1 else reverse("kept_easy_page", args=[page])
