"""Publishing the results of a round: asked for here, once more, and done by the worker."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charters.admin.forms import area
from config.lib.text_fields import TextField
from participation import results_desk
from participation.actions.agreeing_levels import ask_all_to_answer
from participation.actions.publishing import NoteMissing, NotReady, ask_to_publish
from participation.models import Round
from participation.models.kinds import LONGEST_REASON

from .pages import allowed, done
from .round_page import address_of, round_or_404, rounds
from .showing import page, refused

CHANGE = "participation.change_round"


class NoteForm(forms.Form):
    note = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("What is corrected, and why"),
        help_text=gettext_lazy("Everybody can read this above the results. Write no name."),
        widget=area(4),
        error_messages={
            "required": gettext_lazy("Say what is corrected, so that everybody can see why the figures changed."),
            "max_length": gettext_lazy("Say it in 2,000 letters at most."),
        },
    )
    use_required_attribute = False


def public_address(one: Round) -> str:
    """Where everybody reads the results."""
    return f"/participation/audits/{one.year}/"


@allowed(CHANGE, "GET", "POST")
def publish_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will be public, and asks once more. A correction says what it corrects."""
    one = round_or_404(pk)
    if one.publish_asked_at is not None:
        return refused(request, _("They are being published already."), address_of(one))
    is_correction = one.snapshots.exists()
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (not is_correction or form.is_valid()):
        try:
            ask_to_publish(round_id=one.pk, note=form.cleaned_data["note"] if is_correction else "")
        except NotReady:
            # The page says what has to be done first; a note stays in its box.
            return _asked_once_more(request, one, form if is_correction else None, status=409)
        except NoteMissing:
            # Published by somebody else since this page was shown: now it is a correction.
            return refused(request, _("Nothing was changed: the results are published already."), _results(one))
        words = _("The results are being published. Look again in a minute.")
        return done(request, words, _results(one), about=one, what="asked to publish")
    return _asked_once_more(request, one, form if is_correction else None)


def _asked_once_more(request: HttpRequest, one: Round, form: NoteForm | None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Publish a correction?") if form is not None else _("Publish the results?"),
        "round": one,
        "form": form,
        "stands": results_desk.standing(one),
        "address": public_address(one),
        "back": address_of(one),
    }
    status = 400 if form is not None and form.errors else status
    return page(request, "publish", crumbs=[rounds(), (address_of(one), one)], status=status, **context)


@allowed(CHANGE, "GET", "POST")
def ask_all_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Says whom the letters go to, and asks once more."""
    one = round_or_404(pk)
    if request.method == "POST":
        n = ask_all_to_answer(round_id=one.pk)
        if not n:
            return refused(request, _("Nobody was asked: everybody who has a link was asked already."), _results(one))
        words = _("Letters are on their way to %(n)s services.") % {"n": n}
        return done(request, words, _results(one), about=one, what="asked services to answer")
    n = results_desk.standing(one).to_ask
    services = ngettext(
        "%(n)s service has not answered yet, and was not asked.",
        "%(n)s services have not answered yet, and were not asked.",
        n,
    )
    words_too = [
        _("A panel sees these services two levels otherwise, or more, than they see themselves."),
        services % {"n": n},
        _("Whoever has a link to the return gets a letter, once. The answers will be public."),
    ]
    title, crumbs = _("Ask services to answer?"), [rounds(), (address_of(one), one)]
    button = _("Send the letters")
    return page(request, "ask", title, crumbs=crumbs, words=words_too, button=button, back=_results(one))


def _results(one: Round) -> str:
    return f"{address_of(one)}#results"


VIEWS: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (("publish", publish_view), ("ask_all", ask_all_view))
