"""A new link for one that ran out, and the two pages that need no link."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.lib.network import network_of
from config.lib.responses import SeeOther
from participation.actions import colleagues
from post import links
from post.private import private_page


@private_page
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """One press mails a new link to the holder's own address. For a link that we do not know it says the same."""
    about_id = links.about(token, scope="return")
    if about_id is not None:
        colleagues.renew_link(holder_id=about_id, network=network_of(request))
    return SeeOther(reverse("participation:return_link_sent"))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Look in the mailbox. The same for everybody."""
    return render(request, "participation/return/link_sent.html")


@require_safe
def handed_over(request: HttpRequest) -> HttpResponse:
    """A colleague goes on. The same for everybody."""
    return render(request, "participation/return/handed_over.html")
