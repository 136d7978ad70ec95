"""The page of one return, as every act on it shows it again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from participation import reviewed
from participation.board import staged
from participation.models import AskedToAnswer, Erasure, Lead, Return
from participation.models.kinds import Dimension, ReturnState
from participation.reviewed import Said

from .forms_returns import HandBackForm, LinkForm, RefuseForm, TimeForm
from .forms_reviews import AgreeForm, ReplyForm
from .pages import allowed
from .round_page import address_of as round_address
from .round_page import rounds
from .showing import page

CHANGE = "participation.change_return"


@dataclass(frozen=True)
class Card:
    """A question with what is said to it, and the two forms that staff fill in there."""

    said: Said
    agree: forms.Form
    reply: forms.Form


@dataclass(frozen=True)
class Part:
    dimension: Dimension
    cards: list[Card]


def address_of(pk: UUID, place: str = "") -> str:
    return reverse("admin:participation_return_change", args=[pk]) + (f"#{place}" if place else "")


@allowed("participation.view_return", "GET")
def return_view(request: HttpRequest, pk: UUID | None) -> HttpResponse:
    return shown(request, pk)


def shown(request: HttpRequest, pk: UUID | None, *, status: int = 200, **filled_in: Any) -> HttpResponse:
    """The whole page; `filled_in` are forms that come back with what is wrong in them (those of a question, by key)."""
    found = get_object_or_404(Return.objects.select_related("round__question_set", "service"), pk=pk)
    stands = staged(found.round, on=timezone.localdate()).get(pk=found.pk)
    parts = _parts(found, filled_in.pop("agree", {}), filled_in.pop("reply", {}))
    waiting = [card for part in parts for card in part.cards if card.said.differs and not card.said.reply]
    return page(
        request,
        "return",
        str(found.service),
        crumbs=[rounds(), (round_address(found.round), found.round)],
        status=status,
        the_return=found,
        stands=stands,
        parts=parts,
        is_submitted=found.state == ReturnState.SUBMITTED,
        unanswered=len(waiting) if found.state == ReturnState.SUBMITTED else 0,
        may_change=request.user.has_perm(CHANGE),
        may_act=request.user.has_perm("participation.add_action"),
        **_happened(found),
        **_forms(found) | filled_in,
    )


def _happened(found: Return) -> dict[str, Any]:
    """Who holds it, and what was done with it so far."""
    return {
        "holders": list(found.holders.order_by("since")),
        "hand_backs": list(found.hand_backs.select_related("by").order_by("-submission")),
        "reminders": list(found.reminders.order_by("-at")[:10]),
        "asked": AskedToAnswer.objects.filter(of_return=found, submission=found.submission).first(),
        "erasures": list(Erasure.objects.filter(of_return=found).select_related("question").order_by("at")),
    }


def _forms(found: Return) -> dict[str, Any]:
    """The forms of the page before anybody filled them in."""
    return {
        "hand_back": HandBackForm(),
        "time": TimeForm(initial={"until": found.more_time_until}),
        "link": LinkForm(initial=_lead_without_link(found)),
        "refuse": RefuseForm(auto_id=False),
        "refused": None,
    }


def _parts(the_return: Return, agree: dict[str, forms.Form], reply: dict[str, forms.Form]) -> list[Part]:
    return [
        Part(part.dimension, [_card(said, agree, reply) for said in part.said])
        for part in reviewed.parts_of(the_return)
    ]


def _card(said: Said, agree: dict[str, forms.Form], reply: dict[str, forms.Form]) -> Card:
    key = said.question.key
    return Card(said, agree.get(key) or AgreeForm.about(said), reply.get(key) or ReplyForm.about(said))


def _lead_without_link(found: Return) -> dict[str, str]:
    """Where the service has another lead by now, the form is filled in for them."""
    lead = Lead.objects.filter(service=found.service_id).first()
    if lead is None or found.holders.filter(email__iexact=lead.email).exists():
        return {}
    return {"email": lead.email, "name": lead.name}
