"""The same in easy read: one screen after the other, the question last. Only its press changes anything.

Each screen names the words that it belongs to, so that nobody reads the beginning of one text and the end of another.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from charters import easy_agreeing
from charters.document import Document
from charters.forms_agreeing import AnswerForm
from charters.models import Version
from charters.models.kinds import Answer
from config.lib.responses import SeeOther

from .agree_visit import Visit, is_asked, not_now, partners_page, see_answer, shown
from .agreeing import READ, given


@partners_page(*READ, "POST", easy=True)
def agree_easy(request: HttpRequest, visit: Visit, page: int = 1) -> HttpResponseBase:
    """One screen. The one after the last asks; a press is answered wherever it comes from."""
    document = Document.parse(visit.version.document or b"")
    if not easy_agreeing.is_readable(document):
        return _screen(request, visit, "no_easy")
    if request.method == "POST":
        return _pressed(request, visit)
    read = easy_agreeing.walk(visit.one, document)
    if not 1 <= page <= len(read) + 1:
        return SeeOther(visit.address("agree"))
    if page > 1 and request.GET.get("of") != _mark(visit):
        return _changed(request, visit, typed="") if "of" in request.GET else SeeOther(visit.address("agree"))
    if page > len(read):
        return _screen(request, visit, "ask", back_url=_address(visit, len(read)))
    screen, plain = read[page - 1], reverse("charters:agree", args=[visit.token])
    context = {
        "screen": screen,
        "number": page,
        "next_url": _address(visit, page + 1),
        "back_url": _address(visit, page - 1) if page > 1 else "",
        "plain_url": f"{plain}#{screen.anchor}" if screen.anchor else plain,
    }
    return _screen(request, visit, "read", **context)


def _mark(visit: Visit) -> str:
    """Which words they are, short."""
    return visit.version.hex[:12]


def _address(visit: Visit, page: int) -> str:
    if page == 1:
        return visit.address("agree")
    return f"{reverse('charters:agree_easy_page', args=[visit.token, page])}?of={_mark(visit)}"


def _screen(request: HttpRequest, visit: Visit, name: str, **context: Any) -> HttpResponse:
    shared = {"title": visit.version.title, "hash": visit.version.hex, "first_url": visit.address("agree")}
    return shown(request, name, True, visit.token, shared | context)


def _pressed(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Yes answers at once. No asks why first."""
    form = AnswerForm(request.POST)
    asks_why = request.POST.get("act") == Answer.DECLINE and "reason" not in request.POST
    if asks_why and request.POST.get("content") == visit.version.hex:
        return _why(request, visit, typed=request.POST.get("kept", ""))
    wrong = given(request, visit, form)
    if wrong == "":
        return see_answer(visit)
    if wrong == "changed":
        visit.one.version = Version.objects.select_related("charter").get(pk=visit.version.pk)
        return _changed(request, visit, typed=form.typed) if is_asked(visit.version) else not_now(request, visit)
    if request.POST.get("act") == Answer.DECLINE or form.non_field_errors():
        return _why(request, visit, typed=form.typed, error=_what_is_wrong(form))
    return SeeOther(visit.address("agree"))


def _why(request: HttpRequest, visit: Visit, *, typed: str, error: str = "") -> HttpResponse:
    """The box for the reason. Back leads to the question."""
    return _screen(request, visit, "why", typed=typed, error=error, back_url=f"{request.path}?of={_mark(visit)}")


def _changed(request: HttpRequest, visit: Visit, *, typed: str) -> HttpResponse:
    """They read other words before. Nothing was answered, and what they wrote stays in the page."""
    return _screen(request, visit, "changed", typed=typed)


def _what_is_wrong(form: AnswerForm) -> str:
    """In one plain line."""
    for error in form.errors.as_data().get("reason", []):
        return str(form.EASY_WRONG.get(error.code or "reason_missing", error.message))
    return _("Please call us.")
