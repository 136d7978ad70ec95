"""Panels at the desk: who is asked, about which services, who has the link, and what they said."""

from typing import Any

from django.contrib import admin
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.base import RulesInWords
from config.lib.broken_rules import rule_broken
from participation.actions.panel_making import make_panel
from participation.models import Panel, Round
from participation.models.kinds import PanelKind

from .forms_panels import NewForm
from .pages import allowed, as_uuid, done
from .panel_acts import VIEWS
from .panel_page import address_of, panel_view, panels
from .showing import page


@admin.register(Panel)
class PanelAdmin(RulesInWords[Panel]):
    list_display = ("called", "kind", "of_round", "stage")
    list_display_links = None
    ordering = ("-round__year", "name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Panel]:
        return super().get_queryset(request).select_related("round")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<uuid:pk>/{route}", self.admin_site.admin_view(view), name=f"participation_panel_{name}")
            for route, view, name in VIEWS
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("group"))
    def called(self, panel: Panel) -> str:
        return format_html('<a href="{}">{}</a>', address_of(panel.pk), panel.name)

    @admin.display(description=gettext_lazy("round"))
    def of_round(self, panel: Panel) -> str:
        return str(panel.round)

    @admin.display(description=gettext_lazy("state"))
    def stage(self, panel: Panel) -> str:
        if panel.sent_at:
            return _("sent on %(day)s") % {"day": date_format(localtime(panel.sent_at), "j F Y")}
        if panel.opened_at:
            return _("opened on %(day)s") % {"day": date_format(localtime(panel.opened_at), "j F Y")}
        return _("not opened yet")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return new_view(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """It changes nothing: what is pressed there leads to an act."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return panel_view(request, as_uuid(object_id))


@allowed("participation.add_panel", "GET", "POST")
def new_view(request: HttpRequest) -> HttpResponse:
    """Who they are. The services come on the next page, and nothing is sent yet."""
    form = NewForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _shown(request, form)
    told = form.cleaned_data
    one: Round = told["round"]
    try:
        made = make_panel(
            round_id=one.pk, name=told["name"], kind=PanelKind(told["kind"]), count=told["count"], email=told["email"]
        )
    except IntegrityError as error:
        form.add_error(None, rule_broken(Panel, error))
        return _shown(request, form)
    words = _("The panel is there. Now choose the services, then send the link.")
    return done(request, words, address_of(made.pk, "services"), about=made, what="made")


def _shown(request: HttpRequest, form: NewForm) -> HttpResponse:
    title = _("Ask a panel")
    return page(request, "panel_new", title, crumbs=[panels()], status=400 if form.is_bound else 200, form=form)
