"""The page of one action at the desk, as every act on it shows it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.action_story import story_of
from participation.forms_action import DoneForm, HowFarForm, NewDayForm, ShownForm
from participation.models import Action
from participation.promises import named

from .forms_actions import OwnerForm, WordsForm
from .pages import allowed
from .showing import Crumb, address, page

CHANGE = "participation.change_action"


def address_of(pk: UUID, place: str = "") -> str:
    return reverse("admin:participation_action_change", args=[pk]) + (f"#{place}" if place else "")


def actions() -> Crumb:
    return address("action_changelist"), _("Actions")


def action_or_404(pk: UUID | None) -> Action:
    return get_object_or_404(Action.objects.select_related("service", "question", "made_by"), pk=pk)


@allowed("participation.view_action", "GET")
def action_view(request: HttpRequest, pk: UUID | None) -> HttpResponse:
    return shown(request, action_or_404(pk))


def shown(request: HttpRequest, action: Action, *, status: int = 200, **filled_in: Any) -> HttpResponse:
    """`filled_in` are forms that come back with what is wrong in them."""
    story = story_of(action)
    given: dict[str, Any] = {
        "note": HowFarForm(auto_id="note-%s"),
        "day": NewDayForm(auto_id="day-%s"),
        "evidence": ShownForm(auto_id="evidence-%s"),
        "done": DoneForm(auto_id="done-%s", is_shown=story.is_shown),
        "words": WordsForm.of(action),
        "owner": OwnerForm(auto_id="owner-%s"),
    }
    may_change = request.user.has_perm(CHANGE)
    return page(
        request,
        "action",
        action.what,
        crumbs=[actions()],
        status=status,
        action=action,
        story=story,
        promise=next(iter(named([action.clause_key_id])), ""),
        holders=list(action.holders.order_by("since")),
        is_overdue=action.is_overdue(on=timezone.localdate()),
        may_change=may_change,
        may_tell=may_change and action.done_at is None,
        may_delete=not story.steps and request.user.has_perm("participation.delete_action"),
        **given | filled_in,
    )
