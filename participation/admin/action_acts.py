"""What is pressed on the page of an action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.action_story import story_of
from participation.actions import acting
from participation.actions.refusals import IsDone, Kept, NothingShown
from participation.addresses import NotAllowed
from participation.forms_action import DoneForm, HowFarForm, NewDayForm, ShownForm
from participation.models import Action

from .action_page import CHANGE, action_or_404, actions, address_of, shown
from .forms_actions import OwnerForm, WordsForm
from .pages import allowed, done
from .showing import address, page, refused

# What an act is refused with, in words.
WHY: dict[type[Exception], str | Promise] = {
    IsDone: gettext_lazy("Nothing was changed: this action is done."),
    Kept: gettext_lazy("It stays: something was said of it already."),
}
TELLING: dict[str, type[HowFarForm | NewDayForm | ShownForm]] = {
    "note": HowFarForm,
    "day": NewDayForm,
    "evidence": ShownForm,
}


def _again(request: HttpRequest, action: Action, name: str, form: forms.Form) -> HttpResponse:
    return shown(request, action, status=400, **{name: form})


@allowed(CHANGE, "POST")
def tell_view(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """How far it is, a new day and why, or what shows it."""
    action = action_or_404(pk)
    form = TELLING[what](request.POST, auto_id=f"{what}-%s")
    if not form.is_valid():
        return _again(request, action, what, form)
    try:
        acting.tell(action_id=pk, told=form.told(), by=request.user.pk)
    except NotAllowed as error:
        form.add_error("url", str(error))
    except acting.SameDay:
        form.add_error("due_on", _("It is promised for this day already."))
    except IsDone:
        return refused(request, WHY[IsDone], address_of(pk))
    except Action.DoesNotExist:
        raise Http404 from None
    if form.errors:
        return _again(request, action, what, form)
    return done(request, _("Everybody can read it now."), address_of(pk, "story"), about=action.service, what=what)


@allowed(CHANGE, "POST")
def finish_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Done only when something shows it: the database asks for it."""
    action = action_or_404(pk)
    form = DoneForm(request.POST, auto_id="done-%s", is_shown=story_of(action).is_shown)
    if not form.is_valid():
        return _again(request, action, "done", form)
    try:
        acting.finish(action_id=pk, shown=form.shown(), by=request.user.pk)
    except NotAllowed as error:
        form.add_error("url", str(error))
    except NothingShown:
        form.add_error("text", _("Say what shows it"))
    except Action.DoesNotExist:
        raise Http404 from None
    if form.errors:
        return _again(request, action, "done", form)
    return done(request, _("It is done."), address_of(pk), about=action.service, what="an action is done")


@allowed(CHANGE, "POST")
def words_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    action, form = action_or_404(pk), WordsForm(request.POST)
    if not form.is_valid():
        return _again(request, action, "words", form)
    try:
        acting.word_anew(action_id=pk, **form.cleaned_data)
    except IsDone:
        return refused(request, WHY[IsDone], address_of(pk))
    return done(request, _("Saved."), address_of(pk), about=action.service, what="worded an action anew")


@allowed(CHANGE, "POST")
def link_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends a link to an address: a new one, or one that has it already."""
    action, form = action_or_404(pk), OwnerForm(request.POST, auto_id="owner-%s")
    if not form.is_valid():
        return _again(request, action, "owner", form)
    try:
        acting.send_link(action_id=pk, email=form.cleaned_data["email"])
    except Action.DoesNotExist:
        raise Http404 from None
    except IsDone:
        return refused(request, WHY[IsDone], address_of(pk))
    except acting.TooManyOwners:
        form.add_error("email", _("Five people have a link already. Take one away first."))
        return _again(request, action, "owner", form)
    return done(request, _("A letter with a link is on its way."), address_of(pk, "holders"))


@allowed(CHANGE, "POST")
def take_view(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    action_or_404(pk)
    acting.take_link(action_id=pk, holder_id=holder)
    return done(request, _("That link does not work any more."), address_of(pk, "holders"))


@allowed("participation.delete_action", "GET", "POST")
def delete_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = action_or_404(pk)
    if request.method != "POST":
        context: dict[str, Any] = {
            "title": _("Delete this action?"),
            "words": [action.what, _("It goes for good, and its link does not work any more.")],
            "button": _("Delete it"),
            "danger": True,
        }
        return page(request, "ask", crumbs=[actions(), (address_of(pk), action.what)], back=address_of(pk), **context)
    try:
        acting.delete_action(action_id=pk)
    except Kept:
        return refused(request, WHY[Kept], address_of(pk))
    to = address("action_changelist")
    return done(request, _("The action is gone."), to, about=action.service, what="deleted an action")


VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str, dict[str, str]], ...] = (
    *((f"{what}/", tell_view, what, {"what": what}) for what in TELLING),
    ("done/", finish_view, "done", {}),
    ("words/", words_view, "words", {}),
    ("link/", link_view, "link", {}),
    ("holders/<uuid:holder>/take/", take_view, "take", {}),
    ("remove/", delete_view, "remove", {}),
)
