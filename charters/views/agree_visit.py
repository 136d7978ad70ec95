"""What every page behind a partner's link has in common: the link, and what is said where nobody can answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from charters import actions
from charters.models import Agreement, Version, VersionPartner
from charters.models.kinds import ASKED, OPEN, VersionState
from config.lib.responses import SeeOther
from post import links
from post.models import Token
from post.private import private_page

P = ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that works: for which partner they answer, about what, and in which form they read it."""

    token: str
    one: VersionPartner
    easy: bool

    @property
    def version(self) -> Version:
        return self.one.version

    @property
    def last(self) -> Agreement | None:
        """What this partner answered to just these words."""
        return actions.last_answer(self.one, content=self.version)

    def address(self, name: str, *more: object) -> str:
        """A page of theirs in the form they read."""
        return reverse(f"charters:{name}_easy" if self.easy else f"charters:{name}", args=(self.token, *more))


AnswerView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def partners_page(*methods: str, easy: bool) -> Callable[[AnswerView[P]], Callable[..., HttpResponseBase]]:
    """For a view of such a page. It is given a Visit while partners are being asked; else the page says what is so."""

    def decorated(view: AnswerView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                found = _found(links.find(token, scope="agree"))
                visit = Visit(token, found, easy)
                if is_asked(found.version):
                    return view(request, visit, *args, **kwargs)
                return not_now(request, visit)
            except links.LinkExpired as old:
                return _too_old(request, old.token, token, easy)
            except (links.LinkUnknown, VersionPartner.DoesNotExist):
                return _gone(request, token, easy)

        return private_page(require_http_methods(list(methods))(opened))

    return decorated


def _found(link: Token) -> VersionPartner:
    return VersionPartner.objects.select_related("partner", "version__charter").get(pk=link.about_id)


def is_asked(version: Version) -> bool:
    """Whether there are words to agree to, and partners are asked."""
    return version.state in ASKED and version.document is not None


def not_now(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nobody can answer, and why. What they had typed is shown, so that it is not lost."""
    version = visit.version
    context: dict[str, Any] = {
        "version": version,
        "charter": version.charter,
        "name": visit.one.partner.name,
        "typed": _typed(request),
        "is_open": version.state in OPEN,
        "is_withdrawn": version.state == VersionState.WITHDRAWN,
    }
    return shown(request, "not_now", visit.easy, visit.token, context)


def _too_old(request: HttpRequest, link: Token, token: str, easy: bool) -> HttpResponse:
    """The link has run out. A new one goes to the partner's own address, while partners are asked."""
    try:
        found = _found(link)
    except VersionPartner.DoesNotExist:
        return _gone(request, token, easy)
    if found.version.state not in OPEN:
        return not_now(request, Visit(token, found, easy))
    return shown(request, "expired", easy, token, {"token": token, "typed": _typed(request)}, status=410)


def _gone(request: HttpRequest, token: str, easy: bool) -> HttpResponse:
    """A link that we do not know, or of a partner who is off the list. The two are never told apart."""
    return shown(request, "gone", easy, token, {"typed": _typed(request)}, status=410)


def _typed(request: HttpRequest) -> str:
    """What was written in the box: whatever the answer is, it is shown again."""
    return request.POST.get("reason", "")


def shown(  # noqa: PLR0913 - what a page is made of
    request: HttpRequest,
    name: str,
    easy: bool,
    token: str,
    context: dict[str, Any] | None = None,
    *,
    page: str = "agree",
    status: int = 200,
) -> HttpResponse:
    """One page, with the way to the same one in the other form; `page` names both."""
    folder = "charters/agree/easy" if easy else "charters/agree"
    other = reverse(f"charters:{page}" if easy else f"charters:{page}_easy", args=[token] if token else [])
    given = {"plain_url" if easy else "easy_url": other, **(context or {})}
    return render(request, f"{folder}/{name}.html", given, status=status)


def see_answer(visit: Visit) -> SeeOther:
    """After answering: the receipt."""
    return SeeOther(visit.address("agree_answered"))
