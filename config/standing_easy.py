"""Standing pages in easy read, a screen at a time or on one page: what they say that a reader needs, in few words."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, plain_line, screens
from charters.explaining import Explaining
from charters.views.easy_screens import Addresses, numbered, shown
from config.lib.public_pages import Page, public_page


def _accessibility() -> list[Line]:
    return [
        plain_line("people", _("We want everybody to use this website.")),
        plain_line("magnifier", _("You can make the words bigger.")),
        plain_line("colours", _("You can change the colours.")),
        plain_line("loudspeaker", _("Your phone can read to you.")),
        plain_line("book", _("You can read in easy read.")),
        plain_line("computer", _("You do not need a mouse.")),
        plain_line("hourglass", _("Some things are not tested yet.")),
        plain_line("wheelchair", _("Disabled people will test them with us.")),
        plain_line("warning", _("Can you not use something? Please tell us.")),
        plain_line("telephone", _("Call %(phone)s.") % {"phone": settings.AREA["phone"]}),
        plain_line("calendar", _("We answer in 10 working days.")),
        plain_line("thumb-down", _("Is our answer not good?")),
        plain_line("helping", _("The Equality Advisory and Support Service can help you.")),
        plain_line("telephone", _("Call 0808 800 0082.")),
    ]


def _cookies() -> list[Line]:
    return [
        plain_line("mobile", _("A cookie is a small note on your phone or computer.")),
        plain_line("book", _("Do you only read? Then we keep no cookies.")),
        plain_line("eye", _("We do not watch what you do.")),
        plain_line("colours", _("Do you change size or colours? One cookie keeps that.")),
        plain_line("writing-hand", _("Do you sign? One cookie keeps your place.")),
        plain_line("lock", _("One cookie keeps forms safe.")),
        plain_line("worker", _("People who work here have one more.")),
        plain_line("loudspeaker", _("Your phone can keep the voice that you choose.")),
        plain_line("shield", _("We do not get to know it.")),
        plain_line("bin", _("You can delete cookies.")),
    ]


def _credits() -> list[Line]:
    return [
        plain_line("gift", _("Other people made things and shared them.")),
        plain_line("pencil", _("They drew the pictures.")),
        plain_line("book", _("They made the letters.")),
        plain_line("computer", _("They made parts of the pages.")),
        plain_line("heart", _("We thank them.")),
        plain_line("list", _("Press All the words to see who they are.")),
    ]


def _title(name: str) -> str:
    return {
        "accessibility": _("A website for everybody"),
        "cookies": _("Cookies"),
        "credits": _("Thank you"),
    }[name]


LINES: dict[str, Callable[[], list[Line]]] = {
    "accessibility": _accessibility,
    "cookies": _cookies,
    "credits": _credits,
}


@require_safe
def page_easy(request: HttpRequest, name: str, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """A screen of it, or all on one page. Raises Http404 for a screen that there is not."""
    addresses = Addresses(partial(numbered, f"{name}_easy"), reverse(f"{name}_easy_all"))
    parted = screens(Explaining().lines(LINES[name]()))
    template, shown_so = shown("pledges/easy_words", parted, page, addresses, whole=whole)
    context = {"title": _title(name), "plain_url": reverse(name), **shown_so}
    return public_page(request, key=("standing easy", name), make=lambda: Page(template, context))


def _patterns(name: str) -> list[URLPattern]:
    known = {"name": name}
    return [
        path(f"{name}/easy-read/", page_easy, known, f"{name}_easy"),
        path(f"{name}/easy-read/<int:page>/", page_easy, known, f"{name}_easy_page"),
        path(f"{name}/easy-read/all/", page_easy, {**known, "whole": True}, f"{name}_easy_all"),
    ]


urlpatterns = [pattern for name in LINES for pattern in _patterns(name)]
