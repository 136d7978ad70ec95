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
from charters.views.easy_screens import Addresses, numbered, shown
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
    def addresses(self) -> Addresses:
        whole = reverse(self._named("_easy_all"), args=self._numbers)
        return Addresses(lambda page: numbered(self._named("_easy"), page, *self._numbers), whole)

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
    return _answered(request, Asked("pledges:pledge", n, page, whole), wordings, title)


@require_safe
def privacy(request: HttpRequest, n: int | None = None, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The privacy notice."""
    return _answered(request, Asked("privacy", n, page, whole), notices(), _("What we keep"))


def _more() -> Line:
    """Leads to what the pledge stands on."""
    return Line(picture="list", text=_("You can read these promises too."), alt="")


def _more_of(name: str) -> dict[str, str]:
    """Where else to go from the end."""
    if name == "privacy":
        return {"more_text": _("When we delete"), "more_url": reverse("kept_easy")}
    return {"more_text": _("Who signed?"), "more_url": reverse("pledges:signatories_easy")}


def _answered(request: HttpRequest, asked: Asked, wordings: Sequence[Wording], title: str) -> HttpResponseBase:
    """One screen, or all on one page. Raises Http404 for a screen that these words do not have."""
    chosen = version_of(wordings, asked.n)
    versions = versions_of(chosen) if isinstance(chosen, PledgeWording) and chosen.easy else ()
    can_sign = isinstance(chosen, PledgeWording) and chosen is wordings[0] and chosen.pledge.is_open
    told = screens(Explaining().lines(chosen.easy)) if chosen else []
    context = {**_more_of(asked.name), "title": title, "can_sign": can_sign, "plain_url": asked.plain}
    make = _whole if asked.whole else _screen
    page = make(asked, told, screens_of(versions), context)
    # The lines too: one may have lost its picture.
    key = ("easy", asked, title, can_sign, key_of(wordings), versions, told)
    return public_page(request, key=key, make=lambda: page)


def _screen(asked: Asked, told: list[list[Line]], choices: list[list[StandsOn]], context: dict[str, Any]) -> Page:
    """What it stands on comes after the words."""
    parted = [*told, *([_more()] for _choices in choices)]
    template, shown_so = shown("pledges/easy_words", parted, asked.page, asked.addresses, whole=False)
    offered = choices[asked.page - len(told) - 1] if choices and asked.page > len(told) else []
    return Page(template, {**context, **shown_so, "choices": offered})


def _whole(asked: Asked, told: list[list[Line]], choices: list[list[StandsOn]], context: dict[str, Any]) -> Page:
    parted = [*told, *([[_more()]] if choices else [])]
    template, shown_so = shown("pledges/easy_words", parted, 1, asked.addresses, whole=True)
    return Page(template, {**context, **shown_so, "choices": [one for each in choices for one in each]})
