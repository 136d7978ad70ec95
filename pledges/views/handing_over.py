"""A colleague takes an organisation's signature over: asking them, and their own page for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from config.lib.network import network_of
from pledges import actions
from pledges.forms_easy import TOO_LONG, WRONG_ADDRESS
from pledges.forms_hand_over import InviteForm, TakeOverForm
from pledges.holdings import Held
from pledges.kinds import ShownIn
from pledges.models import HandOver, Person, Signature
from pledges.models.signatures import WrongState
from pledges.terms import Terms, current_terms
from post import links
from post.private import private_page

from .own_visit import READ, Visit, own_page
from .responses import gone, see_other

EASY_ERRORS = {
    "required": _("Please write the e-mail."),
    "invalid": WRONG_ADDRESS,
    "max_length": TOO_LONG,
    "own": _("This is your own e-mail."),
}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@own_page(*READ, "POST")
def invite(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Whom shall we ask?"""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, form, visit):
        return visit.go("yours", done="invited")
    held = Held.of(visit.subject_id)
    if not held.can_hand_over:
        return visit.go("yours")
    context = {
        "form": form,
        "held": held,
        "token": visit.token,
        "easy_url": reverse("pledges:invite_easy", args=(visit.token,)),
    }
    return render(request, "pledges/own/invite.html", context)


@own_page(*READ, "POST", easy=True)
def invite_easy(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The same, as one question."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, form, visit):
        return visit.go("yours", done="invited")
    held = Held.of(visit.subject_id)
    if not held.can_hand_over:
        return visit.go("yours")
    plain_url = reverse("pledges:invite", args=(visit.token,))
    context = {"bound": form["email"], "error": _in_easy_words(form), "held": held, "token": visit.token}
    context |= {"plain_url": plain_url, "back": visit.address("yours")}
    return render(request, "pledges/own/easy/invite.html", context)


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


@own_page("POST")
def stop_inviting(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Nobody is asked any more."""
    actions.take_back_invitation(subject_id=visit.subject_id)
    return visit.go("yours", done="not_invited")


@own_page("POST", easy=True)
def stop_inviting_easy(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    actions.take_back_invitation(subject_id=visit.subject_id)
    return visit.go("yours", done="not_invited")


@private_page
@get_or_post
def hand_over(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the colleague is asked. GET changes nothing; POST takes over."""
    try:
        link = links.find(token, scope="hand_over")
    except links.LinkError:
        return gone(request, "pledges/hand_over/gone.html")
    if link.used_at:
        return see_other("pledges:hand_over", token) if request.method == "POST" else _taken_over(request)
    asked = HandOver.objects.open().select_related("signature__pledge").filter(pk=link.about_id).first()
    terms = current_terms()
    if asked is None or terms is None or terms.wording.pledge_id != asked.signature.pledge_id:
        return gone(request, "pledges/hand_over/gone.html")
    form = TakeOverForm(request.POST if request.method == "POST" else None, terms=terms, kind=asked.signature.kind)
    if form.is_valid() and _has_taken_over(link, form, terms):
        return see_other("pledges:hand_over", token)
    return render(request, "pledges/hand_over/hand_over.html", _context(asked, form, terms))


def _context(asked: HandOver, form: TakeOverForm, terms: Terms) -> dict[str, Any]:
    return {"form": form, "terms": terms, "details": asked.signature.live_details, "signature": asked.signature}


def _taken_over(request: HttpRequest) -> HttpResponseBase:
    return render(request, "pledges/hand_over/taken_over.html")


def _has_taken_over(link: Any, form: TakeOverForm, terms: Terms) -> bool:
    """Whether the signature went on with them; what is wrong stands in the form."""
    try:
        with transaction.atomic():
            link.mark_used()
            actions.take_over(hand_over_id=link.about_id, colleague=_colleague(form), terms=terms)
    except links.LinkUsed:
        return True  # Pressed twice: the first press has done it.
    except actions.NameTaken:
        form.add_error(None, form.ALREADY)
        return False
    except (HandOver.DoesNotExist, Signature.DoesNotExist, Person.DoesNotExist, WrongState, actions.WordsChanged):
        form.add_error(None, form.TOO_LATE)
        return False
    return True


def _colleague(form: TakeOverForm) -> actions.Colleague:
    """To read about a public task and go on is to take part in it."""
    now, agreed = timezone.now(), form.cleaned_data["agreed"]
    return actions.Colleague(
        name=form.cleaned_data["name"],
        role=form.cleaned_data["role"],
        agreed=[
            actions.Agreed(wording=wording, given_at=now, shown_in=ShownIn.STANDARD)
            for wording in form.purposes
            if not wording.needs_box or wording.purpose in agreed
        ],
    )
