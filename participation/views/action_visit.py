"""What every page behind the link of an action has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.lib.responses import SeeOther
from participation.action_story import story_of
from participation.models import Action, Holder
from participation.promises import named
from post import links
from post.private import private_page

P = ParamSpec("P")
READ = ("GET", "HEAD")
# Boxes that people write in, on any of these pages.
WRITTEN = ("text", "due_on", "url")


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that works, and the action that it opens."""

    token: str
    holder: Holder

    @property
    def action(self) -> Action:
        assert self.holder.of_action is not None  # noqa: S101  looked for so
        return self.holder.of_action

    def address(self, name: str = "action") -> str:
        return reverse(f"participation:{name}", args=(self.token,))

    def go(self, done: str = "") -> SeeOther:
        return SeeOther(self.address() + (f"?done={done}" if done else ""))


ActionView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def action_page(*methods: str) -> Callable[[ActionView[P]], Callable[..., HttpResponseBase]]:
    """For a view of such a page. It is given a Visit."""

    def decorated(view: ActionView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                visit = Visit(token, _found(links.find(token, scope="action").about_id))
            except links.LinkExpired as old:
                return _too_old(request, old.token.about_id, token)
            except (links.LinkUnknown, Holder.DoesNotExist):
                return _gone(request)
            return view(request, visit, *args, **kwargs)

        return private_page(require_http_methods(list(methods))(opened))

    return decorated


def _found(holder_id: UUID) -> Holder:
    known = Holder.objects.select_related("of_action__service", "of_action__question")
    return known.get(pk=holder_id, of_action__isnull=False)


def state_of(visit: Visit) -> dict[str, Any]:
    """How things stand with this action, for its pages."""
    action = visit.action
    return {
        "visit": visit,
        "action": action,
        "service_name": action.service.name,
        "promise": next(iter(named([action.clause_key_id])), ""),
        "story": story_of(action),
        "is_overdue": action.is_overdue(on=timezone.localdate()),
        "here": visit.address(),
    }


def is_done(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Nothing changes any more. What they had typed is shown, so that it is not lost."""
    if request.method != "POST":
        return visit.go()
    fresh = Visit(visit.token, _found(visit.holder.pk))
    return render(
        request, "participation/action/is_done.html", state_of(fresh) | {"typed": typed_in(request)}, status=409
    )


def _too_old(request: HttpRequest, holder_id: UUID, token: str) -> HttpResponse:
    """The link has run out. A new one goes to the holder's own address."""
    if not Holder.objects.filter(pk=holder_id, of_action__isnull=False).exists():
        return _gone(request)
    context = {"new_link_url": reverse("participation:action_new_link", args=[token]), "typed": typed_in(request)}
    return render(request, "participation/action/expired.html", context, status=410)


def _gone(request: HttpRequest) -> HttpResponse:
    """A link that we do not know, or of somebody who holds none any more. The two are never told apart."""
    return render(request, "participation/action/gone.html", {"typed": typed_in(request)}, status=410)


def typed_in(request: HttpRequest) -> list[str]:
    """What was written in the boxes: whatever the answer is, it is shown again."""
    if request.method != "POST":
        return []
    return [text for name in WRITTEN if (text := request.POST.get(name, "").strip())]
