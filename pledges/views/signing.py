"""Signing, one question a page. No account, no script; GET never changes anything."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from pledges import actions, drafts, journey
from pledges.models import Draft
from pledges.summaries import rows_of_draft
from pledges.terms import Terms, current_terms

from .responses import no_store, see_other

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@no_store
@get_or_post
def start(request: HttpRequest) -> HttpResponseBase:
    """What signing means. Where a form was begun on this device, it asks before it shows anything of it."""
    terms = current_terms()
    draft = drafts.find(request)
    if request.method == "POST" and terms is not None:
        if draft is not None and request.POST.get("act") == "carry_on":
            return _go_on(draft, {}, terms)
        drafts.discard(request)
        return _go_on(None, {}, terms)
    context = {"terms": terms, "draft_waits": draft is not None, "ran_out": drafts.has_run_out(request)}
    return render(request, "pledges/sign/start.html", context)


@no_store
@get_or_post
def step(request: HttpRequest, name: str) -> HttpResponseBase:
    """One question. What was typed is kept once it is valid, whatever became of the draft."""
    terms = current_terms()
    if terms is None:
        return redirect("pledges:sign")
    draft = drafts.find(request)
    answers = draft.answers if draft else {}
    data = request.POST if request.method == "POST" else None
    form = journey.form_for(name, answers, terms, data)
    if form.is_valid():
        return _go_on(draft, journey.kept(form), terms)
    elsewhere = journey.instead_of(name, draft, terms) if data is None else None
    if elsewhere:
        return redirect(elsewhere)
    context = {
        "form": form,
        "terms": terms,
        "kind": answers.get("kind"),
        "words_changed": name == "choices" and journey.words_changed(answers, terms, data),
        "back": journey.before(name, answers, terms),
    }
    return render(request, f"pledges/sign/{name}.html", context)


@no_store
@get_or_post
def check(request: HttpRequest) -> HttpResponseBase:
    """All answers on one page, each with a way to change it; POST signs."""
    draft = drafts.find(request)
    if request.method == "POST" and draft is None and drafts.was_sent(request):
        # Somebody pressed the button twice: the first press has signed.
        return _sent()
    terms = current_terms()
    if terms is None or draft is None:
        return redirect("pledges:sign")
    elsewhere = journey.instead_of(None, draft, terms) if request.method != "POST" else None
    missing = journey.unanswered(draft.answers, terms)
    if elsewhere or missing:
        return see_other(elsewhere or journey.address_of(missing))
    if request.method == "POST":
        actions.sign(answers=journey.whole(draft, terms))
        return _sent()
    return render(request, "pledges/sign/check.html", {"rows": rows_of_draft(draft.answers, terms), "terms": terms})


@no_store
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your e-mail. The same for everybody, so it can be left open on a shared tablet."""
    return render(request, "pledges/sign/sent.html")


@no_store
@require_POST
def clear(request: HttpRequest) -> HttpResponseBase:
    """Forget this device's answers."""
    drafts.discard(request)
    response = see_other("pledges:sign_cleared")
    drafts.clear_cookie(response)
    return response


@no_store
@require_GET
def cleared(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/sign/cleared.html")


def _go_on(draft: Draft | None, answers: dict[str, object], terms: Terms) -> HttpResponseBase:
    """Keeps answers, in a new draft where there is none any more, and shows the first open question."""
    cookie = None
    kept = drafts.keep(draft, answers) if draft else None
    if kept is None:
        draft, cookie = drafts.begin()
        kept = drafts.keep(draft, answers) or draft
    response = see_other(journey.address_of(journey.unanswered(kept.answers, terms)))
    if cookie:
        drafts.set_cookie(response, cookie)
    return response


def _sent() -> HttpResponseBase:
    response = see_other("pledges:sign_sent")
    drafts.clear_cookie(response)
    return response
