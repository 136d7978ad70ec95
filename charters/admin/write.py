"""The page on which a whole version is written: its outline, each row's form in its place, and the reader's view."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.actions import Missing, missing, to_redo, to_undo
from charters.models import Version

from . import in_place
from .framing import frames_ours
from .lacking import lacks, marks
from .pages import PUBLISHED, about_version, page, refused
from .rows import marks_html
from .shown_outline import Outline

# The parts of the script, so that a browser fetches them all at once and not one after another.
SCRIPTS = tuple(f"{name}.js" for name in ("asking", "dragging", "kept", "later", "outline", "reader", "row"))


@frames_ours
@about_version("GET")
def write_view(request: HttpRequest, version: Version) -> HttpResponse:
    """Without a script each row leads to its form; with one the form opens in its place and saves by itself.

    ?at= is a row, such as clause-12, whose part is shown at once.
    """
    if not version.is_open:
        return refused(request, version, PUBLISHED)
    lacking, outline = missing(version), Outline(version)
    context = {
        "title": _("Write: %(charter)s, version %(n)s") % {"charter": version.charter, "n": version.n},
        "outline": outline.shown(outline.first(request.GET.get("at", "")), lacking),
        "may_write": True,
        "words": said_by_script(),
        "scripts": SCRIPTS,
        **_side(request, version, lacking),
    }
    return page(request, "write", version, **context)


@about_version("GET")
def part_view(request: HttpRequest, version: Version, section_id: int) -> HttpResponse:
    """A section at the top with all that stands in it, for the script: it comes when it is looked at."""
    if not version.is_open:
        return refused(request, version, PUBLISHED)
    return JsonResponse(in_place.changed(request, version, {section_id}))


@about_version("GET")
def side_view(request: HttpRequest, version: Version) -> HttpResponse:
    """What stands beside the outline, for the script: it changes with each save. And a token that is good now."""
    lacking = missing(version)
    told = {"version": version, **_side(request, version, lacking)}
    side = render_to_string("admin/charters/write_side.html", told, request)
    flags = {pk: marks_html(found) for pk, found in marks(lacking).items()}
    return JsonResponse({"side": side, "flags": flags, "token": get_token(request)})


def _side(request: HttpRequest, version: Version, lacking: list[Missing]) -> dict[str, Any]:
    by = request.user.pk or 0
    return {
        "lacks": lacks(version, lacking, dict(version.clauses.values_list("pk", "text"))),
        "undo": to_undo(version, by=by),
        "redo": to_redo(version, by=by),
        "lacks_back": reverse("admin:charters_version_change", args=[version.pk]),
    }


def said_by_script() -> dict[str, str]:
    """What the script says by itself, in the language of the page."""
    return {
        "wrong": _("Not saved yet."),
        "offline": _("No connection. What you wrote is kept on this device, and saved when the connection is back."),
        "signed_out": _("You are signed out. What you wrote is kept on this device. Sign in again in another tab, "
                        "then come back here: it is saved by itself."),
        "refused": _("The server did not take it. What you wrote is kept on this device. It is tried again soon."),
        "conflict": _("Somebody else changed this. Look at both texts and choose."),
        "not_now": _("This cannot be done without a connection. Nothing was lost."),
        "opened": _("Open for writing."),
        "kept": _("Words from before that were not saved yet are here. They are kept on this device."),
        "sign_in": _("Sign in (opens in a new tab)"),
        "again": _("Try again now"),
        "next": _("The next clause"),
        "holds": _("You wrote something here that is not kept yet. Press its button, or empty its box."),
    }  # fmt: skip
