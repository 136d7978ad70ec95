"""The signing journey: its steps, which of them are still unanswered, and what the answers come to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from . import actions, drafts
from .forms import ChoicesForm, PromiseForm, WhoForm, YouForm
from .models import Draft
from .terms import Terms

STEPS = ("who", "you", "promise", "choices")
Given = Mapping[str, Any]
StepForm = WhoForm | YouForm | PromiseForm | ChoicesForm


def form_for(step: str, answers: Given, terms: Terms, data: Given | None = None) -> StepForm:
    """The form of a step, with what was answered before or, given data, with what was just typed."""
    if step == "who":
        return WhoForm(data, initial=dict(answers))
    if step == "you":
        return YouForm(data, initial=dict(answers), kind=answers.get("kind"))
    if step == "promise":
        return PromiseForm(data, initial=dict(answers), kind=answers.get("kind"))
    # Ticks count only for the words they were put beside: after a change everybody reads and chooses again.
    if data is not None and data.get("shown") != terms.key:
        data = None
    agreed = answers.get("agreed", []) if answers.get("shown") == terms.key else []
    return ChoicesForm(data, initial={"agreed": agreed}, terms=terms)


def words_changed(answers: Given, terms: Terms, data: Given | None = None) -> bool:
    """Whether somebody chose, or was about to, beside words that are no longer today's."""
    shown = answers.get("shown", "") if data is None else data.get("shown", "")
    return bool(shown) and shown != terms.key


def unanswered(answers: Given, terms: Terms) -> str | None:
    """The first step without a good answer, or None. A step is answered when its own form says so."""
    if not WhoForm({"kind": answers.get("kind")}).is_valid():
        return "who"
    if not YouForm(dict(answers), kind=answers["kind"]).is_valid():
        return "you"
    if "promise" not in answers:
        return "promise"
    return None if answers.get("shown") == terms.key else "choices"


def address_of(step: str | None) -> str:
    """The name of a step's page; after the last one the answers are checked."""
    return f"pledges:sign_{step or 'check'}"


def instead_of(step: str | None, draft: Draft | None, terms: Terms) -> str | None:
    """Where to go instead of this page: to what comes first, or to the start. None means stay.

    After a pause it is the start, which asks before it shows anything: another person may hold the tablet.
    """
    if draft is None or drafts.is_idle(draft):
        return "pledges:sign"
    first = unanswered(draft.answers, terms)
    if first is None or (step is not None and STEPS.index(step) <= STEPS.index(first)):
        return None
    return address_of(first)


def before(step: str, answers: Given, terms: Terms) -> str:
    """Where "Back" leads: to the check page for somebody who came to change one answer."""
    if unanswered(answers, terms) is None:
        return "pledges:sign_check"
    place = STEPS.index(step)
    return address_of(STEPS[place - 1]) if place else "pledges:sign"


def kept(form: StepForm) -> dict[str, Any]:
    """A step's answers for the draft; choices with the moment they were made."""
    answers: dict[str, Any] = form.answers()
    return answers | {"given_at": timezone.now().isoformat()} if isinstance(form, ChoicesForm) else answers


def whole(draft: Draft, terms: Terms) -> actions.Answers:
    """Everything answered, for signing. Only for a draft with nothing unanswered."""
    given = draft.answers
    agreed = [w for w in terms.purposes if not w.needs_box or w.purpose in given["agreed"]]
    return actions.Answers(
        draft_id=draft.pk,
        kind=given["kind"],
        **{name: given.get(name, "") for name in ("name", "email", "role", "organisation", "promise")},
        wording=terms.wording,
        notice=terms.notice,
        agreed=[actions.Agreed(wording=w, given_at=datetime.fromisoformat(given["given_at"])) for w in agreed],
    )
