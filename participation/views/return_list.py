"""The first page of a return: what is asked, how far it is, and what was sent once it is submitted."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import progress
from participation.disagreements import differences_of
from participation.models import HandBack, Holder, Return
from participation.models.kinds import ReturnState
from participation.progress import Place, Progress, progress_of
from participation.summaries import parts_of

from .return_visit import READ, Visit, due_words, return_page, state_of


@return_page(*READ)
def task_list(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Where they carry on; or, where nobody can answer, what there is to read and why."""
    context = state_of(visit)
    if context["opens_later"]:
        return render(request, "participation/return/opens_later.html", context)
    how_far = progress_of(visit.the_return)
    if not context["is_open"]:
        context |= {"parts": parts_of(how_far, None), "differences": _differences(visit)}
        return render(request, "participation/return/read_only.html", context)
    _note_opening(visit.the_return)
    context |= {
        "due": due_words(visit),
        "answered": how_far.answered,
        "count": len(how_far.places),
        "parts": _tasks(visit, how_far),
        "others": others_of(visit),
        "handed_back": _handed_back(visit.the_return),
        "colleague_asked": request.GET.get("done") == "asked",
        "check_url": visit.address("return_check"),
        "colleague_url": visit.address("return_colleague"),
    }
    return render(request, "participation/return/list.html", context)


def _note_opening(the_return: Return) -> None:
    """When it was opened first, once."""
    if the_return.opened_at is None:
        unopened = Return.objects.filter(pk=the_return.pk, opened_at=None, state=ReturnState.OPEN)
        unopened.update(opened_at=timezone.now())


def _differences(visit: Visit) -> dict[str, int]:
    """How many there are, and how many of them are not answered in public."""
    submitted = visit.the_return.state == ReturnState.SUBMITTED
    found = differences_of(visit.the_return) if submitted else []
    return {"n": len(found), "unanswered": sum(one.reply is None for one in found)}


def _handed_back(the_return: Return) -> HandBack | None:
    """Why it came back, until it is submitted again."""
    if not the_return.submission:
        return None
    return HandBack.objects.filter(of_return=the_return, submission=the_return.submission).first()


def others_of(visit: Visit) -> list[str]:
    """Who else can answer. Of an address only as much as a colleague needs to know whose it is."""
    others = Holder.objects.filter(of_return=visit.the_return).exclude(pk=visit.holder.pk).order_by("since", "pk")
    return [one.name or _masked(one.email) for one in others]


def _masked(email: str) -> str:
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _tasks(visit: Visit, how_far: Progress) -> list[dict[str, Any]]:
    return [
        {
            "title": part,
            "prefix": f"part-{n}",
            "items": [
                {
                    "title": {"text": f"{one.n}. {one.asked.text}"},
                    "href": visit.address("return_question", one.asked.key),
                    "status": _status(one),
                }
                for one in places
            ],
        }
        for n, (part, places) in enumerate(how_far.parts, 1)
    ]


def _status(one: Place) -> dict[str, Any]:
    """A word for how far it is. What is done stands quiet."""
    if one.state == progress.ANSWERED:
        return {"text": _("Answered")}
    if one.state == progress.NEEDS_EVIDENCE:
        return {"tag": {"text": _("Needs evidence"), "classes": "govuk-tag--purple"}}
    if one.state == progress.BEGUN:
        return {"tag": {"text": _("Begun"), "classes": "govuk-tag--yellow"}}
    return {"tag": {"text": _("Not started")}}
