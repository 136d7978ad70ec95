"""The list of actions at the desk: those that are open, nearest first, and the others by a press."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.models import Action
from pledges.admin.filters import Choices
from pledges.admin.lists import DeskListAdmin, Found, Wanted

from .action_acts import VIEWS
from .action_page import action_view, address_of
from .pages import as_uuid

OPEN, OVERDUE, DONE, ALL = "", "overdue", "done", "all"


class StateFilter(Choices):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(OVERDUE, _("overdue")), (DONE, _("done")), (ALL, _("all"))]

    def any_words(self) -> Any:
        return _("open")


@admin.register(Action)
class ActionAdmin(DeskListAdmin):
    """An action is made from the answer that it mends, on the page of a return."""

    list_display = ("called", "of_service", "due", "state")
    list_display_links = None
    list_filter = (StateFilter,)
    search_fields = ("service__name",)
    search_help_text = gettext_lazy("Words of the service's name.")
    earlier_words, later_words = gettext_lazy("Due earlier"), gettext_lazy("Due later")
    nothing_found = gettext_lazy("Check how it is spelt, write fewer words, or look among all.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("service")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<uuid:pk>/{route}", self.admin_site.admin_view(view), more, name=f"participation_action_{name}")
            for route, view, name, more in VIEWS
        ]
        return own + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Actions"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """It changes nothing: what is pressed there leads to an act."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return action_view(request, as_uuid(object_id))

    # The list

    def place_in(self, text: str) -> Action | None:
        try:
            return Action.objects.filter(pk=UUID(text)).first()
        except ValueError:
            return None

    def place_of(self, row: Action, chosen: Mapping[str, str]) -> str:
        return str(row.pk)

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[Action]:
        found, place = _narrowed(listed, wanted.chosen), wanted.place
        if place is not None:
            beyond, beside = ("due_on__lt", "pk__lt") if wanted.backwards else ("due_on__gt", "pk__gt")
            found = found.filter(Q(**{beyond: place.due_on}) | Q(due_on=place.due_on, **{beside: place.pk}))
        order = ("-due_on", "-pk") if wanted.backwards else ("due_on", "pk")
        return list(found.order_by(*order)[:most])

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        named = _narrowed(listed, chosen).filter(service__name__icontains=typed)
        return Found(list(named.order_by("due_on", "pk")[:most]))

    @admin.display(description=gettext_lazy("what"))
    def called(self, action: Action) -> str:
        return format_html('<a href="{}">{}</a>', address_of(action.pk), action.what)

    @admin.display(description=gettext_lazy("service"))
    def of_service(self, action: Action) -> str:
        return action.service.name

    @admin.display(description=gettext_lazy("due"))
    def due(self, action: Action) -> str:
        day = date_format(action.due_on, "j F Y")
        if action.due_on == action.first_due_on:
            return day
        return _("%(day)s, first %(first)s") % {"day": day, "first": date_format(action.first_due_on, "j F Y")}

    @admin.display(description=gettext_lazy("state"))
    def state(self, action: Action) -> str:
        if action.done_at is not None:
            return _("done on %(day)s") % {"day": date_format(localtime(action.done_at), "j F Y")}
        return _("overdue") if action.is_overdue(on=timezone.localdate()) else _("open")


def _narrowed(listed: QuerySet[Any], chosen: Mapping[str, str]) -> QuerySet[Any]:
    state = chosen.get("state", OPEN)
    if state == ALL:
        return listed
    if state == DONE:
        return listed.exclude(done_at=None)
    if state == OVERDUE:
        return listed.filter(done_at=None, due_on__lt=timezone.localdate())
    return listed.filter(done_at=None)
