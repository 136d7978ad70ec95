"""Signing in easy read: one decision a screen, in the same draft and by the same acts as in all the words."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from charters.easytext import Line
from pledges import drafts, easy_journey, journey, shown
from pledges.asking import UNDER_13
from pledges.forms_easy import BoxForm
from pledges.models import Draft
from pledges.terms import Terms, current_terms

from .responses import no_store, see_other
from .signing import begin, go_on, has_signed, is_in_the_way, sign

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
START = "pledges:sign_easy"


def found_on_device(request: HttpRequest) -> tuple[Draft | None, Terms | None]:
    """This device's draft, and today's terms if somebody can read all of them in easy read."""
    draft, terms = drafts.find_with_terms(request)
    return draft, terms if terms and easy_journey.is_ready(terms) else None


@no_store
@get_or_post
def start(request: HttpRequest) -> HttpResponseBase:
    """What signing means. Where a form was begun on this device, it asks before it shows anything of it."""
    (draft, terms), plain_url = found_on_device(request), reverse("pledges:sign")
    if terms is None:
        not_open = current_terms() is None
        return render(request, "pledges/easy/not_ready.html", {"not_open": not_open, "plain_url": plain_url})
    if request.method == "POST":
        told = easy_journey.told_at_start(terms, shown=request.POST.get("shown", ""))
        return begin(request, draft, terms, easy_journey.next_page, told)
    if draft is not None:
        return render(request, "pledges/easy/yours.html", {"plain_url": plain_url})
    context = {
        "lines": easy_journey.lines_of_start(terms),
        "shown": terms.key,
        "ran_out": drafts.has_run_out(request),
        "plain_url": plain_url,
    }
    return render(request, "pledges/easy/start.html", context)


@no_store
@get_or_post
def question(request: HttpRequest, name: str) -> HttpResponseBase:
    """One question. What was sent is kept once it is good, unless another person's answers are in the way."""
    draft, terms = found_on_device(request)
    if terms is None or is_in_the_way(request, draft):
        return see_other(START)
    answers = draft.answers if draft else {}
    data = request.POST if request.method == "POST" else None
    if elsewhere := easy_journey.instead_of(name, draft, terms, data):
        return redirect(elsewhere) if data is None else see_other(elsewhere)
    form = easy_journey.form_for(name, answers, terms, data)
    if form.is_valid():
        if name == "age" and form.cleaned_data["answer"] == UNDER_13:
            return see_other("pledges:sign_group_easy")
        return go_on(draft, easy_journey.kept(name, form, answers, terms), terms, easy_journey.next_page)
    context = {
        "form": form,
        "shown": terms.key,
        "back": reverse(easy_journey.before(name, answers, terms)),
        "plain_url": reverse(f"pledges:sign_{easy_journey.QUESTIONS[name]}"),
    }
    if isinstance(form, BoxForm):
        return render(request, "pledges/easy/box.html", context)
    return render(request, "pledges/easy/press.html", context | _screen(request, easy_journey.screens_of(form)))


def _screen(request: HttpRequest, screens: Sequence[Sequence[Line]]) -> dict[str, Any]:
    """Which of several screens is asked for, and where its neighbours are. What was sent, was sent from the last."""
    asked = request.GET.get("screen", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    number = len(screens) if request.method == "POST" else max(1, min(number, len(screens)))
    found: dict[str, Any] = {"lines": screens[number - 1]}
    if number < len(screens):
        found["next"] = f"?screen={number + 1}"
    if number > 1:
        found["back"] = f"?screen={number - 1}"
    return found


@no_store
@get_or_post
def changed(request: HttpRequest) -> HttpResponseBase:
    """Words that were replaced since somebody began: first they read what is new, then they are asked again."""
    draft, terms = found_on_device(request)
    if terms is None or draft is None or drafts.is_idle(draft):
        return see_other(START)
    old_key = journey.words_changed(draft.answers, terms)
    if not old_key:
        return see_other(easy_journey.next_page(draft.answers, terms))
    if request.method == "POST" and request.POST.get("shown") == terms.key:
        return go_on(draft, {"shown": terms.key}, terms, easy_journey.next_page)
    context = {"shown": terms.key, "back": reverse(START), "plain_url": reverse("pledges:sign_choices")}
    screens = easy_journey.screens_of_changes(old_key, terms)
    return render(request, "pledges/easy/changed.html", context | _screen(request, screens))


@no_store
@get_or_post
def group(request: HttpRequest) -> HttpResponseBase:
    """Under 13: sign as a group, with an adult. The button says that an adult is there."""
    draft, terms = found_on_device(request)
    if terms is None or draft is None or drafts.is_idle(draft):
        return see_other(START)
    if request.method == "POST":
        return go_on(draft, journey.as_group(draft.answers), terms, easy_journey.next_page)
    return render(request, "pledges/easy/group.html", {"plain_url": reverse("pledges:sign_group")})


@no_store
@get_or_post
def check(request: HttpRequest) -> HttpResponseBase:
    """All answers, each with its picture; POST signs."""
    draft, terms = found_on_device(request)
    if request.method == "POST" and draft is None and drafts.was_sent(request):
        # Somebody pressed the button twice: the first press has signed.
        return has_signed("pledges:sign_sent_easy")
    if terms is None or draft is None:
        return see_other(START)
    elsewhere = easy_journey.instead_of(None, draft, terms)
    if elsewhere:
        return see_other(elsewhere)
    if request.method == "POST" and sign(request, draft, terms):
        return has_signed("pledges:sign_sent_easy")
    last = easy_journey.questions(draft.answers, terms)[-1]
    context = {
        "stamp": shown.stamp(draft),
        "once_more": request.method == "POST",
        "rows": easy_journey.rows(draft.answers, terms),
        "back": reverse(easy_journey.address_of(last)),
        "plain_url": reverse("pledges:sign_check"),
    }
    return render(request, "pledges/easy/check.html", context)


@no_store
@require_safe
def change(request: HttpRequest) -> HttpResponseBase:
    """Which answer to change: a list of questions, without the answers."""
    draft, terms = found_on_device(request)
    if terms is None or draft is None:
        return see_other(START)
    elsewhere = easy_journey.instead_of(None, draft, terms)
    if elsewhere:
        return see_other(elsewhere)
    rows = easy_journey.rows(draft.answers, terms)
    return render(request, "pledges/easy/change.html", {"rows": rows, "plain_url": reverse("pledges:sign_check")})


@no_store
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your e-mail. The same for everybody, so it can be left open on a shared tablet."""
    return render(request, "pledges/easy/sent.html", {"plain_url": reverse("pledges:sign_sent")})


@no_store
@require_GET
def cleared(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/easy/cleared.html", {"plain_url": reverse("pledges:sign_cleared")})


@no_store
@require_safe
def likewise(request: HttpRequest, then: str) -> HttpResponseBase:
    """An address that only the other form has: the same question in this form."""
    return redirect(then)


@no_store
@require_safe
def step(request: HttpRequest, name: str) -> HttpResponseBase:
    """A step of the journey in all the words: the first open question of it, else its first."""
    draft, terms = found_on_device(request)
    if terms is None or draft is None or drafts.is_idle(draft):
        return redirect(START)
    asked = easy_journey.questions(draft.answers, terms)
    of_step = [question for question in asked if easy_journey.QUESTIONS[question] == name]
    still_open = [q for q in of_step if easy_journey.is_open(q, draft.answers, terms)]
    found = [*still_open, *of_step]
    return redirect(easy_journey.address_of(found[0]) if found else easy_journey.next_page(draft.answers, terms))
