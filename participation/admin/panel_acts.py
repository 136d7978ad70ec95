"""What is pressed on the page of a panel."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther
from config.lib.texts import clean_line
from participation import panel_beside
from participation.actions import panel_making
from participation.actions.panel_making import Answered, NothingAsked
from participation.actions.panels import Closed, Locked, NotAsked
from participation.models import Panel
from participation.models.kinds import LONGEST_NAME, PanelKind

from .forms_panels import AboutForm, AddressForm
from .pages import allowed, as_uuid, done
from .panel_page import CHANGE, address_of, panel_or_404, panels, shown
from .showing import page, refused

# What an act is refused with, in words.
WHY: dict[type[Exception], str | Promise] = {
    Locked: gettext_lazy("Nothing was changed: the group has sent its answers. Open it again first."),
    Closed: gettext_lazy("Nothing was done: the round is not open."),
    NotAsked: gettext_lazy("Nothing was changed: this service is not on the list any more."),
    Answered: gettext_lazy("It stays: the group has said something of this service already."),
    NothingAsked: gettext_lazy("Nothing was sent: choose the services first."),
}
MOVES = {"up": -1, "down": 1}


def _do(request: HttpRequest, panel: Panel, place: str, words: str, act: Callable[[], object]) -> SeeOther:
    """Does it, and goes back to its place on the page, which says that it is done or why not."""
    to = address_of(panel.pk, place)
    try:
        act()
    except Panel.DoesNotExist:
        raise Http404 from None
    except tuple(WHY) as error:
        return refused(request, WHY[type(error)], to)
    return done(request, words, to, about=panel, what=place)


@allowed(CHANGE, "POST")
def about_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    panel, form = panel_or_404(pk), AboutForm(request.POST, instance=panel_or_404(pk))
    if not form.is_valid():
        return shown(request, panel, status=400, about=form)
    told = form.cleaned_data
    given = {"name": told["name"], "kind": PanelKind(told["kind"]), "count": told["count"]}
    try:
        return _do(request, panel, "about", _("Saved."), lambda: panel_making.change_panel(panel_id=pk, **given))
    except IntegrityError as error:
        form.add_error(None, rule_broken(Panel, error))
        return shown(request, panel, status=400, about=form)


@allowed(CHANGE, "POST")
def services_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Looks for services, which changes nothing and keeps what is ticked; or puts those ticked on the list."""
    panel = panel_or_404(pk)
    words = clean_line(request.POST.get("q", ""))[:LONGEST_NAME]
    ticked = {key for key in map(as_uuid, request.POST.getlist("service")) if key}
    if request.POST.get("go") != "add":
        return shown(request, panel, found=panel_beside.find(panel, words, ticked))
    if not ticked:
        found, wrong = panel_beside.find(panel, words), _("Tick a service first.")
        return shown(request, panel, status=400, found=found, nothing_ticked=wrong)
    said = _("On the list now: %(n)s more.") % {"n": len(ticked)}
    add: dict[str, Any] = {"panel_id": pk, "service_ids": ticked}
    return _do(request, panel, "services", said, lambda: panel_making.add_services(**add))


@allowed(CHANGE, "POST")
def service_view(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """One service up, down, or off the list."""
    panel, act = panel_or_404(pk), request.POST.get("act", "")
    one: dict[str, Any] = {"panel_id": pk, "service": slug}
    if act == "take_out":
        off = _("It is off the list.")
        return _do(request, panel, "services", off, lambda: panel_making.remove_service(**one))
    if act not in MOVES:
        return refused(request, _("Nothing was changed."), address_of(pk, "services"))
    by = MOVES[act]
    return _do(request, panel, "services", _("Moved."), lambda: panel_making.move_service(**one, by=by))


@allowed(CHANGE, "POST")
def link_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends the link to an address: a new one, or one that has it already."""
    panel, form = panel_or_404(pk), AddressForm(request.POST)
    if not form.is_valid():
        return shown(request, panel, status=400, link=form)
    to = {"panel_id": pk, "email": form.cleaned_data["email"]}
    words = _("A letter with the link is on its way.")
    return _do(request, panel, "holders", words, lambda: panel_making.invite_panel(**to))


@allowed(CHANGE, "POST")
def take_view(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    panel, words = panel_or_404(pk), _("That link does not work any more.")
    act = {"panel_id": pk, "holder_id": holder}
    return _do(request, panel, "holders", words, lambda: panel_making.take_link(**act))


@allowed(CHANGE, "GET", "POST")
def reopen_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    panel = panel_or_404(pk)
    if request.method == "POST":
        words = _("It is open again: with the same link the group can change its answers.")
        return _do(request, panel, "holders", words, lambda: panel_making.reopen(panel_id=pk))
    context: dict[str, Any] = {
        "title": _("Open it again?"),
        "words": [
            _("The group can change its answers, and must send them once more. Until then they stand nowhere."),
            _("Nobody is written to: tell the group, or send it the link again."),
        ],
        "button": _("Open it again"),
    }
    return page(request, "ask", crumbs=[panels(), (address_of(pk), panel.name)], back=address_of(pk), **context)


@allowed("participation.delete_panel", "GET", "POST")
def delete_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    panel = panel_or_404(pk)
    if request.method != "POST":
        words = [_("All that the group has said so far goes, and its link does not work any more.")]
        context: dict[str, Any] = {
            "title": _("Delete this panel?"),
            "words": words,
            "button": _("Delete it"),
            "danger": True,
        }
        return page(request, "ask", crumbs=[panels(), (address_of(pk), panel.name)], back=address_of(pk), **context)
    try:
        panel_making.delete_panel(panel_id=pk)
    except Locked:
        return refused(request, _("It stays: the group has sent its answers."), address_of(pk))
    except Panel.DoesNotExist:
        raise Http404 from None
    to = reverse("admin:participation_panel_changelist")
    return done(request, _("The panel is gone."), to, about=panel, what="deleted")


VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("about/", about_view, "about"),
    ("services/", services_view, "services"),
    ("services/<slug:slug>/", service_view, "service"),
    ("link/", link_view, "link"),
    ("holders/<uuid:holder>/take/", take_view, "take"),
    ("reopen/", reopen_view, "reopen"),
    ("delete/", delete_view, "delete"),
)
