"""No more reminders: from the link in every letter of the audit, without a log-in, and back by one press."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.lib.responses import SeeOther
from participation.actions import colleagues
from participation.models import Holder
from post import links
from post.private import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET asks, and changes nothing, whoever fetches it. A mail program's one press (RFC 8058) stops too."""
    holder = _holder(token)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    act = "stop" if is_one_click else request.POST.get("act", "")
    if holder is not None and act in ("stop", "again"):
        colleagues.remind(holder_id=holder.pk, is_reminded=act == "again")
    if is_one_click:
        return HttpResponse(_("Done. You get no more reminders.") + "\n", content_type="text/plain")
    if request.method == "POST":
        return SeeOther(reverse("participation:stop", args=[token]))
    status = 200 if holder is not None else 410
    return render(request, "participation/return/stop.html", {"holder": holder}, status=status)


def _holder(token: str) -> Holder | None:
    """Whose link it is; None for a link that we do not know, and for who holds none any more."""
    with suppress(links.LinkError):
        about_id = links.find(token, scope="stop").about_id
        return (
            Holder.objects.select_related("of_return__service", "of_panel", "of_action__service")
            .filter(pk=about_id)
            .first()
        )
    return None
