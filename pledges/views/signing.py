"""Signing, one question a page. No account, no script; GET never changes anything."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from config.lib.network import network_of
from pledges import actions, drafts, journey, shown
from pledges.asking import is_never_named
from pledges.forms import AgeForm
from pledges.models import Draft
from pledges.rewording import changes
from pledges.summaries import rows_of_draft
from pledges.terms import Terms

from .responses import no_store, see_other

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@no_store
@get_or_post
def start(request: HttpRequest) -> HttpResponseBase:
    """What signing means. Where a form was begun on this device, it asks before it shows anything of it."""
    draft, terms = drafts.find_with_terms(request)
    if request.method == "POST" and terms is not None:
        return begin(request, draft, terms, journey.next_page)
    context = {
        "terms": terms,
        "draft_waits": draft is not None,
        "ran_out": drafts.has_run_out(request),
        "easy_url": reverse("pledges:sign_easy"),
    }
    return render(request, "pledges/sign/start.html", context)


@no_store
@get_or_post
def step(request: HttpRequest, name: str) -> HttpResponseBase:
    """One question. What was typed is kept once it is valid, unless another person's answers are in the way."""
    draft, terms = drafts.find_with_terms(request)
    if terms is None or is_in_the_way(request, draft):
        return see_other("pledges:sign")
    answers = draft.answers if draft else {}
    data = request.POST if request.method == "POST" else None
    if elsewhere := journey.instead_of(name, draft, terms, data):
        return redirect(elsewhere) if data is None else see_other(elsewhere)
    form = journey.form_for(name, answers, terms, data)
    if form.is_valid():
        if isinstance(form, AgeForm) and form.is_under_13:
            return see_other("pledges:sign_group")
        return go_on(draft, journey.kept(form, terms), terms, journey.next_page)
    old_key = journey.words_changed(answers, terms, data) if name == "choices" else ""
    context = {
        "form": form,
        "terms": terms,
        "kind": answers.get("kind"),
        "never_named": is_never_named(answers),
        "words_changed": bool(old_key),
        "changes": changes(old_key, terms),
        "back": journey.before(name, answers, terms),
        "easy_url": reverse(f"pledges:sign_{name}_easy"),
    }
    return render(request, f"pledges/sign/{name}.html", context)


@no_store
@get_or_post
def group(request: HttpRequest) -> HttpResponseBase:
    """Under 13: sign as a group, with an adult. The button says that an adult is there."""
    draft, terms = drafts.find_with_terms(request)
    if terms is None or draft is None or drafts.is_idle(draft):
        return see_other("pledges:sign")
    if request.method == "POST":
        return go_on(draft, journey.as_group(draft.answers), terms, journey.next_page)
    return render(request, "pledges/sign/group.html", {"easy_url": reverse("pledges:sign_group_easy")})


@no_store
@get_or_post
def check(request: HttpRequest) -> HttpResponseBase:
    """All answers on one page, each with a way to change it; POST signs."""
    draft, terms = drafts.find_with_terms(request)
    if request.method == "POST" and draft is None and drafts.was_sent(request):
        # Somebody pressed the button twice: the first press has signed.
        return has_signed("pledges:sign_sent")
    if terms is None or draft is None:
        return redirect("pledges:sign")
    elsewhere = journey.instead_of(None, draft, terms)
    if elsewhere:
        return see_other(elsewhere)
    if request.method == "POST" and sign(request, draft, terms):
        return has_signed("pledges:sign_sent")
    context = {
        "stamp": shown.stamp(draft),
        "once_more": request.method == "POST",
        "rows": rows_of_draft(draft.answers, terms),
        "terms": terms,
        "easy_url": reverse("pledges:sign_check_easy"),
    }
    return render(request, "pledges/sign/check.html", context)


@no_store
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your e-mail. The same for everybody, so it can be left open on a shared tablet."""
    return render(request, "pledges/sign/sent.html", {"easy_url": reverse("pledges:sign_sent_easy")})


@no_store
@require_POST
def clear(request: HttpRequest, then: str = "pledges:sign_cleared") -> HttpResponseBase:
    """Forget this device's answers."""
    drafts.discard(request)
    response = see_other(then)
    drafts.clear_cookie(response)
    return response


@no_store
@require_GET
def cleared(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/sign/cleared.html", {"easy_url": reverse("pledges:sign_cleared_easy")})


# Shared with the views of easy read. `where` names the page that comes next, of the form somebody is in.
Where = Callable[[journey.Given, Terms], str]


def is_in_the_way(request: HttpRequest, draft: Draft | None) -> bool:
    """Whether answers come for a draft that nobody has touched for a while.

    They may be another person's. They are not added to it, and the start asks whose it is.
    """
    return request.method == "POST" and draft is not None and drafts.is_idle(draft)


def begin(
    request: HttpRequest, draft: Draft | None, terms: Terms, where: Where, told: journey.Given | None = None
) -> HttpResponseBase:
    """Carries on with the answers on this device if the reader said that they are theirs; else starts anew.

    `told` is what a new draft begins with: what stood on the page they came from.
    """
    if draft is not None and request.POST.get("act") == "carry_on":
        return go_on(draft, {}, terms, where)
    drafts.discard(request)
    return go_on(None, {"shown": terms.key, **(told or {})}, terms, where)


def go_on(draft: Draft | None, answers: dict[str, object], terms: Terms, where: Where) -> HttpResponseBase:
    """Keeps answers, in a new draft where there is none any more, and shows what comes next."""
    cookie = None
    kept = drafts.keep(draft, answers) if draft else None
    if kept is None:
        draft, cookie = drafts.begin()
        kept = drafts.keep(draft, answers) or draft
    response = see_other(where(kept.answers, terms))
    if cookie:
        drafts.set_cookie(response, cookie)
    return response


def sign(request: HttpRequest, draft: Draft, terms: Terms) -> bool:
    """Signs with these answers. False: the page was not one that we showed for them today, so it is shown again."""
    when = shown.shown_at(draft, request.POST.get(shown.FIELD))
    if when is None:
        return False
    answers = journey.whole(draft, terms)
    actions.sign(answers=answers, network=network_of(request), not_before=shown.not_before(when))
    return True


def has_signed(then: str) -> HttpResponseBase:
    response = see_other(then)
    drafts.clear_cookie(response)
    return response
