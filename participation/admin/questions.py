"""One question at the desk: written on one page, and looked at as a service and as a panel see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import pictures, uploaded
from charters.easy_checking import allowed, explained
from charters.linting import Line, check
from config.lib.broken_rules import rule_broken
from participation import promises
from participation.actions.sets import (
    Frozen,
    MeansSomethingElse,
    SetGone,
    add_question,
    change_question,
    delete_question,
    move_question,
)
from participation.models import Question, QuestionSet
from participation.models.kinds import Level

from .set_forms import QuestionForm
from .showing import Crumb, address, log, page, refused, told

FROZEN = gettext_lazy("Nothing was changed. A round uses this set, so it stays as it is. Make a new set from it.")
FROZEN_MEANWHILE = gettext_lazy(
    "Nothing was saved: a round has begun to use this set, so nothing in it changes any more. What you wrote is still "
    "here: copy it, make a new set from this one, and write it there."
)
ANOTHER_KEY = gettext_lazy(
    "Nothing was saved: another round asked something else under this key, and years are compared by keys. Give this "
    "question a key of its own, or keep to its part and its old words. What you wrote is still here."
)
GONE = gettext_lazy("It is not there any more: somebody else has deleted it.")
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Any, P], HttpResponse]


def about_set(
    right: str, *methods: str
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, int, P], HttpResponse]]:
    """For views about a set and what is in it: for who may, by these methods, with the set and its `is_used`."""

    def wrapped(view: View[P]) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, *args: P.args, **more: P.kwargs) -> HttpResponse:
            if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
                return HttpResponseNotAllowed(methods)
            if not request.user.has_perm(f"participation.{right}_questionset"):
                raise PermissionDenied
            the_set = get_object_or_404(QuestionSet.objects.with_use(), pk=min(pk, 2**62))
            return view(request, the_set, *args, **more)

        return guarded  # type: ignore[return-value]

    return wrapped


@about_set("change", "GET", "POST")
def add_view(request: HttpRequest, the_set: Any) -> HttpResponse:
    return _written(request, the_set, Question(question_set_id=the_set.pk, position=1), _("Add a question"))


@about_set("view", "GET", "POST")
def change_view(request: HttpRequest, the_set: Any, question_id: int) -> HttpResponse:
    """Who may not write, or not any more, looks at it instead."""
    question = _question_or_404(the_set, question_id)
    if not request.user.has_perm("participation.change_questionset"):
        return look_at(request, the_set, question)
    if the_set.is_used and request.method != "POST":
        return look_at(request, the_set, question)
    return _written(request, the_set, question, question.text)


@about_set("view", "GET")
def look_view(request: HttpRequest, the_set: Any, question_id: int) -> HttpResponse:
    return look_at(request, the_set, _question_or_404(the_set, question_id))


@about_set("change", "POST")
def move_view(request: HttpRequest, the_set: Any, question_id: int) -> HttpResponse:
    question = _question_or_404(the_set, question_id)
    back = address("questionset_change", the_set.pk)
    try:
        move_question(question_id=question.pk, up=request.POST.get("way") == "up")
    except Frozen:
        return refused(request, FROZEN, back)
    except SetGone:
        return refused(request, GONE, back)
    return told(request, _("Moved."), f"{back}#question-{question.pk}")


@about_set("change", "GET", "POST")
def delete_view(request: HttpRequest, the_set: Any, question_id: int) -> HttpResponse:
    """GET asks once more, POST takes it out."""
    question = _question_or_404(the_set, question_id)
    back = address("questionset_change", the_set.pk)
    if the_set.is_used:
        return refused(request, FROZEN, back)
    if request.method != "POST":
        ask: dict[str, Any] = {
            "words": [question.text],
            "button": _("Delete the question"),
            "back": back,
            "danger": True,
        }
        return page(request, "ask", _("Delete this question?"), crumbs=crumbs_of(the_set), **ask)
    try:
        delete_question(question_id=question.pk)
    except Frozen:
        return refused(request, FROZEN, back)
    log(request, the_set, "question deleted")
    return told(request, _("The question is deleted."), back)


def _question_or_404(the_set: QuestionSet, question_id: int) -> Question:
    return get_object_or_404(the_set.questions, pk=min(question_id, 2**62))


def _written(request: HttpRequest, the_set: Any, question: Question, title: str) -> HttpResponse:
    """GET shows the boxes, POST saves; the button "Look at it" saves nothing and shows it as it is written."""
    with uploaded.asked_once():
        form = QuestionForm(request.POST if request.method == "POST" else None, instance=question)
        if request.method != "POST":
            return _boxes(request, the_set, form, title)
        if not form.is_valid():
            return _boxes(request, the_set, form, title, problems=form.problems)
        if "look" in request.POST:
            return _boxes(request, the_set, form, title, shown=shown(form.instance), marks=marks_of(form.instance))
        return _saved(request, the_set, form, title)


def _saved(request: HttpRequest, the_set: Any, form: QuestionForm, title: str) -> HttpResponse:
    question = form.instance
    try:
        if question.pk is None:
            question = add_question(set_id=the_set.pk, words=form.words())
        else:
            change_question(question_id=question.pk, words=form.words())
    except Frozen:
        return _boxes(request, the_set, form, title, problems=[("", FROZEN_MEANWHILE)], status=409)
    except MeansSomethingElse:
        problem = (form["key"].id_for_label, ANOTHER_KEY)
        return _boxes(request, the_set, form, title, problems=[problem], status=409)
    except SetGone:
        return _boxes(request, the_set, form, title, problems=[("", GONE)], status=409)
    except IntegrityError as error:
        return _boxes(request, the_set, form, title, problems=[("", rule_broken(Question, error))], status=409)
    log(request, the_set, "question written")
    return told(request, _("Saved."), f"{address('questionset_change', the_set.pk)}#question-{question.pk}")


def _boxes(request: HttpRequest, the_set: Any, form: QuestionForm, title: str, **more: Any) -> HttpResponse:
    """Rendered here and now, because each line asks for its picture."""
    choices = pictures.index().values()
    return page(
        request, "question", title, crumbs=crumbs_of(the_set), the_set=the_set, form=form, pictures=choices, **more
    ).render()


def look_at(request: HttpRequest, the_set: Any, question: Question) -> HttpResponse:
    """As a service sees it and as a panel sees it, and all else that is said of it."""
    may_write = request.user.has_perm("participation.change_questionset") and not the_set.is_used
    return page(
        request,
        "question_look",
        question.text,
        crumbs=crumbs_of(the_set),
        the_set=the_set,
        question=question,
        shown=shown(question),
        promises=promises.named(question.links.values_list("clause_key", flat=True)),
        may_write=may_write,
    )


def shown(question: Question) -> dict[str, Any]:
    """A question as both see it. What is written and not yet saved can be looked at too."""
    easy = [(Level(n).label, line) for n, line in enumerate(question.easy_levels, 1)]
    levels = [(level.label, words) for level, words in question.levels]
    return {"question": question, "levels": levels, "easy": question.easy, "easy_levels": easy}


def marks_of(question: Question) -> list[tuple[str, str, str]]:
    """What the linter says of its easy read: the words, what is wrong, what would be better. It forbids nothing."""
    lines = [Line(line["text"], line["picture"], line["alt"]) for line in (*question.easy, *question.easy_levels)]
    report = check(lines, explained=explained(), allowed=allowed())
    return [(lines[found.line].text, found.says, found.better) for found in report]


def crumbs_of_sets() -> list[Crumb]:
    return [(address("questionset_changelist"), _("Question sets"))]


def crumbs_of(the_set: QuestionSet) -> list[Crumb]:
    return [*crumbs_of_sets(), (address("questionset_change", the_set.pk), the_set)]
