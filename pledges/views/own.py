"""Pages behind a private link from a letter: confirming, and a signatory's own page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.lib.network import network_of
from config.lib.wordchanges import compare
from pledges import actions
from pledges.download import written
from pledges.holdings import Held
from pledges.models import Person, Signature
from pledges.models.signatures import WrongState
from pledges.stands_on import versions_of
from pledges.summaries import rows_to_confirm
from post import links
from post.private import private_page

from . import own_acts
from .own_visit import READ, Visit, own_page, said
from .responses import gone, see_other

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@private_page
@get_or_post
def confirm(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """GET shows the answers and a button; whoever or whatever fetches it changes nothing. POST confirms."""
    here, there = ("confirm_easy", "confirm") if easy else ("confirm", "confirm_easy")
    pages = "pledges/easy" if easy else "pledges/own"
    context: dict[str, Any] = {"plain_url" if easy else "easy_url": reverse(f"pledges:{there}", args=[token])}
    try:
        link = links.find(token, scope="confirm")
        signature = Signature.objects.select_related("pledge").get(subject_id=link.about_id)
    except (links.LinkError, Signature.DoesNotExist):
        return gone(request, f"{pages}/cannot_confirm.html", context)
    if request.method == "POST":
        try:
            with transaction.atomic():
                link.mark_used()
                actions.confirm(subject_id=link.about_id)
        except (links.LinkUsed, WrongState):
            pass  # Confirmed before: the page says so.
        except (Signature.DoesNotExist, Person.DoesNotExist):
            return gone(request, f"{pages}/cannot_confirm.html", context)
        return see_other(f"pledges:{here}", token)
    context["signature"] = signature
    if signature.confirmed_at:
        return render(request, f"{pages}/signed.html", context)
    return render(request, f"{pages}/confirm.html", context | {"rows": rows_to_confirm(signature)})


@own_page(*READ)
def yours(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything we hold about a signatory, for them alone."""
    held = Held.of(visit.subject_id)
    context = {"held": held, "token": visit.token, "said": said(request), "easy_url": _easy(visit, "yours")}
    return render(request, "pledges/own/yours.html", context)


@own_page("POST")
def choose(request: HttpRequest, visit: Visit, purpose: str) -> HttpResponseBase:
    """One switch: a yes or a no, at once."""
    return visit.go("yours", done=own_acts.switch(request, visit, purpose))


@own_page(*READ, "POST")
def edit(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Other words about oneself. What stands on the list stays until somebody has looked at them."""
    edited = own_acts.edit(request, visit)
    if edited.is_kept:
        return visit.go("yours", done="changed")
    held = Held.of(visit.subject_id)
    context = {"form": edited.form, "held": held, "token": visit.token, "easy_url": _easy(visit, "edit")}
    return render(request, "pledges/own/edit.html", context)


@own_page(*READ, "POST")
def words(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What changed in the pledge since they signed it, and a button to stand by the new words."""
    held = Held.of(visit.subject_id)
    if request.method == "POST":
        done = own_acts.affirm(request, visit, held)
        return visit.go("yours" if done == "affirmed" else "words", done=done)
    if held.new_words is None:
        return redirect("pledges:yours", visit.token)
    parts = compare(held.stands_by.standard, held.new_words.standard)
    context = {"held": held, "parts": parts, "token": visit.token, "said": said(request)}
    context["stands_on"] = versions_of(held.new_words)
    return render(request, "pledges/own/words.html", context | {"easy_url": _easy(visit, "words")})


@own_page(*READ)
def download(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as JSON, to keep."""
    headers = {"Content-Disposition": 'attachment; filename="what-we-hold.json"'}
    return HttpResponse(written(Held.of(visit.subject_id)), content_type="application/json", headers=headers)


@private_page
@require_POST
def new_link(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """Mails a new link to the address we hold. The same words follow, whatever happened."""
    about_id = links.about(token, scope="own")
    if about_id is not None:
        actions.renew_own_link(subject_id=about_id, network=network_of(request))
    return see_other("pledges:link_sent_easy" if easy else "pledges:link_sent")


@own_page(*READ, "POST")
def leave(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """GET says what leaving does and shows a button; POST leaves, at once and without a reason."""
    if request.method == "POST":
        actions.leave(subject_id=visit.subject_id, how=visit.how)
        return see_other("pledges:left")
    held = Held.of(visit.subject_id)
    context = {"held": held, "token": visit.token, "easy_url": _easy(visit, "leave")}
    return render(request, "pledges/own/leave.html", context)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/left.html", {"easy_url": reverse("pledges:left_easy")})


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/link_sent.html", {"easy_url": reverse("pledges:link_sent_easy")})


def _easy(visit: Visit, name: str) -> str:
    """The same page in easy read."""
    return reverse(f"pledges:{name}_easy", args=(visit.token,))
