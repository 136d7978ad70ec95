"""Question sets at the desk: begun, written and looked at; read only once a round uses them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from config.lib.bounded import BoundedPaginator
from participation import shipped_set
from participation.actions.sets import Frozen, SetGone, change_set, delete_set, lacking, make_set
from participation.models import Question, QuestionSet
from participation.models.kinds import Dimension

from . import questions
from .questions import FROZEN, GONE, crumbs_of, crumbs_of_sets
from .set_forms import NewSetForm, SetForm
from .showing import address, log, page, refused, told

LACKS = {
    "no_questions": gettext_lazy("It has no questions yet."),
    "no_short_form": gettext_lazy("No question is in the short form, so small services would be asked nothing."),
    "too_many_for_panels": gettext_lazy("Panels are asked four questions at most. Take some away from them."),
}


@admin.register(QuestionSet)
class QuestionSetAdmin(admin.ModelAdmin[QuestionSet]):
    """Django's list; its other pages are ours, because a set is more than one row."""

    actions = None
    sortable_by = ()
    paginator = BoundedPaginator
    show_full_result_count = False
    list_display = ("title", "n", "how_many", "used_in")
    ordering: ClassVar[Any] = ("-n",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionSet]:
        counted = super().get_queryset(request).annotate(asked=Count("questions", distinct=True))
        return counted.annotate(last_year=Max("rounds__year"))

    def get_urls(self) -> list[URLPattern]:
        own: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("<int:pk>/questions/add/", questions.add_view, "question_add"),
            ("<int:pk>/questions/<int:question_id>/", questions.change_view, "question_change"),
            ("<int:pk>/questions/<int:question_id>/look/", questions.look_view, "question_look"),
            ("<int:pk>/questions/<int:question_id>/move/", questions.move_view, "question_move"),
            ("<int:pk>/questions/<int:question_id>/delete/", questions.delete_view, "question_delete"),
        ]
        named = [path(at, self.admin_site.admin_view(view), name=f"participation_{name}") for at, view, name in own]
        return [*named, *super().get_urls()]

    @admin.display(description=gettext_lazy("questions"))
    def how_many(self, the_set: Any) -> str:
        return ngettext("%(n)s question", "%(n)s questions", the_set.asked) % {"n": the_set.asked}

    @admin.display(description=gettext_lazy("used"))
    def used_in(self, the_set: Any) -> str:
        if the_set.last_year is None:
            return _("not used yet")
        return _("used, last in %(year)s") % {"year": the_set.last_year}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Question sets"), **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return _new_set(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return _one_set(request, object_id)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return _delete_set(request, object_id)


def number(text: str) -> int:
    """The number in an address, or 0 for anything else that it may say."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def set_or_404(pk: str) -> Any:
    """With `is_used`: whether a round uses it."""
    return get_object_or_404(QuestionSet.objects.with_use(), pk=number(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def _new_set(request: HttpRequest) -> HttpResponse:
    """A new set begins as a copy; `?copy_of=` says of which."""
    if not request.user.has_perm("participation.add_questionset"):
        raise PermissionDenied
    copied = request.GET.get("copy_of", "")
    form = NewSetForm(request.POST or None, initial={"copy_of": copied, "title": _title_of(copied)})
    if request.method == "POST" and form.is_valid():
        told_us = form.cleaned_data
        try:
            made = make_set(copy_of=form.source(), title=told_us["title"], note=told_us["note"])
        except SetGone:
            form.add_error("copy_of", GONE)
        else:
            log(request, made, "made")
            return told(
                request, _("This is a new set. Change in it what you like."), address("questionset_change", made.pk)
            )
    return page(request, "set_new", _("Make a new question set"), crumbs=crumbs_of_sets(), form=form)


def _title_of(copied: str) -> str:
    found = QuestionSet.objects.filter(pk=number(copied)).first()
    return found.title if found else shipped_set.TITLE


@require_http_methods(["GET", "HEAD", "POST"])
def _one_set(request: HttpRequest, pk: str) -> HttpResponse:
    """All of a set on one page."""
    if not request.user.has_perm("participation.view_questionset"):
        raise PermissionDenied
    the_set = set_or_404(pk)
    may_change = request.user.has_perm("participation.change_questionset")
    may_write = may_change and not the_set.is_used
    form = SetForm(request.POST if request.method == "POST" else None, instance=the_set)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if request.method == "POST":
        if the_set.is_used:
            return refused(request, FROZEN, address("questionset_change", the_set.pk))
        if form.is_valid():
            return _changed(request, the_set, form.cleaned_data)
        the_set = set_or_404(pk)  # what was typed stays in the boxes, and is not yet what it is called
    return _shown(request, the_set, form if may_write else None)


def _shown(request: HttpRequest, the_set: Any, form: SetForm | None) -> HttpResponse:
    """Without a form it is only read."""
    may = request.user.has_perm
    return page(
        request,
        "set",
        str(the_set),
        crumbs=crumbs_of_sets(),
        the_set=the_set,
        form=form,
        may_write=form is not None,
        may_copy=may("participation.add_questionset"),
        may_delete=may("participation.delete_questionset") and not the_set.is_used,
        lacks=[LACKS.get(code, code) for code in lacking(set_id=the_set.pk)],
        rounds=list(the_set.rounds.order_by("-year")),
        parts=parts_of(the_set),
    )


def parts_of(the_set: QuestionSet) -> list[tuple[Any, list[Question]]]:
    """The four parts in their order, each with its questions."""
    asked = list(the_set.questions.order_by("position"))
    return [(part.label, [one for one in asked if one.dimension == part]) for part in Dimension]


def _changed(request: HttpRequest, the_set: Any, words: dict[str, str]) -> HttpResponse:
    back = address("questionset_change", the_set.pk)
    try:
        change_set(set_id=the_set.pk, title=words["title"], note=words["note"])
    except Frozen:
        return refused(request, FROZEN, back)
    except SetGone:
        return refused(request, GONE, address("questionset_changelist"))
    log(request, the_set, "title and note")
    return told(request, _("Saved."), back)


@require_http_methods(["GET", "HEAD", "POST"])
def _delete_set(request: HttpRequest, pk: str) -> HttpResponse:
    """GET asks once more, POST deletes."""
    if not request.user.has_perm("participation.delete_questionset"):
        raise PermissionDenied
    the_set = set_or_404(pk)
    back = address("questionset_change", the_set.pk)
    if the_set.is_used:
        return refused(request, FROZEN, back)
    if request.method != "POST":
        words = [_("All its questions go with it. This cannot be undone.")]
        ask: dict[str, Any] = {"words": words, "button": _("Delete the set"), "back": back, "danger": True}
        return page(request, "ask", _("Delete this question set?"), crumbs=crumbs_of(the_set), **ask)
    try:
        delete_set(set_id=the_set.pk)
    except Frozen:
        return refused(request, FROZEN, back)
    return told(request, _("The question set is deleted."), address("questionset_changelist"))
