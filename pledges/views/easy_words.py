"""The pledge and the privacy notice in easy read, a screen of a few lines at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, screens
from charters.views.easy_screens import screen_of
from config.lib.public_pages import Page, public_page
from pledges.models import PledgeWording
from pledges.models.wordings import Wording
from pledges.stands_on import screens_of, versions_of

from .pledge import key_of, notices, pledge_wordings, version_of


@dataclass(frozen=True)
class Asked:
    """Which words, in which version (none: the newest), and which screen of them."""

    name: str
    n: int | None
    page: int

    @property
    def plain(self) -> str:
        """The same words in the standard form."""
        return reverse(self._named(""), args=self._numbers)

    def screen(self, page: int) -> str:
        """A screen of them. The first has the address that people print."""
        if page == 1:
            return reverse(self._named("_easy"), args=self._numbers)
        return reverse(self._named("_easy_page"), args=[*self._numbers, page])

    def _named(self, ending: str) -> str:
        return f"{self.name}{'' if self.n is None else '_version'}{ending}"

    @property
    def _numbers(self) -> list[int]:
        return [] if self.n is None else [self.n]


@require_safe
def pledge(request: HttpRequest, n: int | None = None, page: int = 1) -> HttpResponseBase:
    """The pledge; its last screen leads on to signing where these are the words that can be signed."""
    wordings = pledge_wordings()
    title = wordings[0].pledge.title if wordings else _("The pledge")
    return _screen(request, Asked("pledges:pledge", n, page), wordings, title)


@require_safe
def privacy(request: HttpRequest, n: int | None = None, page: int = 1) -> HttpResponseBase:
    """The privacy notice."""
    return _screen(request, Asked("privacy", n, page), notices(), _("What we keep"))


def _more() -> Line:
    """Leads to what the pledge stands on."""
    return Line(picture="list", text=_("You can read these promises too."), alt="")


def _screen(request: HttpRequest, asked: Asked, wordings: Sequence[Wording], title: str) -> HttpResponseBase:
    """One screen. Raises Http404 for one that these words do not have."""
    shown = version_of(wordings, asked.n)
    versions = versions_of(shown) if isinstance(shown, PledgeWording) and shown.easy else ()
    told, choices = screens(shown.easy) if shown else [], screens_of(versions)
    parted = [*told, *([_more()] for _choices in choices)]
    more = {"more_text": _("When we delete"), "more_url": reverse("kept_easy")} if asked.name == "privacy" else {}
    context = {
        **more,
        "title": title,
        "can_sign": isinstance(shown, PledgeWording) and shown is wordings[0] and shown.pledge.is_open,
        "plain_url": asked.plain,
        **screen_of(parted, asked.page, asked.screen),
        "choices": choices[asked.page - len(told) - 1] if choices and asked.page > len(told) else [],
    }
    return public_page(
        request,
        # The lines too: one may have lost its picture.
        key=("easy", asked, title, context["can_sign"], key_of(wordings), versions, told),
        make=lambda: Page("pledges/easy_words.html", context),
    )
