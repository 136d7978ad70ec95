"""One return at the desk: what was answered, what panels said beside it, and what staff can do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from charters.admin.files import SEALED, SHOWN
from config.lib.responses import SeeOther
from participation.actions.reviewing import (
    NoTimeLeft,
    NotSubmitted,
    TooManyHolders,
    decide_evidence,
    erase_evidence,
    give_more_time,
    hand_back,
    send_link,
    switch_reminders,
    take_link,
)
from participation.models import Evidence, EvidenceFile, Return

from . import making_actions, reviews
from .forms_returns import HandBackForm, LinkForm, RefuseForm, TimeForm
from .pages import allowed, as_uuid, done
from .return_page import CHANGE, address_of, return_view, shown
from .showing import refused


@admin.register(Return)
class ReturnAdmin(admin.ModelAdmin[Return]):
    """Has no list of its own: returns stand on the page of their round."""

    actions = None

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<uuid:pk>/{route}", self.admin_site.admin_view(view), name=f"participation_return_{name}")
            for route, view, name in VIEWS
        ]
        return own + super().get_urls()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return SeeOther(reverse("admin:participation_round_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """It changes nothing: what is pressed here leads to an act."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return return_view(request, as_uuid(object_id))


@allowed(CHANGE, "POST")
def hand_back_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = HandBackForm(request.POST)
    if form.is_valid():
        try:
            found = hand_back(return_id=pk, by=request.user.pk, **form.cleaned_data)
        except Return.DoesNotExist:
            raise Http404 from None
        except NotSubmitted:
            return refused(request, _("Nothing was changed: it is being answered already."), address_of(pk))
        except NoTimeLeft:
            form.add_error("more_time_until", _("The round has closed: say until when they have time."))
        else:
            said = _("It is open again. Whoever has a link to it is told why.")
            return done(request, said, address_of(pk), about=found, what="handed back")
    return shown(request, pk, status=400, hand_back=form)


@allowed(CHANGE, "POST")
def time_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = TimeForm(request.POST)
    if not form.is_valid():
        return shown(request, pk, status=400, time=form)
    give_more_time(return_id=pk, until=form.cleaned_data["until"])
    return done(request, _("Saved."), address_of(pk, "time"), about=_found(pk), what="changed the time")


@allowed(CHANGE, "POST")
def reminders_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    on = request.POST.get("act") == "on"
    switch_reminders(return_id=pk, on=on)
    said = _("They are reminded again.") if on else _("They are not reminded any more.")
    return done(request, said, address_of(pk, "time"), about=_found(pk), what="switched reminders")


@allowed(CHANGE, "POST")
def link_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            send_link(return_id=pk, **form.cleaned_data)
        except Return.DoesNotExist:
            raise Http404 from None
        except TooManyHolders:
            form.add_error(None, _("Ten people have a link already. Take one away first."))
        else:
            return done(request, _("A letter with a link is on its way."), address_of(pk, "holders"))
    return shown(request, pk, status=400, link=form)


@allowed(CHANGE, "POST")
def take_view(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    take_link(return_id=pk, holder_id=holder)
    return done(request, _("That link does not work any more."), address_of(pk, "holders"))


@allowed(CHANGE, "POST")
def evidence_view(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    """Whether this piece may be shown; or it is erased, because it names somebody."""
    found = get_object_or_404(Evidence, pk=evidence, of_return=pk)
    act: dict[str, Any] = {"evidence_id": found.pk, "by": request.user.pk}
    if request.POST.get("act") == "show":
        decide_evidence(**act, may_be_shown=True)
        return done(request, _("It may be shown."), address_of(pk, f"evidence-{found.pk}"))
    form = RefuseForm(request.POST, auto_id=False)
    if not form.is_valid():
        return shown(request, pk, status=400, refuse=form, refused=found.pk)
    if request.POST.get("act") == "erase":
        erase_evidence(**act, reason=form.cleaned_data["reason"])
        said = _("It is erased. Nothing of what it said is kept.")
        return done(request, said, address_of(pk), about=_found(pk), what="erased evidence")
    decide_evidence(**act, may_be_shown=False, reason=form.cleaned_data["reason"])
    return done(request, _("It is not shown."), address_of(pk, f"evidence-{found.pk}"))


@allowed("participation.view_return", "GET")
def file_view(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    """A file of evidence: shown where it is a picture, saved where it is a document, and never more."""
    found = get_object_or_404(EvidenceFile, pk=evidence, evidence__of_return=pk)
    how = "inline" if found.type in SHOWN else f'attachment; filename="{found.name}"'
    headers = {"Content-Disposition": how, "Content-Security-Policy": SEALED, "Cache-Control": "no-store"}
    return HttpResponse(found.content, content_type=found.type, headers=headers)


def _found(pk: UUID) -> Return:
    return get_object_or_404(Return, pk=pk)


VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("hand-back/", hand_back_view, "hand_back"),
    ("time/", time_view, "time"),
    ("reminders/", reminders_view, "reminders"),
    ("links/", link_view, "link"),
    ("links/<uuid:holder>/take/", take_view, "take"),
    ("evidence/<uuid:evidence>/", evidence_view, "evidence"),
    ("evidence/<uuid:evidence>/file/", file_view, "file"),
    *reviews.VIEWS,
    *making_actions.VIEWS,
)
