"""What every page behind a panel's link has in common: the link, and what is said where nobody can answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.lib.responses import SeeOther
from participation.actions.panels import Closed, Locked, NotAsked, NotComplete
from participation.models import Holder, Panel
from participation.panel_screens import Screen, Sheet
from post import links
from post.models import Token
from post.private import private_page

P = ParamSpec("P")


@dataclass
class Visit:
    """A group with a link that works."""

    token: str
    panel: Panel

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet.of(self.panel)

    def address(self, name: str = "", *more: str) -> str:
        return reverse(f"participation:panel{name}", args=(self.token, *more))

    def address_of(self, screen: Screen | None) -> str:
        """A screen, or where all is answered the list."""
        if screen is None:
            return self.address("_check")
        if screen.question is None:
            return self.address("_used", screen.slug)
        return self.address("_rate", screen.slug, screen.question.key)

    def go_on(self) -> SeeOther:
        """To the first screen that is open."""
        return SeeOther(self.address_of(self.sheet.first_open))

    def go_on_after(self, screen: Screen) -> SeeOther:
        """To the next one, now that this one is answered."""
        return SeeOther(self.address_of(Sheet.of(self.panel).after(screen)))


PanelView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def panels_page(*methods: str, answers: bool = True) -> Callable[[PanelView[P]], Callable[..., HttpResponseBase]]:
    """For a view of such a page, which is given a Visit. Where it `answers`, only while the group can answer."""

    def decorated(view: PanelView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                visit = Visit(token, _found(links.find(token, scope=Token.Scope.PANEL)))
            except links.LinkExpired as old:
                return _too_old(request, old.token, token)
            except (links.LinkUnknown, Panel.DoesNotExist):
                return shown(request, "gone", status=410)
            return (
                _answered(request, visit, view, *args, **kwargs) if answers else view(request, visit, *args, **kwargs)
            )

        return private_page(require_http_methods(list(methods))(opened))

    return decorated


def _answered(
    request: HttpRequest, visit: Visit, view: PanelView[P], *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    """Nobody can answer what was sent, or out of time; this may also come about while the page is open."""
    try:
        if visit.panel.sent_at is not None:
            raise Locked
        if not visit.panel.round.is_open(on=timezone.localdate()):
            raise Closed
        return view(request, visit, *args, **kwargs)
    except Locked:
        return SeeOther(visit.address("_answers"))
    except Closed:
        return not_now(request, visit)
    except (NotAsked, NotComplete):
        return Visit(visit.token, visit.panel).go_on()
    except Panel.DoesNotExist:
        return shown(request, "gone", status=410)


def _found(link: Token) -> Panel:
    holder = Holder.objects.filter(pk=link.about_id, of_panel__isnull=False)
    return Panel.objects.select_related("round").get(holders__in=holder)


def not_now(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The round is not open: not yet, or no more. What they pressed just now was not taken, and the page says so."""
    the_round = visit.panel.round
    context = {"opens_on": the_round.opens_on, "is_early": timezone.localdate() < the_round.opens_on}
    return shown(request, "not_now", context | {"lost": request.method == "POST"})


def _too_old(request: HttpRequest, link: Token, token: str) -> HttpResponse:
    """The link has run out. A new one goes to the same address, while the round is open."""
    try:
        panel = _found(link)
    except Panel.DoesNotExist:
        return shown(request, "gone", status=410)
    if timezone.localdate() > panel.round.closes_on:
        return not_now(request, Visit(token, panel))
    return shown(
        request, "expired", {"new_link_url": reverse("participation:panel_new_link", args=[token])}, status=410
    )


def shown(request: HttpRequest, name: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    return render(request, f"participation/panel/{name}.html", context, status=status)
