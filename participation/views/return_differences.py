"""Where panels see a service two levels otherwise, it answers in public: after it has submitted."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from config.lib.responses import SeeOther
from participation.actions.agreeing_levels import Changed, Looked, NothingToAnswer, Stale, answer_in_public
from participation.actions.refusals import NotAsked
from participation.disagreements import differences_of
from participation.forms_replies import BOX, RepliesForm
from participation.models.kinds import ReturnState

from .return_visit import READ, Visit, not_now, return_page, state_of


@return_page(*READ, "POST")
def differences(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """GET shows both views of each question. POST keeps every answer that was written."""
    if visit.the_return.state != ReturnState.SUBMITTED:
        return not_now(request, visit)
    form = _form(request, visit)
    lost = _without_a_box(request, form)
    if form.is_valid() and not lost and _kept(form, visit):
        return SeeOther(f"{visit.address('return_differences')}?done=kept")
    if request.method == "POST" and visit.as_it_stands().the_return.state != ReturnState.SUBMITTED:
        return not_now(request, visit.as_it_stands())
    context: dict[str, Any] = state_of(visit) | {
        "form": form,
        "unanswered": sum(one.reply is None for one in form.about),
        "is_published": visit.round.snapshots.exists(),
        "was_kept": request.GET.get("done") == "kept" and request.method != "POST",
        "typed": lost,
    }
    return render(request, "participation/return/differences.html", context, status=409 if lost else 200)


def _without_a_box(request: HttpRequest, form: RepliesForm) -> list[str]:
    """What was written to a question that no panel sees otherwise any more: it opened its answers again meanwhile."""
    if request.method != "POST":
        return []
    names = [name for name in request.POST if name.startswith(BOX) and name not in form.fields]
    return [text for name in names if (text := request.POST.get(name, "").strip())]


def _form(request: HttpRequest, visit: Visit) -> RepliesForm:
    found = differences_of(visit.the_return)
    data = request.POST if request.method == "POST" else None
    return RepliesForm(data, about=found, submission=visit.the_return.submission)


def _kept(form: RepliesForm, visit: Visit) -> bool:
    """Whether all of it is kept; else the form says of which answer it is not, and why."""
    submission = form.cleaned_data["submission"]
    for one, text, seen in form.written():
        looked = Looked(visit.the_return.pk, submission, one.question.pk)
        try:
            answer_in_public(looked=looked, text=text, seen=seen)
        except (Changed, NotAsked, NothingToAnswer):
            form.say_it_changed(visit.as_it_stands().the_return.submission)
            break
        except Stale as other:
            form.say_it_is_answered(one, other.reply)
    return not form.errors
