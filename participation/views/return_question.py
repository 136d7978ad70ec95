"""One question of a return. It is saved at every step, also half of an answer, and nobody overwrites anybody."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from config.lib.responses import SeeOther
from participation.actions import answering
from participation.actions.answering import Stale, seen_of
from participation.actions.refusals import Closed, Locked, NotAsked
from participation.differing import differences
from participation.forms_return import AnswerForm
from participation.last_time import LastTime, last_time
from participation.models import Answer, Evidence
from participation.promised import promises_of
from participation.questions import Asked

from .return_visit import READ, Visit, not_now, return_page, state_of


@return_page(*READ, "POST", only_open=True)
def question(request: HttpRequest, visit: Visit, key: str) -> HttpResponseBase:
    """GET shows what stands there. POST keeps what was typed and goes on to wherever was pressed."""
    asked = visit.question(key)
    if request.method != "POST":
        answer = Answer.objects.filter(of_return=visit.the_return, question=asked.pk).first()
        before = last_time(visit.the_return, key)
        form = AnswerForm.filled(asked, answer, before.year if before else None)
        return _page(request, visit, asked, form, before)
    form = AnswerForm(request.POST, question=asked)
    if not form.is_valid():
        return _again(request, visit, asked)
    return_id, seen = visit.the_return.pk, form.cleaned_data["seen"] or ""
    try:
        answering.save_answer(return_id=return_id, question_id=asked.pk, words=form.words, seen=seen)
    except Stale as other:
        return _again(request, visit, asked, other.answer, differences(asked, other.answer, form.words))
    except (Locked, Closed, NotAsked):
        return not_now(request, visit.as_it_stands())
    return _next(request, visit, asked)


def _next(request: HttpRequest, visit: Visit, asked: Asked) -> SeeOther:
    """On to the next question, or wherever the button says."""
    if piece := _uuid(request.POST.get("remove", "")):
        return visit.go("return_evidence_remove", piece)
    then = request.POST.get("then", "")
    if then == "evidence":
        return visit.go("return_evidence", asked.key)
    place = visit.questions.index(asked) + 1
    if then == "list":
        return visit.go()
    if place == len(visit.questions):
        return visit.go("return_check")
    return visit.go("return_question", visit.questions[place].key)


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _again(
    request: HttpRequest,
    visit: Visit,
    asked: Asked,
    now: Answer | None = None,
    differing: list[dict[str, Any]] | None = None,
) -> HttpResponseBase:
    """What was typed, and what is in its way. With `now`, the next press puts it in the place of that."""
    before = last_time(visit.the_return, asked.key)
    sent = request.POST.copy()
    sent["seen"] = seen_of(now) if now is not None else sent.get("seen", "").replace("\x00", "")
    form = AnswerForm(sent, question=asked, since=before.year if before else None)
    return _page(request, visit, asked, form, before, differing=differing)


def _page(  # noqa: PLR0913 - what the page is made of
    request: HttpRequest,
    visit: Visit,
    asked: Asked,
    form: AnswerForm,
    before: LastTime | None,
    *,
    differing: list[dict[str, Any]] | None = None,
) -> HttpResponseBase:
    place = visit.questions.index(asked)
    evidence = Evidence.objects.filter(of_return=visit.the_return, question=asked.pk)
    context = state_of(visit) | {
        "asked": asked,
        "form": form,
        "n": place + 1,
        "count": len(visit.questions),
        "back_url": visit.address("return_question", visit.questions[place - 1].key) if place else visit.address(),
        "here": visit.address("return_question", asked.key),
        "before": before,
        "promises": promises_of(asked),
        "evidence": evidence.select_related("file").defer("file__content"),
        "differing": differing,
    }
    return render(request, "participation/return/question.html", context, status=409 if differing else 200)
