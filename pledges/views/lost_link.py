"""One's own page by mail, for who has lost the link to it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.lib.network import network_of
from pledges import actions
from pledges.forms_mail import LostLinkForm

from .responses import no_store, see_other


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest, easy: bool = False) -> HttpResponseBase:
    """Asks for the address. The answer is the same, and takes the same steps, whoever has signed."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.ask_for_lost_link(email=form.cleaned_data["email"], network=network_of(request))
        return see_other("pledges:link_sent_easy" if easy else "pledges:link_sent")
    if easy:
        context = {"form": form, "plain_url": reverse("pledges:lost_link")}
        return render(request, "pledges/own/easy/lost_link.html", context)
    context = {"form": form, "easy_url": reverse("pledges:lost_link_easy")}
    return render(request, "pledges/own/lost_link.html", context)
