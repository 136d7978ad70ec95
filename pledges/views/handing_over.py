"""Asking a colleague to take an organisation's signature over. Their own page for it is in taking_over.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.network import network_of
from pledges import actions
from pledges.forms_easy import TOO_LONG, WRONG_ADDRESS
from pledges.forms_hand_over import InviteForm
from pledges.holdings import Held
from pledges.models.signatures import WrongState

from .own_visit import READ, Visit, own_page

EASY_ERRORS = {
    "required": _("Please write the e-mail."),
    "invalid": WRONG_ADDRESS,
    "max_length": TOO_LONG,
    "own": _("This is your own e-mail."),
}


def _invite(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Whom shall we ask? In easy read it is one question."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, form, visit):
        return visit.go("yours", done="invited")
    held = Held.of(visit.subject_id)
    if not held.can_hand_over:
        return visit.go("yours")
    context: dict[str, Any] = {"form": form, "held": held, "token": visit.token}
    if not visit.easy:
        context["easy_url"] = reverse("pledges:invite_easy", args=(visit.token,))
        return render(request, "pledges/own/invite.html", context)
    context |= {"bound": form["email"], "error": _in_easy_words(form), "back": visit.address("yours")}
    context["plain_url"] = reverse("pledges:invite", args=(visit.token,))
    return render(request, "pledges/own/easy/invite.html", context)


invite = own_page(*READ, "POST")(_invite)
invite_easy = own_page(*READ, "POST", easy=True)(_invite)


def _in_easy_words(form: InviteForm) -> str:
    """What is wrong, in a few words."""
    found = form.errors.as_data().get("email")
    return str(EASY_ERRORS.get(found[0].code or "", EASY_ERRORS["invalid"])) if found else ""


def _invited(request: HttpRequest, form: InviteForm, visit: Visit) -> bool:
    """Whether the colleague is asked; what is wrong stands in the form."""
    try:
        email, network = form.cleaned_data["email"], network_of(request)
        actions.invite(subject_id=visit.subject_id, email=email, network=network)
    except actions.OwnAddress:
        form.add_error("email", ValidationError(form.OWN, code="own"))
        return False
    except WrongState:
        return False  # The page says what can be done instead.
    return True


def _stop_inviting(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Nobody is asked any more."""
    actions.take_back_invitation(subject_id=visit.subject_id)
    return visit.go("yours", done="not_invited")


stop_inviting = own_page("POST")(_stop_inviting)
stop_inviting_easy = own_page("POST", easy=True)(_stop_inviting)
