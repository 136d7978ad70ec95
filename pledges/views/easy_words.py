"""The pledge and the privacy notice in easy read, a screen of a few lines at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from pledges.models import PledgeWording
from pledges.models.wordings import Wording
from pledges.stands_on import StandsOn, screens_of, versions_of

from .pledge import key_of, notices, pledge_wordings, version_of


@dataclass(frozen=True)
class Asked:
    """Which words, in which version (none: the newest), and which screen of them."""

    name: str
    n: int | None
    page: int
    # All screens on one page.
    whole: bool = False

    @property
    def plain(self) -> str:
        """The same words in the standard form."""
        return reverse(self._named(""), args=self._numbers)

    @property
    def all_on_one(self) -> str:
        return reverse(self._named("_easy_all"), args=self._numbers)

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
def pledge(request: HttpRequest, n: int | None = None, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The pledge; its last screen leads on to signing where these are the words that can be signed."""
    wordings = pledge_wordings()
    title = wordings[0].pledge.title if wordings else _("The pledge")
    return _shown(request, Asked("pledges:pledge", n, page, whole), wordings, title)


@require_safe
def privacy(request: HttpRequest, n: int | None = None, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The privacy notice."""
    return _shown(request, Asked("privacy", n, page, whole), notices(), _("What we keep"))


def _more() -> Line:
    """Leads to what the pledge stands on."""
    return Line(picture="list", text=_("You can read these promises too."), alt="")


def _shown(request: HttpRequest, asked: Asked, wordings: Sequence[Wording], title: str) -> HttpResponseBase:
    """One screen, or all on one page. Raises Http404 for a screen that these words do not have."""
    shown = version_of(wordings, asked.n)
    versions = versions_of(shown) if isinstance(shown, PledgeWording) and shown.easy else ()
    more = {"more_text": _("When we delete"), "more_url": reverse("kept_easy")} if asked.name == "privacy" else {}
    can_sign = isinstance(shown, PledgeWording) and shown is wordings[0] and shown.pledge.is_open
    told = screens(Explaining().lines(shown.easy)) if shown else []
    context = {**more, "title": title, "can_sign": can_sign, "plain_url": asked.plain}
    make = _whole if asked.whole else _screen
    page = make(asked, told, screens_of(versions), context)
    key = ("easy", asked, title, can_sign, key_of(wordings), versions)
    return public_page(request, key=key, make=lambda: page)


def _screen(asked: Asked, told: list[list[Line]], choices: list[list[StandsOn]], context: dict[str, Any]) -> Page:
    """What it stands on comes after the words."""
    parted = [*told, *([_more()] for _choices in choices)]
    context |= screen_of(parted, asked.page, asked.screen, whole=asked.all_on_one)
    context["choices"] = choices[asked.page - len(told) - 1] if choices and asked.page > len(told) else []
    return Page("pledges/easy_words.html", context)


def _whole(asked: Asked, told: list[list[Line]], choices: list[list[StandsOn]], context: dict[str, Any]) -> Page:
    parted = [*told, *([[_more()]] if choices else [])]
    context |= {"parts": parts_of((("", lines) for lines in parted), asked.screen), "step_url": asked.screen(1)}
    context["choices"] = [one for each in choices for one in each]
    return Page("pledges/easy_words_all.html", context)
