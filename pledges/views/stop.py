"""Saying stop, from the link in every letter: without a log-in, without a reason, for ever.

Two kinds of POST come here. A person presses a button of our pages. A mail program sends one body, which RFC 8058 lays
down, without cookies and without showing a page: that only unsubscribes, and never leaves the pledge. A link that we do
not know, as that of somebody who has left, gets the same answers.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.lib.responses import SeeOther
from pledges import actions
from pledges.actions import How
from pledges.kinds import Channel, ShownIn, State
from pledges.mailboxes import gets_none
from pledges.models import HandOver, Person, Signature
from pledges.models.signatures import WrongState
from post import links
from post.private import private_page

from .responses import gone, see_other

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
NOBODY = (Signature.DoesNotExist, Person.DoesNotExist)


@private_page
@get_or_post
def stop(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """GET offers what can be stopped, and changes nothing, whoever or whatever fetches it."""
    if is_one_click(request):
        _unsubscribe(token, How(channel=Channel.EMAIL))
        return HttpResponse(_("Done. You get no e-mails that you did not ask for.") + "\n", content_type="text/plain")
    if request.method == "POST" and request.POST.get("act") == "not_me":
        _was_not_me(token)
        return see_other(_named("pledges:not_me", easy))
    if request.method == "POST" and request.POST.get("act") == "stop":
        _unsubscribe(token, _how(easy))
        return see_other(_named("pledges:stopped", easy))
    if _is_invitation(token):
        return render(request, _template("invited", easy), _other_form("stop", easy, token))
    signature = _signature(token)
    if signature is None:
        return gone(request, _template("stopped", easy), _other_form("stop", easy, token))
    context = {"token": token, "signature": signature, "gets_none": gets_none(signature)}
    context["unconfirmed"] = signature.state == State.UNCONFIRMED
    return render(request, _template("stop", easy), context | _other_form("stop", easy, token))


@private_page
@get_or_post
def leave(request: HttpRequest, token: str, easy: bool = False) -> HttpResponseBase:
    """The second page: what leaving does, and a button that leaves at once."""
    signature = _signature(token)
    if signature is None:
        return gone(request, _template("stopped", easy), _other_form("stop_leave", easy, token))
    if signature.state == State.UNCONFIRMED:
        return SeeOther(reverse(_named("pledges:stop", easy), args=[token]))
    if request.method == "POST" and request.POST.get("act") == "leave" and not is_one_click(request):
        # Pressed twice, it is done once.
        with suppress(WrongState):
            actions.leave(subject_id=signature.pk, how=_how(easy))
        return see_other(_named("pledges:left", easy))
    context = {"token": token, "is_organisation": signature.is_organisation}
    return render(request, _template("leave", easy), context | _other_form("stop_leave", easy, token))


@require_safe
def stopped(request: HttpRequest, easy: bool = False) -> HttpResponse:
    """It is done. The same for everybody."""
    return render(request, _template("stopped", easy), _other_form("stopped", easy))


@require_safe
def not_me(request: HttpRequest, easy: bool = False) -> HttpResponse:
    """Thank you for telling us. The same for everybody."""
    return render(request, _template("not_me", easy), _other_form("not_me", easy))


def is_one_click(request: HttpRequest) -> bool:
    """Whether a mail program sent this for its reader (RFC 8058)."""
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


def _about(token: str) -> UUID | None:
    """Whom or which invitation the link is of; None for a link that we do not know."""
    with suppress(links.LinkError):
        return links.find(token, scope="stop").about_id
    return None


def _signature(token: str) -> Signature | None:
    """Whose link it is; None for a link that nobody has any more."""
    if (about_id := _about(token)) is None:
        return None
    known = Signature.objects.select_related("pledge", "subject__person")
    return known.filter(pk=about_id, subject__person__isnull=False).first()


def _is_invitation(token: str) -> bool:
    """Whether it is the link of a colleague who was asked to take over."""
    about_id = _about(token)
    return about_id is not None and HandOver.objects.filter(pk=about_id).exists()


def _unsubscribe(token: str, how: How) -> None:
    """Where there is nobody any more there is nothing to stop, and nothing is said of it."""
    if (about_id := _about(token)) is not None:
        with suppress(*NOBODY):
            if not actions.decline(hand_over_id=about_id):
                actions.unsubscribe(subject_id=about_id, how=how)


def _was_not_me(token: str) -> None:
    """They confirmed meanwhile, or are gone: then it changes nothing."""
    if (about_id := _about(token)) is not None:
        with suppress(*NOBODY, WrongState):
            actions.was_not_me(subject_id=about_id)


def _how(easy: bool) -> How:
    return How(shown_in=ShownIn.EASY if easy else ShownIn.STANDARD)


def _named(name: str, easy: bool) -> str:
    return f"{name}_easy" if easy else name


def _template(name: str, easy: bool) -> str:
    return f"pledges/stop/easy/{name}.html" if easy else f"pledges/stop/{name}.html"


def _other_form(name: str, easy: bool, *args: Any) -> dict[str, str]:
    """The way to the same page in the other form."""
    return {"plain_url" if easy else "easy_url": reverse(_named(f"pledges:{name}", not easy), args=args)}
