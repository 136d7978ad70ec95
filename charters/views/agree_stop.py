"""A new link for an old one, and no more letters: what a partner's mailbox can do for itself, without an account."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charters import actions
from charters.models import VersionPartner
from config.lib.network import network_of
from config.lib.responses import SeeOther
from post import links
from post.private import private_page

from .agree_visit import shown


@private_page
@require_POST
def new_link(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """One press mails a new link to the partner's own address. For a link that we do not know it says the same."""
    about_id = links.about(token, scope="agree")
    if about_id is not None:
        actions.renew_link(version_partner_id=about_id, network=network_of(request))
    return SeeOther(reverse(_named("charters:agree_link_sent", easy)))


@require_safe
def link_sent(request: HttpRequest, easy: bool = False) -> HttpResponse:
    """Look in the mailbox. The same for everybody."""
    return shown(request, "link_sent", easy, "", page="agree_link_sent")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """GET asks, and changes nothing, whoever fetches it. A mail program's one press (RFC 8058) stops too."""
    about_id = _about(token)
    if request.method == "POST" and (is_one_click(request) or request.POST.get("act") == "stop"):
        if about_id is not None:
            with suppress(VersionPartner.DoesNotExist):
                actions.stop_writing(version_partner_id=about_id)
        if is_one_click(request):
            return HttpResponse(_("Done. We do not write to you any more.") + "\n", content_type="text/plain")
        return SeeOther(reverse(_named("charters:agree_stopped", easy)))
    known = VersionPartner.objects.select_related("partner")
    one = known.filter(pk=about_id).first() if about_id is not None else None
    if one is None:
        return shown(request, "stopped", easy, token, page="agree_stop", status=410)
    return shown(request, "stop", easy, token, {"name": one.partner.name}, page="agree_stop")


@require_safe
def stopped(request: HttpRequest, easy: bool = False) -> HttpResponse:
    """It is done. The same for everybody."""
    return shown(request, "stopped", easy, "", page="agree_stopped")


def is_one_click(request: HttpRequest) -> bool:
    """Whether a mail program sent this for its reader (RFC 8058)."""
    return request.POST.get("List-Unsubscribe") == "One-Click"


def _about(token: str) -> UUID | None:
    with suppress(links.LinkError):
        return links.find(token, scope="stop").about_id
    return None


def _named(name: str, easy: bool) -> str:
    return f"{name}_easy" if easy else name
