"""The page of one panel, as every act on it shows it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import panel_beside
from participation.models import Panel
from participation.panel_screens import Sheet

from .forms_panels import AboutForm, AddressForm
from .pages import allowed
from .showing import Crumb, address, page

CHANGE = "participation.change_panel"


def address_of(pk: UUID, place: str = "") -> str:
    return reverse("admin:participation_panel_change", args=[pk]) + (f"#{place}" if place else "")


def panels() -> Crumb:
    return address("panel_changelist"), _("Panels")


def panel_or_404(pk: UUID | None) -> Panel:
    return get_object_or_404(Panel.objects.select_related("round"), pk=pk)


@allowed("participation.view_panel", "GET")
def panel_view(request: HttpRequest, pk: UUID | None) -> HttpResponse:
    return shown(request, panel_or_404(pk))


def shown(request: HttpRequest, panel: Panel, *, status: int = 200, **filled_in: Any) -> HttpResponse:
    """`filled_in` are forms that come back with what is wrong in them, and services that were looked for."""
    sheet, today, sent = Sheet.of(panel), timezone.localdate(), panel.sent_at is not None
    may_change = request.user.has_perm(CHANGE)
    given: dict[str, Any] = {
        "about": AboutForm(instance=panel),
        "link": AddressForm(),
        "found": filled_in.get("found") or (panel_beside.find(panel, "") if may_change and not sent else None),
    }
    return page(
        request,
        "panel",
        panel.name,
        crumbs=[panels()],
        status=status,
        panel=panel,
        rows=sheet.services,
        answered=sum(not sheet.is_open(one) for one in sheet.screens),
        left=sum(map(sheet.is_open, sheet.screens)),
        holders=panel_beside.holders(panel),
        beside=panel_beside.beside(panel) if sent else [],
        is_sent=sent,
        is_over=today > panel.round.closes_on,
        may_reopen=may_change and sent and panel.round.is_open(on=today),
        may_change=may_change,
        may_write=may_change and not sent,
        may_delete=not sent and request.user.has_perm("participation.delete_panel"),
        **given | filled_in,
    )
