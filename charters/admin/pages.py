"""What all pages about one version have in common: who may open them, and what stands around them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from charters.models import Version
from config.lib.responses import SeeOther

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Version, P], HttpResponse]

PUBLISHED = gettext_lazy("This version was published. Nothing in it changes any more.")
GONE = gettext_lazy("It is not there any more: somebody else has deleted it.")


def about_version(*methods: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, int, P], HttpResponse]]:
    """For views that write: for who may change versions, by these methods, and with the version they are about."""

    def wrapped(view: View[P]) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, version_id: int, *args: P.args, **more: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not request.user.has_perm("charters.change_version"):
                raise PermissionDenied
            return view(request, version_or_404(version_id), *args, **more)

        return cast(Callable[Concatenate[HttpRequest, int, P], HttpResponse], guarded)

    return wrapped


def version_or_404(version_id: int) -> Version:
    found = Version.objects.select_related("charter").defer("document")
    return get_object_or_404(found, pk=version_id)


def address_of(version: Version, place: str = "") -> str:
    """Its page at the desk, at one of its places."""
    return reverse("admin:charters_version_change", args=[version.pk]) + (f"#{place}" if place else "")


def write_address(version: Version, place: str = "") -> str:
    """The page on which it is written, at one of its rows."""
    return reverse("admin:charters_write", args=[version.pk]) + (f"?at={place}#{place}" if place else "")


def is_in_place(request: HttpRequest) -> bool:
    """Whether the script of the page on which a version is written asks, for a form or an act in its own place."""
    return request.GET.get("in") == "place"


def page(request: HttpRequest, template: str, version: Version, *, status: int = 200, **more: Any) -> TemplateResponse:
    context = {
        **admin.site.each_context(request),
        "version": version,
        "charter": version.charter,
        "back": address_of(version),
        **more,
    }
    return TemplateResponse(request, f"admin/charters/{template}.html", context, status=status)


def told(request: HttpRequest, version: Version, words: str, to: str = "") -> SeeOther:
    """Back to the version's page, or to another address, which says what was done."""
    messages.success(request, words)
    return SeeOther(to or address_of(version))


def refused(request: HttpRequest, version: Version, words: Any, to: str = "") -> HttpResponse:
    """Back to the version's page, or to another address, which says why nothing was; in place, where it was asked."""
    if is_in_place(request):
        return JsonResponse({"said": str(words)}, status=409)
    messages.warning(request, words)
    return SeeOther(to or address_of(version))


def log(request: HttpRequest, version: Version, what: str) -> None:
    """Which member of staff did what, in Django's own log; `what` names a place, never what was written there."""
    LogEntry.objects.log_actions(request.user.pk or 0, [version], CHANGE, change_message=what, single_object=True)
