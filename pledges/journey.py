"""The signing journey: its steps, which of them are still unanswered, and what the answers come to.

Both forms of it, in all the words and in easy read (easy_journey.py), fill in one draft. What somebody said to a
purpose carries the moment, the form they read it in, and which wordings were today's: only those of today count.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from . import actions, drafts
from .asking import asked_of, dropped, is_under_18, purposes_for, said_key
from .forms import AgeForm, ChoicesForm, PromiseForm, WhoForm, YouForm
from .kinds import PERSON_KINDS, AgeBand, GivenBy, Kind, ShownIn
from .models import Draft, PurposeWording
from .terms import Terms

STEPS = ("who", "age", "you", "promise", "choices")
Given = Mapping[str, Any]
StepForm = WhoForm | AgeForm | YouForm | PromiseForm | ChoicesForm


def steps_of(answers: Given) -> tuple[str, ...]:
    """The steps that somebody who answered this goes through."""
    skipped = set() if answers.get("kind") == Kind.YOUNG_PERSON else {"age"}
    if is_under_18(answers):
        skipped.add("promise")
    return tuple(step for step in STEPS if step not in skipped)


def form_for(step: str, answers: Given, terms: Terms, data: Given | None = None) -> StepForm:
    """The form of a step, with what was answered before or, given data, with what was just typed."""
    kind, age = answers.get("kind"), answers.get("age")
    if step == "who":
        return WhoForm(data, initial=dict(answers))
    if step == "age":
        return AgeForm(data, initial=dict(answers))
    if step == "you":
        return YouForm(data, initial=dict(answers), kind=kind, age=age)
    if step == "promise":
        return PromiseForm(data, initial=dict(answers), kind=kind)
    # Ticks count only for the words they were put beside: after a change everybody reads and chooses again.
    if data is not None and data.get("shown") != terms.key:
        data = None
    agreed = [w.purpose for w in terms.purposes if (said := said_to(w, answers, terms)) and said["yes"]]
    initial = {"agreed": agreed, "helped": answers.get("helped")}
    return ChoicesForm(data, initial=initial, terms=terms, kind=kind, age=age)


def words_changed(answers: Given, terms: Terms, data: Given | None = None) -> str:
    """The key of the words somebody was shown, where these are no longer today's; else nothing."""
    shown = str((answers if data is None else data).get("shown") or "")
    return shown if shown != terms.key else ""


def said_to(wording: PurposeWording, answers: Given, terms: Terms) -> dict[str, Any] | None:
    """What was said to a purpose, if it was said beside the words of today."""
    said: dict[str, Any] | None = answers.get(said_key(wording.purpose))
    return said if said and said["key"] == terms.key else None


def saying(wording: PurposeWording, *, yes: bool, shown_in: ShownIn, terms: Terms) -> dict[str, Any]:
    """An answer to a purpose for the draft: what, when, in which form it was read, and beside which words."""
    said = {"yes": yes, "at": timezone.now().isoformat(), "in": str(shown_in), "key": terms.key}
    return {said_key(wording.purpose): said}


def unanswered(answers: Given, terms: Terms) -> str | None:
    """The first step without a good answer, or None. A step is answered when its own form says so."""
    return next((step for step in steps_of(answers) if _is_open(step, answers, terms)), None)


def _is_open(step: str, answers: Given, terms: Terms) -> bool:
    kind, age = answers.get("kind"), answers.get("age")
    if step == "who":
        return kind not in Kind.values
    if step == "age":
        return age not in AgeBand.values
    if step == "you":
        return not YouForm(dict(answers), kind=kind, age=age).is_valid()
    if step == "promise":
        return "promise" not in answers
    return any(is_unsaid(wording, answers, terms) for wording in purposes_for(terms, answers))


def is_unsaid(wording: PurposeWording, answers: Given, terms: Terms) -> bool:
    """Whether a purpose waits for an answer. Who does not take part cannot sign."""
    said = said_to(wording, answers, terms)
    return said is None or not (said["yes"] or wording.is_optional)


def address_of(step: str | None) -> str:
    """The name of a step's page; after the last one the answers are checked."""
    return f"pledges:sign_{step or 'check'}"


def next_page(answers: Given, terms: Terms) -> str:
    """The name of the page with the first open question, or of the one where the answers are checked."""
    return address_of(unanswered(answers, terms))


def instead_of(step: str | None, draft: Draft | None, terms: Terms, data: Given | None = None) -> str | None:
    """Where to go instead of this page: to what comes first, or to the start. None means stay.

    After a pause it is the start, which asks before it shows anything: another person may hold the tablet.
    Answers that come are taken, unless we know that nobody of this kind is asked: they changed it in another tab.
    """
    if data is not None:
        known = draft.answers if draft and draft.answers.get("kind") else None
        return address_of(unanswered(known, terms)) if known and step not in steps_of(known) else None
    if draft is None or drafts.is_idle(draft):
        return "pledges:sign"
    steps, first = steps_of(draft.answers), unanswered(draft.answers, terms)
    if step is not None and step not in steps:
        return address_of(first)
    if first is None or (step is not None and steps.index(step) <= steps.index(first)):
        return None
    return address_of(first)


def before(step: str, answers: Given, terms: Terms) -> str:
    """Where "Back" leads: to the check page for somebody who came to change one answer."""
    if unanswered(answers, terms) is None:
        return "pledges:sign_check"
    steps = steps_of(answers)
    place = steps.index(step) if step in steps else 0
    return address_of(steps[place - 1]) if place else "pledges:sign"


def kept(form: StepForm, terms: Terms) -> dict[str, Any]:
    """A step's answers for the draft. To read about a public task and go on is to take part in it."""
    answers: dict[str, Any] = form.answers()
    if isinstance(form, ChoicesForm):
        agreed = answers.pop("agreed")
        for wording in form.purposes:
            yes = not wording.needs_box or wording.purpose in agreed
            answers |= saying(wording, yes=yes, shown_in=ShownIn.STANDARD, terms=terms)
    return answers


def as_group(answers: Given) -> dict[str, Any]:
    """For the draft of somebody under 13: they sign in a group. What was said about one child is forgotten."""
    return dropped(answers, kind=Kind.GROUP, age=None) | {"kind": Kind.GROUP}


def whole(draft: Draft, terms: Terms) -> actions.Answers:
    """Everything answered, for signing. Only for a draft with nothing unanswered."""
    given = draft.answers
    kind = given["kind"]
    promise = "" if is_under_18(given) else given.get("promise", "")
    return actions.Answers(
        draft_id=draft.pk,
        kind=kind,
        **{name: given[name] for name in asked_of(kind)},
        promise=promise,
        age_band=given["age"] if kind == Kind.YOUNG_PERSON else AgeBand.ADULT,
        wording=terms.wording,
        notice=terms.notice,
        agreed=[
            actions.Agreed(wording=w, given_at=datetime.fromisoformat(said["at"]), shown_in=ShownIn(said["in"]))
            for w in purposes_for(terms, given)
            if (said := said_to(w, given, terms)) and said["yes"]
        ],
        given_by=GivenBy.HELPED if kind in PERSON_KINDS and given.get("helped") else GivenBy.SELF,
    )
