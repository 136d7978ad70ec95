"""A signatory's own page in easy read: one decision a screen, the same acts and the same records."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters.easytext import Line
from pledges import actions, easy_own
from pledges.easytext import PICTURE_OF, lines_for
from pledges.forms_own import EditForm, editable
from pledges.holdings import Held
from pledges.kinds import Kind, Purpose
from pledges.models import NoticeVersion

from . import own_acts
from .own_visit import READ, Visit, own_page
from .responses import see_other


def _screen(request: HttpRequest, visit: Visit, name: str, plain: str, **context: Any) -> HttpResponse:
    """One screen. `plain` names the page in all the words, `name` the template."""
    plain_url = reverse(f"pledges:{plain}", args=(visit.token,))
    said = easy_own.SAID.get(request.GET.get("done", ""))
    shared = {"token": visit.token, "plain_url": plain_url, "said": said, "menu": visit.address("yours")}
    return render(request, f"pledges/own/easy/{name}.html", shared | context)


@own_page(*READ, easy=True)
def yours(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What do you want to do?"""
    return _screen(request, visit, "menu", "yours", held=Held.of(visit.subject_id))


@own_page(*READ, easy=True)
def known(request: HttpRequest, visit: Visit, n: int = 1) -> HttpResponseBase:
    """What we know, three lines a screen."""
    held = Held.of(visit.subject_id)
    screens = easy_own.known(held)
    if not 1 <= n <= len(screens):
        return visit.go("known")
    context = {"lines": screens[n - 1], "now": n, "of": len(screens)}
    context["receipt"] = visit.address("receipt") if n == 1 and held.ledger else ""
    context["next"] = visit.address("known_part", n + 1) if n < len(screens) else ""
    context["back"] = visit.address("known_part", n - 1) if n > 1 else visit.address("yours")
    return _screen(request, visit, "known", "yours", **context)


@own_page(*READ, easy=True)
def choices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which choice?"""
    held = Held.of(visit.subject_id)
    listed = [
        {
            "text": choice.called,
            "said": easy_own.yes_no(choice.is_on),
            "picture": PICTURE_OF[choice.wording.purpose],
            "href": visit.address("choose", choice.wording.purpose),
        }
        for choice in held.choices
    ]
    return _screen(request, visit, "choices", "yours", choices=listed)


@own_page(*READ, "POST", easy=True)
def choose(request: HttpRequest, visit: Visit, purpose: str) -> HttpResponseBase:
    """The words of one purpose, and Yes or No."""
    if request.method == "POST":
        done = own_acts.switch(request, visit, purpose)
        return visit.go("choose", purpose, done=done) if done == "words" else visit.go("choices", done=done)
    held = Held.of(visit.subject_id)
    choice = held.choice(purpose)
    if choice is None:
        return visit.go("choices")
    if not (choice.is_on or easy_own.readable(choice.wording, NoticeVersion.objects.current())):
        return _screen(request, visit, "no_easy", "yours", back=visit.address("choices"))
    lines = lines_for(choice.wording.easy, held.signature.kind) or [
        Line(text=choice.called, picture="question", alt="")
    ]
    return _screen(request, visit, "choose", "yours", choice=choice, lines=lines, back=visit.address("choices"))


@own_page(*READ, "POST", easy=True)
def hide(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Do you want to hide your name?"""
    if request.method == "POST":
        return visit.go("yours", done=own_acts.switch(request, visit, Purpose.PUBLISH))
    held = Held.of(visit.subject_id)
    choice = held.choice(Purpose.PUBLISH)
    if choice is None or not choice.is_on:
        return visit.go("yours")
    return _screen(request, visit, "hide", "yours", held=held, choice=choice)


@own_page(*READ, easy=True)
def edit(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What do you want to change?"""
    held = Held.of(visit.subject_id)
    fields = []
    for field in editable(held.signature, held.person):
        _asked, picture, called = easy_own.question(field, held)
        fields.append({"text": called, "picture": picture, "href": visit.address("edit_one", field)})
    why = easy_own.reason(held) if held.asked else ""
    give_url = visit.address("invite") if held.can_hand_over else ""
    places = {"choices": visit.address("choices"), "give_url": give_url}
    return _screen(request, visit, "edit", "edit", fields=fields, why=why, **places)


@own_page(*READ, "POST", easy=True)
def edit_one(request: HttpRequest, visit: Visit, field: str) -> HttpResponseBase:
    """One question. A moderator looks at the answer before the list shows it."""
    held = Held.of(visit.subject_id)
    if field not in editable(held.signature, held.person):
        return visit.go("edit")
    edited = own_acts.edit(request, visit, only=field)
    if edited.is_kept:
        return visit.go("yours", done="changed")
    asked, picture, _called = easy_own.question(field, held)
    context = {"bound": edited.form[field], "error": _error(edited.form), "asked": asked, "picture": picture}
    return _screen(request, visit, "edit_one", "edit", **context, rows=3 if field == "promise" else 0)


def _error(form: EditForm) -> str:
    """What is wrong, in a few words."""
    for errors in form.errors.as_data().values():
        return str(easy_own.ERRORS.get(errors[0].code or "", errors[0].message))
    return ""


@own_page(*READ, easy=True)
def words(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """That the pledge has new words. Where they are not in easy read yet, the way to all the words."""
    held = Held.of(visit.subject_id)
    if held.new_words is None or held.terms is None:
        return visit.go("yours")
    name = "words" if _can_stand_by(held) else "no_easy"
    return _screen(request, visit, name, "words", held=held, back=visit.address("yours"))


@own_page(*READ, easy=True)
def words_part(request: HttpRequest, visit: Visit, n: int) -> HttpResponseBase:
    """One line that is new or gone."""
    held = Held.of(visit.subject_id)
    news = easy_own.news(held) if held.new_words and _can_stand_by(held) else []
    if not 1 <= n <= len(news):
        return visit.go("words")
    context = {"news": news[n - 1], "now": n, "of": len(news)}
    context["next"] = visit.address("words_part", n + 1) if n < len(news) else visit.address("stand_by")
    context["back"] = visit.address("words_part", n - 1) if n > 1 else visit.address("words")
    return _screen(request, visit, "words_part", "words", **context)


@own_page(*READ, "POST", easy=True)
def stand_by(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Do you stand by the new words?"""
    held = Held.of(visit.subject_id)
    if request.method == "POST":
        done = own_acts.affirm(request, visit, held) if _can_stand_by(held) or not held.new_words else "nothing"
        return visit.go("yours" if done == "affirmed" else "words", done=done)
    if held.new_words is None or not _can_stand_by(held):
        return visit.go("words")
    return _screen(request, visit, "stand_by", "words", held=held, back=visit.address("words"))


def _can_stand_by(held: Held) -> bool:
    """Whether all that saying yes is about can be read in easy read."""
    return held.terms is not None and easy_own.readable(held.new_words, held.terms.taking_part, held.terms.notice)


@own_page(*READ, "POST", easy=True)
def leave(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Do you want to stop?"""
    if request.method == "POST":
        actions.leave(subject_id=visit.subject_id, how=visit.how)
        return see_other("pledges:left_easy")
    held = Held.of(visit.subject_id)
    return _screen(request, visit, "leave", "leave", is_group=held.signature.kind == Kind.GROUP)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/easy/left.html", {"plain_url": reverse("pledges:left")})


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/own/easy/link_sent.html", {"plain_url": reverse("pledges:link_sent")})
