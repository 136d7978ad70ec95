"""All answers on one page, each with a way to change it; and the receipt."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from participation.actions import submitting
from participation.actions.refusals import Closed, Incomplete
from participation.models.kinds import ReturnState
from participation.progress import progress_of
from participation.summaries import missing_words, parts_of

from .return_visit import READ, Visit, due_words, not_now, return_page, state_of


@return_page(*READ, "POST")
def check(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """GET shows everything. POST submits what was looked at; where a colleague has, that is shown."""
    if visit.the_return.state == ReturnState.SUBMITTED:
        return visit.go("return_sent")
    if not visit.is_open:
        return not_now(request, visit)
    has_changed = False
    if request.method == "POST":
        try:
            submitting.submit(return_id=visit.the_return.pk, looked_at=request.POST.get("looked_at", ""))
            return visit.go("return_sent")
        except submitting.Changed:
            has_changed = True
        except Incomplete:
            pass
        except Closed:
            return not_now(request, visit.as_it_stands())
    return _page(request, visit, has_changed)


def _page(request: HttpRequest, visit: Visit, has_changed: bool) -> HttpResponseBase:
    # First the mark: what changes while the page is made is noticed then.
    looked_at = submitting.fingerprint(visit.the_return.pk)
    how_far = progress_of(visit.the_return)

    def change(key: str) -> str:
        return visit.address("return_question", key)

    missing = [
        {"text": f"{one.asked.text} {missing_words(one)}", "href": change(one.asked.key)} for one in how_far.missing
    ]
    context = state_of(visit) | {
        "due": due_words(visit),
        "parts": parts_of(how_far, change),
        "missing": missing,
        "was_pressed": request.method == "POST",
        "has_changed": has_changed,
        "looked_at": looked_at,
    }
    return render(request, "participation/return/check.html", context)


@return_page(*READ)
def sent(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The receipt. Where nothing is submitted, or it came back, the list of questions."""
    if visit.the_return.state != ReturnState.SUBMITTED:
        return visit.go()
    return render(request, "participation/return/sent.html", state_of(visit))
