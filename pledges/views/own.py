"""Pages behind a private link from a letter: confirming, and a signatory's own page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledges import actions
from pledges.models import Person, Signature
from pledges.models.signatures import WrongState
from pledges.summaries import Held, rows_to_confirm
from post import links
from post.private import private_page

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


@private_page
@require_safe
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """Everything we hold about a signatory, for them alone."""
    try:
        link = links.find(token, scope="own")
        held = Held.of(link.about_id)
    except links.LinkExpired:
        return gone(request, "pledges/own/expired.html", {"token": token})
    except (links.LinkUnknown, Person.DoesNotExist):
        return gone(request, "pledges/own/no_page.html")
    return render(request, "pledges/own/yours.html", {"held": held, "token": token})


@private_page
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Mails a new link to the address we hold. The same words follow, whatever happened."""
    try:
        about_id = links.find(token, scope="own").about_id
    except links.LinkExpired as expired:
        about_id = expired.token.about_id
    except links.LinkUnknown:
        return see_other("pledges:link_sent")
    actions.renew_own_link(subject_id=about_id)
    return see_other("pledges:link_sent")


@private_page
@get_or_post
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET says what leaving does and shows a button; POST leaves, at once and without a reason."""
    try:
        link = links.find(token, scope="own")
        if request.method == "POST":
            actions.leave(subject_id=link.about_id)
            return see_other("pledges:left")
    except links.LinkExpired:
        return gone(request, "pledges/own/expired.html", {"token": token})
    except (links.LinkUnknown, WrongState, Signature.DoesNotExist, Person.DoesNotExist):
        return gone(request, "pledges/own/no_page.html")
    return render(request, "pledges/own/leave.html", {"token": token})


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/left.html")


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/link_sent.html")
