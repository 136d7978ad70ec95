"""A low answer becomes an action: made from the page of the return."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from participation.actions.acting import Promised, make_action
from participation.models import Lead, Question, Return

from .action_page import address_of
from .forms_actions import ActionForm
from .pages import allowed, done
from .return_page import address_of as return_address
from .round_page import address_of as round_address
from .round_page import rounds
from .showing import page


@allowed("participation.add_action", "GET", "POST")
def new_view(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """What, who, by when, for which promise; and who gets the link."""
    found = get_object_or_404(Return.objects.select_related("round", "service__merged_into"), pk=pk)
    question = get_object_or_404(Question, question_set=found.round.question_set_id, key=key)
    lead = Lead.objects.filter(service=found.service_id).first()
    data = request.POST if request.method == "POST" else None
    form = ActionForm(data, question=question, initial={"email": lead.email if lead else ""})
    if not form.is_valid():
        return _shown(request, found, question, form)
    told = form.cleaned_data
    promised = Promised(
        service_id=found.service.merged_into_id or found.service_id,
        question_id=question.pk,
        clause_key_id=told["promise"],
        what=told["what"],
        who=told["who"],
        due_on=told["due_on"],
    )
    made = make_action(promised=promised, email=told["email"], by=request.user.pk)
    words = _("The action is there, and everybody can see it. A letter with a link is on its way.")
    return done(request, words, address_of(made.pk), about=found.service, what="made an action")


def _shown(request: HttpRequest, found: Return, question: Question, form: ActionForm) -> HttpResponse:
    back = return_address(found.pk, f"question-{question.key}")
    crumbs = [rounds(), (round_address(found.round), found.round), (back, found.service)]
    context: dict[str, Any] = {"form": form, "question": question, "back": back}
    status = 400 if form.is_bound else 200
    return page(request, "action_new", _("Make an action"), crumbs=crumbs, status=status, **context)


VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("questions/<slug:key>/action/", new_view, "action"),
)
