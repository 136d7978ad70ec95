"""Answers that several pages give."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import cache_control

from config.lib.responses import SeeOther

# Pages with somebody's answers on them: "Back" after leaving must not bring them up again.
no_store = cache_control(no_store=True)


def see_other(viewname: str, *args: Any) -> SeeOther:
    return SeeOther(resolve_url(viewname, *args))


def gone(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """A link that no longer works, and what to do instead."""
    return render(request, template, context, status=410)
