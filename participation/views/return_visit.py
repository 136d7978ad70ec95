"""What every page behind a service's link has in common: the link, and what is said where nobody can answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charters.words import day
from config.lib.responses import SeeOther
from participation.forms_replies import BOX
from participation.models import Holder, Return, Round, Service
from participation.models.kinds import ReturnState
from participation.questions import Asked, asked
from post import links
from post.private import private_page

P = ParamSpec("P")
READ = ("GET", "HEAD")
# Boxes that people write in, on any of these pages.
WRITTEN = ("not_applicable", "note", "changed", "text", "url", "email")


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that works: whose it is, and which return it opens."""

    token: str
    holder: Holder

    @property
    def the_return(self) -> Return:
        assert self.holder.of_return is not None  # noqa: S101  looked for so
        return self.holder.of_return

    @property
    def service(self) -> Service:
        return self.the_return.service

    @property
    def round(self) -> Round:
        return self.the_return.round

    @cached_property
    def questions(self) -> Sequence[Asked]:
        return asked(self.the_return)

    @property
    def is_open(self) -> bool:
        """Whether answers are taken: the database decides again when one comes."""
        return self.the_return.is_open(on=timezone.localdate())

    def question(self, key: str) -> Asked:
        """Raises Http404 where this return is not asked it."""
        for one in self.questions:
            if one.key == key:
                return one
        raise Http404

    def address(self, name: str = "return", *more: object) -> str:
        return reverse(f"participation:{name}", args=(self.token, *more))

    @property
    def differences_url(self) -> str:
        return self.address("return_differences")

    def go(self, name: str = "return", *more: object) -> SeeOther:
        return SeeOther(self.address(name, *more))

    def as_it_stands(self) -> "Visit":
        """Read anew: what the database refused may be so since a moment ago."""
        return Visit(self.token, _found(self.holder.pk))


ReturnView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def return_page(*methods: str, only_open: bool = False) -> Callable[[ReturnView[P]], Callable[..., HttpResponseBase]]:
    """For a view of such a page. It is given a Visit. With `only_open`, only while answers are taken."""

    def decorated(view: ReturnView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                visit = Visit(token, _found(links.find(token, scope="return").about_id))
            except links.LinkExpired as old:
                return _too_old(request, old.token.about_id, token)
            except (links.LinkUnknown, Holder.DoesNotExist):
                return _gone(request)
            if only_open and not visit.is_open:
                return not_now(request, visit)
            return view(request, visit, *args, **kwargs)

        return private_page(require_http_methods(list(methods))(opened))

    return decorated


def _found(holder_id: UUID) -> Holder:
    known = Holder.objects.select_related("of_return__round", "of_return__service")
    return known.get(pk=holder_id, of_return__isnull=False)


def state_of(visit: Visit) -> dict[str, Any]:
    """How things stand with this return, for its pages."""
    the_return, today = visit.the_return, timezone.localdate()
    return {
        "visit": visit,
        "the_return": the_return,
        "year": visit.round.year,
        "service_name": visit.service.name,
        "is_open": visit.is_open,
        "is_submitted": the_return.state == ReturnState.SUBMITTED,
        "opens_later": today < visit.round.opens_on,
        "is_overdue": today > the_return.due_on,
        "list_url": visit.address(),
    }


def not_now(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Nobody can answer just now, and why. What they had typed is shown, so that it is not lost."""
    if request.method != "POST":
        return visit.go()
    context = state_of(visit) | {"typed": typed_in(request)}
    return render(request, "participation/return/not_now.html", context, status=409)


def _too_old(request: HttpRequest, holder_id: UUID, token: str) -> HttpResponse:
    """The link has run out. A new one goes to the holder's own address."""
    if not Holder.objects.filter(pk=holder_id, of_return__isnull=False).exists():
        return _gone(request)
    context = {"new_link_url": reverse("participation:return_new_link", args=[token]), "typed": typed_in(request)}
    return render(request, "participation/return/expired.html", context, status=410)


def _gone(request: HttpRequest) -> HttpResponse:
    """A link that we do not know, or of somebody who holds none any more. The two are never told apart."""
    return render(request, "participation/return/gone.html", {"typed": typed_in(request)}, status=410)


def typed_in(request: HttpRequest) -> list[str]:
    """What was written in the boxes: whatever the answer is, it is shown again."""
    if request.method != "POST":
        return []
    boxes = [*WRITTEN, *(name for name in request.POST if name.startswith(BOX))]
    return [text for name in boxes if (text := request.POST.get(name, "").strip())]


def due_words(visit: Visit) -> str:
    """Until when, in one sentence."""
    the_return = visit.the_return
    days = {"due": day(the_return.due_on), "last": day(the_return.closes_on)}
    if the_return.more_time_until:
        return _("You have more time: until %(due)s.") % days
    if timezone.localdate() > the_return.due_on:
        return _("It was due on %(due)s. You can still answer until %(last)s.") % days
    return _("It is due on %(due)s.") % days
