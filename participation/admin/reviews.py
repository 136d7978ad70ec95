"""Reviewing a return: a level is agreed, and the service is asked to answer in public where panels see it otherwise."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import reviewed
from participation.actions.agreeing_levels import (
    AskedAlready,
    Changed,
    Looked,
    NobodyHoldsIt,
    NothingToAnswer,
    Stale,
    agree_level,
    answer_in_public,
    ask_to_answer,
)
from participation.actions.refusals import NotAsked
from participation.models import Return
from participation.reviewed import Said

from .forms_reviews import AgreeForm, ReplyForm
from .pages import allowed, done
from .return_page import CHANGE, address_of, shown
from .showing import refused

# Why a service was not asked.
NOT_ASKED: dict[type[Exception], str | Promise] = {
    NothingToAnswer: gettext_lazy("Nobody was asked: nothing waits for an answer."),
    AskedAlready: gettext_lazy("Nobody was asked again: the letter about this submission has gone already."),
    NobodyHoldsIt: gettext_lazy(
        "Nobody was asked: nobody has a link. Send one first, or write down what they say on the telephone."
    ),
}


@allowed(CHANGE, "POST")
def agree_view(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Another level counts from now on. The service's own stays beside it."""
    said = _said(pk, key)
    form = AgreeForm.about(said, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        looked = Looked(pk, told["submission"], said.question.pk)
        try:
            agree_level(looked=looked, level=told["level"], reason=told["reason"], by=request.user.pk)
        except (Changed, NotAsked):
            _say_it_changed(form, said)
        else:
            return done(request, _("This level counts now."), address_of(pk, f"question-{key}"))
    return shown(request, pk, status=400, agree={key: form})


@allowed(CHANGE, "POST")
def answer_view(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """What the service says to a difference, told to staff by telephone."""
    said = _said(pk, key)
    form = ReplyForm.about(said, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        looked = Looked(pk, told["submission"], said.question.pk)
        try:
            answer_in_public(looked=looked, text=told["text"], seen=told["seen"])
        except (Changed, NotAsked):
            _say_it_changed(form, said)
        except NothingToAnswer:
            return refused(request, _("Nothing was kept: no panel sees this otherwise."), address_of(pk))
        except Stale as other:
            _say_it_is_answered(form, other.reply.pk)
        else:
            return done(request, _("Their answer is kept."), address_of(pk, f"question-{key}"))
    return shown(request, pk, status=400, reply={key: form})


@allowed(CHANGE, "POST")
def ask_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        ask_to_answer(return_id=pk)
    except Return.DoesNotExist:
        raise Http404 from None
    except tuple(NOT_ASKED) as error:
        return refused(request, NOT_ASKED[type(error)], address_of(pk))
    return done(request, _("A letter asks the service to answer in public."), address_of(pk))


def _said(pk: UUID, key: str) -> Said:
    """Raises Http404 where this return is not asked it."""
    found = get_object_or_404(Return.objects.select_related("round__question_set"), pk=pk)
    for part in reviewed.parts_of(found):
        for said in part.said:
            if said.question.key == key:
                return said
    raise Http404


def _say_it_changed(form: AgreeForm | ReplyForm, said: Said) -> None:
    """With the next press it is said of what the page shows now."""
    _carry(form, "submission", said.submission)
    form.add_error(
        None, _("The return changed since you opened this page. Read the answer once more, then press again.")
    )


def _say_it_is_answered(form: ReplyForm, pk: int) -> None:
    _carry(form, "seen", pk)
    form.add_error(None, _("The service has answered meanwhile, as above. Press again to put this in its place."))


def _carry(form: AgreeForm | ReplyForm, name: str, value: int) -> None:
    sent: Any = form.data
    sent = sent.copy()
    sent[form.add_prefix(name)] = str(value)
    form.data = sent


VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("questions/<slug:key>/agree/", agree_view, "agree"),
    ("questions/<slug:key>/answer/", answer_view, "answer"),
    ("ask/", ask_view, "ask"),
)
