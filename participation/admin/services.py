"""The register of services at the desk: a list to look things up in, a form, and what happens to a service."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther
from participation.actions.services import NameTaken, NoAddress, NotOnRegister, save_service
from participation.models import Service
from participation.models.kinds import ServiceKind
from participation.register import asked_to_sign, by_name, called, organisations_meant
from pledges.admin.filters import Choices
from pledges.admin.lists import DeskListAdmin, Found, Wanted

from . import importing, service_acts
from .service_forms import ServiceForm

STANDS, LEFT, ALL = "", "left", "all"


class ServiceKindFilter(Choices):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in ServiceKind]


class StandingFilter(Choices):
    title = gettext_lazy("register")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(LEFT, _("has left")), (ALL, _("all"))]

    def any_words(self) -> Any:
        return _("on the register")


@admin.register(Service)
class ServiceAdmin(DeskListAdmin):
    """Nobody deletes one that has years: it leaves the register, and its years are still told."""

    form = ServiceForm
    change_list_template = "admin/participation/service_list.html"
    change_form_template = "admin/participation/service_form.html"
    fields = ("name", "kind", "size", "organisation", "asked_on", "lead_name", "lead_email")
    list_display = ("name", "kind", "led", "signed")
    list_filter = (StandingFilter, ServiceKindFilter)
    search_fields = ("name",)
    search_help_text = gettext_lazy("Words of the name, or the e-mail address of a lead.")
    earlier_words, later_words = gettext_lazy("Earlier in the alphabet"), gettext_lazy("Later in the alphabet")
    nothing_found = gettext_lazy("Check how it is spelt, or write fewer words.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("lead", "organisation", "merged_into")

    def get_urls(self) -> list[URLPattern]:
        own: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("import/", importing.import_view, "service_import"),
            ("example.csv", importing.example_view, "service_example"),
            ("services.csv", importing.export_view, "service_export"),
            ("<uuid:pk>/leave/", service_acts.leave_view, "service_leave"),
            ("<uuid:pk>/return/", service_acts.return_view, "service_return"),
            ("<uuid:pk>/merge/", service_acts.merge_view, "service_merge"),
        ]
        named = [path(at, self.admin_site.admin_view(view), name=f"participation_{name}") for at, view, name in own]
        return [*named, *super().get_urls()]

    # The list

    def place_in(self, text: str) -> Service | None:
        """A place is the row itself: its name stands in no address."""
        try:
            return Service.objects.filter(pk=UUID(text)).first()
        except ValueError:
            return None

    def place_of(self, row: Service, chosen: Mapping[str, str]) -> str:
        return str(row.pk)

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[Service]:
        return by_name(_narrowed(listed, wanted.chosen), wanted.place, backwards=wanted.backwards, most=most)

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        return Found(list(called(_narrowed(listed, chosen), typed).order_by("name", "pk")[:most]))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"title": _("Services"), "asked": asked_to_sign(), **(extra_context or {})}
        return super().changelist_view(request, more)

    @admin.display(description=gettext_lazy("lead"))
    def led(self, service: Any) -> str:
        if service.merged_into is not None:
            return _("became part of %(name)s") % {"name": service.merged_into}
        if service.left_on is not None:
            return _("has left the register")
        lead = getattr(service, "lead", None)
        return (lead.name or lead.email) if lead else _("nobody to write to")

    @admin.display(description=gettext_lazy("pledge"))
    def signed(self, service: Any) -> str:
        if service.organisation is not None:
            return _("signed")
        return _("asked, has not signed") if service.asked_on else _("not asked to sign")

    # One service

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        try:
            return super().get_object(request, object_id, from_field)
        except ValidationError:
            return None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody leads one that has left."""
        return self.fields[:5] if obj is not None and obj.left_on is not None else self.fields

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """One way to save. What two people break together becomes a message, not an error page."""
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False, "show_delete": False}
        try:
            return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})
        except NameTaken:
            messages.error(request, _("Nothing was saved: a service of this name and kind is on the register already."))
        except (NotOnRegister, NoAddress):
            messages.error(request, _("Nothing was saved: this service has left the register, so nobody leads it."))
        except IntegrityError as error:
            messages.error(request, rule_broken(self.model, error))
        return SeeOther(request.path)

    def save_model(self, request: HttpRequest, obj: Service, form: Any, change: bool) -> None:
        told = form.cleaned_data
        save_service(service=obj, lead_name=told.get("lead_name", ""), lead_email=told.get("lead_email", ""))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        service: Service | None = kwargs.get("obj")
        if service is not None:
            may_change = self.has_change_permission(request)
            context |= {"may_change": may_change, "may_delete": self.has_delete_permission(request)}
            context |= {"merged_from": list(service.merged_from.order_by("name")[:50])}
            if service.organisation_id is None:
                alike = [
                    one for one in organisations_meant(service.name) if one.name.casefold() == service.name.casefold()
                ]
                context["perhaps"] = alike[0] if len(alike) == 1 else None
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return service_acts.delete_view(request, self.get_object(request, object_id))


def _narrowed(listed: QuerySet[Any], chosen: Mapping[str, str]) -> QuerySet[Any]:
    if kind := chosen.get("kind"):
        listed = listed.filter(kind=kind)
    stands = chosen.get("stands", STANDS)
    return listed if stands == ALL else listed.filter(left_on__isnull=stands != LEFT)
