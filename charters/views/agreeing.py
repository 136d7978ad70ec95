"""A partner reads a version and what has changed, agrees or declines, and is shown what was answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from charters import actions, agreeing_page
from charters.document import Document
from charters.forms_agreeing import AnswerForm
from charters.models import Agreement, File, Version, WrongState
from charters.models.kinds import Answer
from config.lib.network import network_of
from config.lib.responses import SeeOther

from .agree_visit import Visit, is_asked, not_now, partners_page, see_answer, shown
from .files import SEALED

READ = ("GET", "HEAD")


@partners_page(*READ, "POST", easy=False)
def agree(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole version and the question. GET changes nothing; POST answers."""
    if request.method != "POST":
        return _page(request, visit, AnswerForm(initial={"content": visit.version.hex}))
    form = AnswerForm(request.POST)
    wrong = given(request, visit, form)
    if wrong == "":
        return see_answer(visit)
    if wrong == "changed":
        return changed(request, visit, form)
    return _page(request, visit, form)


def given(request: HttpRequest, visit: Visit, form: AnswerForm) -> str:
    """Takes the answer: "" where it is taken, "changed" where it was to other words; else the form says why not."""
    if form.data.get("content") != visit.version.hex:
        return "changed"
    if not form.is_valid():
        return "invalid"
    try:
        actions.answer(
            version_partner_id=visit.one.pk,
            hash=bytes(visit.version.hash),
            act=Answer(form.cleaned_data["act"]),
            reason=form.cleaned_data["reason"],
            network=network_of(request),
        )
    except (actions.ContentChanged, WrongState):
        return "changed"
    except actions.ReasonMissing:
        form.add_error("reason", form.WRONG["reason_missing"])
    except actions.ReasonLeftOver:
        form.add_error("reason", form.WRONG["reason_left_over"])
    except actions.TooManyAnswers:
        form.add_error(None, form.WRONG["too_many"])
    return "invalid" if form.errors else ""


def changed(request: HttpRequest, visit: Visit, form: AnswerForm) -> HttpResponse:
    """The words moved on while the page was open. What is new comes first, and the question is asked again."""
    visit.one.version = Version.objects.select_related("charter").get(pk=visit.version.pk)
    if not is_asked(visit.version):
        return not_now(request, visit)
    again = AnswerForm(initial={"content": visit.version.hex, "reason": form.typed})
    return _page(request, visit, again, opened_with=digest(form.data.get("content", "")), was_open=True)


def digest(written: str) -> bytes:
    """The bytes of a hash as a form carries it; none for what is no hash."""
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""


def _page(
    request: HttpRequest, visit: Visit, form: AnswerForm, *, opened_with: bytes = b"", was_open: bool = False
) -> HttpResponse:
    context = agreeing_page.page(visit.one, visit.token, last=visit.last, opened_with=opened_with)
    return shown(request, "agree", visit.easy, visit.token, context | {"form": form, "was_open": was_open})


@partners_page(*READ, easy=False)
def answered(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The receipt: what was answered, when, and to which words."""
    return receipt(request, visit)


@partners_page(*READ, easy=True)
def answered_easy(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    return receipt(request, visit)


def receipt(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Where these words were not answered, the question."""
    last = visit.last
    if last is None:
        return SeeOther(visit.address("agree"))
    context = {
        **agreeing_page.receipt(visit.one, last),
        "change_url": visit.address("agree"),
        "earlier": [agreeing_page.said(one) for one in _earlier(visit, last)],
    }
    return shown(request, "answered", visit.easy, visit.token, context, page="agree_answered")


def _earlier(visit: Visit, last: Agreement) -> list[Agreement]:
    """What was answered to the same words before, newest first: two people of one partner may not agree."""
    same = Agreement.objects.filter(version=visit.version, partner=visit.one.partner, hash=last.hash)
    return list(same.filter(pk__lt=last.pk).order_by("-pk")[:10])


@partners_page(*READ, easy=False)
def file(request: HttpRequest, visit: Visit, sha256: str, name: str) -> HttpResponseBase:
    """A file that goes with the version: nobody else can see it before it is published."""
    document = Document.parse(visit.version.document or b"")
    if not any((one.sha256, one.name) == (sha256, name) for one in document.attachments):
        raise Http404
    found = get_object_or_404(File, pk=bytes.fromhex(sha256))
    sealed = {"Content-Disposition": content_disposition_header(True, name), "Content-Security-Policy": SEALED}
    return HttpResponse(found.content, content_type=found.type, headers=sealed)
