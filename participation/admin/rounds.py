"""Rounds: their days and questions, who is invited, and where every return stands."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charters.admin.base import RulesInWords
from charters.admin.forms import DayField
from config.lib.texts import clean_line
from participation import board, results_desk
from participation.actions.inviting import ask_to_invite
from participation.actions.sets import lacking
from participation.models import QuestionSet, Round, Service
from participation.models.kinds import LONGEST_NAME

from . import publishing
from .pack import pack_view
from .pages import allowed, as_uuid, done
from .round_page import address_of, round_or_404, rounds
from .sets import LACKS
from .showing import page, refused

DAYS = {
    "opens_on": gettext_lazy("Services can answer from this day."),
    "due_on": gettext_lazy("They are reminded 28, 14, 7 and 1 days before it, and every week after it."),
    "closes_on": gettext_lazy("The last day on which anybody can answer."),
}


class RoundForm(forms.ModelForm[Round]):
    opens_on = DayField(label=gettext_lazy("Opens"), help_text=DAYS["opens_on"])
    due_on = DayField(label=gettext_lazy("Due"), help_text=DAYS["due_on"])
    closes_on = DayField(label=gettext_lazy("Closes"), help_text=DAYS["closes_on"])

    def clean_question_set(self) -> QuestionSet:
        """The rule is the database's: here it is only said beside the box."""
        chosen: QuestionSet = self.cleaned_data["question_set"]
        if lacks := lacking(set_id=chosen.pk):
            raise forms.ValidationError([str(LACKS.get(code, code)) for code in lacks])
        return chosen

    class Meta:
        model = Round
        fields = ("year", "question_set", "opens_on", "due_on", "closes_on")
        help_texts = {
            "year": gettext_lazy("The year that the page of its results will have in its address."),
            "question_set": gettext_lazy("From now on nothing in this set changes any more."),
        }


@admin.register(Round)
class RoundAdmin(RulesInWords[Round]):
    form = RoundForm
    list_display = ("called", "state", "closes_on")
    list_display_links = None

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain boxes: sets are written on their own page, not in a window of this one."""
        return db_field.formfield(**kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        return super().get_queryset(request).select_related("question_set")

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> tuple[str, ...]:
        """Once services are asked, the year and the questions stay (by trigger too)."""
        return ("year", "question_set") if obj is not None and obj.returns.exists() else ()

    def get_urls(self) -> list[URLPattern]:
        views = (("board", board_view), ("invite", invite_view), *publishing.VIEWS)
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"participation_{name}")
            for name, view in views
        ]
        return [
            *own,
            path("pack/", self.admin_site.admin_view(pack_view), name="participation_pack"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("round"))
    def called(self, one: Round) -> str:
        return format_html('<a href="{}">{}</a>', address_of(one), one)

    @admin.display(description=gettext_lazy("state"))
    def state(self, one: Round) -> str:
        return state_of(one)

    def response_add(self, request: HttpRequest, obj: Round, post_url_continue: str | None = None) -> HttpResponse:
        return done(request, _("The round is there. Now invite the services."), address_of(obj))

    def response_change(self, request: HttpRequest, obj: Round) -> HttpResponse:
        return done(request, _("Saved."), address_of(obj))


def state_of(one: Round) -> str:
    today = timezone.localdate()
    if today < one.opens_on:
        return _("not open yet")
    if one.is_open(on=today):
        return _("open")
    return _("closed")


@allowed("participation.view_round", "GET")
def board_view(request: HttpRequest, pk: int) -> HttpResponse:
    """How far everybody is, and what is due to whom."""
    one, today = round_or_404(pk), timezone.localdate()
    stage, name = request.GET.get("stage", ""), clean_line(request.GET.get("q", ""))[:LONGEST_NAME]
    behind = as_uuid(request.GET.get("after", ""))
    after = Service.objects.filter(pk=behind).first() if behind else None
    found = board.listed(one, on=today, stage=stage, name=name, after=after)
    return page(
        request,
        "board",
        str(one),
        crumbs=[rounds()],
        round=one,
        state=state_of(one),
        figures=board.figures(one, on=today),
        # Nobody is invited to what has closed.
        not_asked=board.not_asked_yet(one) if today <= one.closes_on else 0,
        found=found,
        stage=stage,
        name=name,
        stands=results_desk.standing(one),
        address=publishing.public_address(one),
        may_change=request.user.has_perm("participation.change_round"),
    )


@allowed("participation.change_round", "GET", "POST")
def invite_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Says whom the letters go to, and asks once more; the worker writes them."""
    one = round_or_404(pk)
    n = board.not_asked_yet(one)
    if timezone.localdate() > one.closes_on:
        return refused(request, _("Nobody was invited: this round has closed."), address_of(one))
    if request.method == "POST":
        ask_to_invite(round_id=one.pk)
        return done(request, _("The letters are on their way."), address_of(one), about=one, what="invited services")
    services = ngettext(
        "%(n)s service has no invitation yet. Its lead gets a letter with a link, and needs no password.",
        "%(n)s services have no invitation yet. Each lead gets a letter with a link, and needs no password.",
        n,
    )
    words = [
        services % {"n": n},
        _("A service without an e-mail address waits on the list until it has one."),
        *([_("The letters go on the day on which the round opens.")] if timezone.localdate() < one.opens_on else []),
    ]
    crumbs = [rounds(), (address_of(one), one)]
    back = address_of(one)
    return page(request, "ask", _("Invite the services?"), crumbs=crumbs, words=words, button=_("Invite"), back=back)
