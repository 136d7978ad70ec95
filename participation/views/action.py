"""The page of whoever looks after an action: what was promised, how far it is, and what they can say of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from config.lib.network import network_of
from config.lib.responses import SeeOther
from participation.action_story import story_of
from participation.actions import acting, action_links
from participation.actions.refusals import IsDone, NothingShown
from participation.addresses import NotAllowed
from participation.forms_action import DoneForm, HowFarForm, NewDayForm, ShownForm
from participation.models import Action
from post import links
from post.private import private_page

from .action_visit import READ, Visit, action_page, is_done, state_of

SAYING: dict[str, tuple[type[HowFarForm | NewDayForm | ShownForm], Any]] = {
    "note": (HowFarForm, gettext_lazy("Say how far it is")),
    "day": (NewDayForm, gettext_lazy("Give it another day")),
    "evidence": (ShownForm, gettext_lazy("Show what was done")),
}


@action_page(*READ)
def action(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What was promised, by when, and all that was said of it. Old days stay in sight."""
    context = state_of(visit) | {"was_kept": request.GET.get("done") == "kept"}
    context |= {name: visit.address(f"action_{name}") for name in (*SAYING, "done")}
    return render(request, "participation/action/action.html", context)


@action_page(*READ, "POST")
def say(request: HttpRequest, visit: Visit, what: str) -> HttpResponseBase:
    """How far it is, a new day and why, or what shows it: one form, and back to the page of the action."""
    if visit.action.done_at is not None:
        return is_done(request, visit)
    kind, title = SAYING[what]
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acting.tell(action_id=visit.action.pk, told=form.told())
            return visit.go("kept")
        except NotAllowed as error:
            form.add_error("url", str(error))
        except acting.SameDay:
            form.add_error("due_on", _("It is promised for this day already"))
        except (IsDone, Action.DoesNotExist):
            return is_done(request, visit)
    return _form_page(request, visit, form, title=title, button=_("Save"))


@action_page(*READ, "POST")
def done(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """It is done, and this shows it. After it nothing changes any more."""
    if visit.action.done_at is not None:
        return is_done(request, visit)
    data = request.POST if request.method == "POST" else None
    form = DoneForm(data, is_shown=story_of(visit.action).is_shown)
    if form.is_valid():
        try:
            acting.finish(action_id=visit.action.pk, shown=form.shown())
            return visit.go()
        except NotAllowed as error:
            form.add_error("url", str(error))
        except NothingShown:
            form.add_error("text", _("Say what shows it"))
    return _form_page(request, visit, form, title=_("It is done"), button=_("It is done"), ends=True)


def _form_page(request: HttpRequest, visit: Visit, form: Any, **more: Any) -> HttpResponse:
    return render(request, "participation/action/say.html", state_of(visit) | {"form": form, **more})


@private_page
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """One press mails a new link to the holder's own address. For a link that we do not know it says the same."""
    about_id = links.about(token, scope="action")
    if about_id is not None:
        action_links.renew_link(holder_id=about_id, network=network_of(request))
    return SeeOther(reverse("participation:action_link_sent"))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Look in the mailbox. The same for everybody."""
    return render(request, "participation/action/link_sent.html")
