"""Evidence for one question: added, taken out, and given back to whoever brought it."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from charters.uploads import Refused
from charters.views.files import SEALED
from participation.actions import evidence
from participation.actions.refusals import Closed, Locked, NotAsked
from participation.addresses import NotAllowed
from participation.forms_return import EvidenceForm
from participation.models import Evidence, EvidenceFile
from participation.questions import Asked

from .return_visit import READ, Visit, not_now, return_page, state_of


@return_page(*READ, "POST", only_open=True)
def add(request: HttpRequest, visit: Visit, key: str) -> HttpResponseBase:
    """One more piece. Whatever is wrong with it, what was typed stays; only the file has to be chosen again."""
    asked = visit.question(key)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if form.is_valid():
        try:
            if _added(form, visit, asked):
                return visit.go("return_question", asked.key)
        except (Locked, Closed, NotAsked):
            return not_now(request, visit.as_it_stands())
    if form.is_bound:
        form.say_file_is_gone()
    about = {"asked": asked, "form": form, "back_url": visit.address("return_question", asked.key)}
    return render(request, "participation/return/evidence.html", state_of(visit) | about)


def _added(form: EvidenceForm, visit: Visit, asked: Asked) -> bool:
    """Whether it is kept; else the form says why not."""
    try:
        _keep(form, visit, asked)
    except NotAllowed as error:
        form.add_error("url", str(error))
    except Refused as error:
        form.add_error("file", str(error))
    except evidence.TooMany:
        form.add_error(None, form.WRONG["too_many"])
    except evidence.TooMuch:
        form.add_error("file", form.WRONG["too_much"])
    return not form.errors


def _keep(form: EvidenceForm, visit: Visit, asked: Asked) -> None:
    given = form.cleaned_data
    about = evidence.About(visit.the_return.pk, asked.pk, given["text"])
    sent: UploadedFile[Any] | None = given["file"]
    if sent is not None:
        evidence.add_file(about=about, content=sent.read(), name=sent.name or "")
    elif given["url"]:
        evidence.add_link(about=about, url=given["url"])
    else:
        evidence.add_note(about=about)


@return_page(*READ, "POST", only_open=True)
def remove(request: HttpRequest, visit: Visit, piece: UUID) -> HttpResponseBase:
    """GET asks, POST takes it out. What a colleague has taken out already is out."""
    one = Evidence.objects.filter(of_return=visit.the_return, pk=piece).select_related("file", "question")
    found = one.defer("file__content").first()
    if found is None:
        return visit.go()
    back = visit.address("return_question", found.question.key)
    if request.method != "POST":
        context = state_of(visit) | {"piece": found, "back_url": back}
        return render(request, "participation/return/remove.html", context)
    try:
        evidence.remove(return_id=visit.the_return.pk, piece_id=found.pk)
    except (Locked, Closed):
        return not_now(request, visit.as_it_stands())
    return visit.go("return_question", found.question.key)


@return_page(*READ)
def file(request: HttpRequest, visit: Visit, piece: UUID) -> HttpResponseBase:
    """Their own file, to be saved: it is never shown inside a page of ours."""
    found = EvidenceFile.objects.filter(evidence__of_return=visit.the_return, pk=piece).first()
    if found is None:
        raise Http404
    sealed = {
        "Content-Disposition": content_disposition_header(True, found.name),
        "Content-Security-Policy": SEALED,
    }
    return HttpResponse(found.content, content_type=found.type, headers=sealed)
