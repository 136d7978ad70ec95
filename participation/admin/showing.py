"""What the pages about question sets and about services have in common."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from config.lib.responses import SeeOther

# An address, and the words of the link to it.
Crumb = tuple[str, Any]


def page(
    request: HttpRequest, template: str, title: str, *, crumbs: Sequence[Crumb] = (), status: int = 200, **more: Any
) -> TemplateResponse:
    """A page of ours at the desk, under the pages that lead to it."""
    context = {**admin.site.each_context(request), "title": title, "crumbs": crumbs, **more}
    return TemplateResponse(request, f"admin/participation/{template}.html", context, status=status)


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:participation_{name}", args=args)


def told(request: HttpRequest, words: Any, to: str) -> SeeOther:
    """On to a page, which says what was done."""
    messages.success(request, words)
    return SeeOther(to)


def refused(request: HttpRequest, words: Any, to: str) -> HttpResponse:
    """On to a page, which says why nothing was."""
    messages.warning(request, words)
    return SeeOther(to)


def log(request: HttpRequest, row: Model, what: str) -> None:
    """Which member of staff did what, in Django's own log; `what` names an act, never what was written."""
    LogEntry.objects.log_actions(request.user.pk or 0, [row], CHANGE, change_message=what, single_object=True)
