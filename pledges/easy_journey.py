"""The signing journey in easy read: one question a screen, on the same draft as the journey in all the words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.easytext import Line, screens, shown

from . import drafts, journey
from .asking import UNDER_13, asked_of, dropped, purposes_for
from .easytext import PICTURE_OF, lines_for
from .forms import YouForm
from .forms_easy import (
    AGES,
    FIELDS,
    GO_ON,
    GROUP,
    NO,
    WHO,
    YES,
    YES_OR_NO,
    YOUNG,
    BoxForm,
    NeedsYesForm,
    Option,
    PressForm,
    line,
)
from .journey import Given
from .kinds import ORGANISATION_KINDS, PERSON_KINDS, AgeBand, Kind, Purpose, ShownIn
from .models import Draft, PurposeWording
from .rewording import changes
from .terms import Terms

# In the order of the screens. Each stands for a step of the journey in all the words.
QUESTIONS = {
    "age": "age",
    "who": "who",
    "people": "you",
    "organisation": "you",
    "name": "you",
    "role": "you",
    "take_part": "choices",
    "publish": "choices",
    "ask": "choices",
    "news": "choices",
    "helped": "choices",
    "email": "you",
}
Form = PressForm | BoxForm
WORDS_A_SCREEN = 25
HELPED = line(gettext_lazy("Did somebody help you?"), "helping")
AGE = line(gettext_lazy("How old are you?"), "cake")
WHO_ARE_YOU = line(gettext_lazy("Who are you?"), "people")


# Said before anything is asked, where staff's own lines about taking part do not fit.
START = (
    line(gettext_lazy("Signing means you agree."), "writing-hand"),
    line(gettext_lazy("You can stop."), "hand"),
    line(gettext_lazy("Your support stays the same."), "heart"),
)
# Carry on, No thanks, What we keep; and where an old draft is gone, a line that says so.
WORDS_OF_START = 13


def is_ready(terms: Terms) -> bool:
    """Whether all that somebody must read before they sign can be read in easy read."""
    return all(wording.easy for wording in (terms.wording, terms.notice, *terms.purposes))


def lines_of_start(terms: Terms) -> list[Line]:
    """What signing means: staff's own lines about taking part, where it is told, not asked, and they fit."""
    return shown(terms.taking_part.easy) if _is_told_at_start(terms) else list(START)


def _is_told_at_start(terms: Terms) -> bool:
    wording = terms.taking_part
    return not wording.needs_box and len(screens(wording.easy, most=WORDS_A_SCREEN - WORDS_OF_START)) == 1


def told_at_start(terms: Terms, *, shown: str) -> dict[str, Any]:
    """For the draft of somebody who read that screen, with today's words, and went on: they take part."""
    if shown != terms.key or not _is_told_at_start(terms):
        return {}
    return journey.saying(terms.taking_part, yes=True, shown_in=ShownIn.EASY, terms=terms)


def questions(answers: Given, terms: Terms) -> tuple[str, ...]:
    """What somebody who answered this is asked, in order."""
    kind = answers.get("kind")
    # What is only told is not told twice.
    purposes = [w for w in purposes_for(terms, answers) if w.needs_box or journey.is_unsaid(w, answers, terms)]
    asked = {*asked_of(kind), *(w.purpose for w in purposes)}
    if kind not in ORGANISATION_KINDS:
        asked.add("age")
    if kind in PERSON_KINDS or not kind:
        asked.add("helped")
    if not kind or kind in (Kind.PARENT_CARER, Kind.PROFESSIONAL) or _is_adult(answers):
        asked.add("who")
    return tuple(question for question in QUESTIONS if question in asked)


def _is_adult(answers: Given) -> bool:
    return answers.get("kind") == Kind.YOUNG_PERSON and answers.get("age") == AgeBand.ADULT


def is_open(question: str, answers: Given, terms: Terms) -> bool:
    """Whether a question waits for a good answer."""
    kind, age = answers.get("kind"), answers.get("age")
    if question == "age":
        return kind in (None, Kind.YOUNG_PERSON) and age not in AgeBand.values
    if question == "who":
        return kind not in Kind.values
    if question in Purpose.values:
        return journey.is_unsaid(wording_of(question, terms), answers, terms)
    if question == "helped":
        return "helped" not in answers
    return question in YouForm(dict(answers), kind=kind, age=age).errors


def first_open(answers: Given, terms: Terms) -> str | None:
    """The first open question; before all of them, new words that nobody has read to us yet."""
    if journey.words_changed(answers, terms):
        return "changed"
    return next((q for q in questions(answers, terms) if is_open(q, answers, terms)), None)


def address_of(question: str | None) -> str:
    """The name of a question's page; after the last one the answers are checked."""
    return f"pledges:sign_{question or 'check'}_easy"


def next_page(answers: Given, terms: Terms) -> str:
    return address_of(first_open(answers, terms))


def instead_of(question: str | None, draft: Draft | None, terms: Terms, data: Given | None = None) -> str | None:
    """Where to go instead of this screen: to what comes first, or to the start. None means stay.

    Answers that come are taken, unless nobody of this kind is asked or the words have changed under the screen.
    """
    if data is not None:
        changed = question in Purpose.values and data.get("shown") != terms.key
        if has(str(question), terms) and not changed and not _is_not_asked(question, draft, terms):
            return None
        return next_page(draft.answers, terms) if draft else "pledges:sign_easy"
    if draft is None or drafts.is_idle(draft):
        return "pledges:sign_easy"
    asked, first = questions(draft.answers, terms), first_open(draft.answers, terms)
    if question is not None and question not in asked:
        return address_of(first)
    if first is None or (question and first != "changed" and asked.index(question) <= asked.index(first)):
        return None
    return address_of(first)


def _is_not_asked(question: str | None, draft: Draft | None, terms: Terms) -> bool:
    """Whether we know who answers, and that they are not asked this: they changed who they are in another tab."""
    if draft is None or not draft.answers.get("kind"):
        return False
    return question not in questions(draft.answers, terms)


def before(question: str, answers: Given, terms: Terms) -> str:
    """Where "Back" leads: to the check screen for somebody who came to change one answer."""
    if first_open(answers, terms) is None:
        return "pledges:sign_check_easy"
    asked = questions(answers, terms)
    place = asked.index(question) if question in asked else 0
    return address_of(asked[place - 1]) if place else "pledges:sign_easy"


def has(question: str, terms: Terms) -> bool:
    """Whether there is anything to ask: not of a purpose that nobody has worded yet."""
    return question not in Purpose.values or any(wording.purpose == question for wording in terms.purposes)


def wording_of(purpose: str, terms: Terms) -> PurposeWording:
    return next(wording for wording in terms.purposes if wording.purpose == purpose)


def form_for(question: str, answers: Given, terms: Terms, data: Given | None = None) -> Form:
    """The form of a screen, with what was answered before or, given data, with what was just sent."""
    kind, age = answers.get("kind"), answers.get("age")
    if question == "age":
        given = age or (UNDER_13 if kind == Kind.GROUP else AgeBand.ADULT if kind else "")
        return PressForm(data, initial={"answer": given}, options=AGES, lines=[AGE])
    if question == "who":
        return PressForm(data, initial={"answer": kind}, options=WHO, lines=[WHO_ARE_YOU])
    if question == "helped":
        given = _pressed(answers["helped"]) if "helped" in answers else ""
        return PressForm(data, initial={"answer": given}, options=YES_OR_NO, lines=[HELPED])
    if question in Purpose.values:
        return _purpose_form(wording_of(question, terms), answers, terms, data)
    return BoxForm(data, initial=dict(answers), name=question, kind=kind, age=age)


def _purpose_form(wording: PurposeWording, answers: Given, terms: Terms, data: Given | None) -> PressForm:
    said = journey.said_to(wording, answers, terms)
    form = PressForm if wording.is_optional else NeedsYesForm
    return form(
        data,
        initial={"answer": _pressed(said["yes"]) if said else ""},
        options=YES_OR_NO if wording.needs_box else GO_ON,
        lines=lines_for(wording.easy, answers.get("kind")),
    )


def _pressed(yes: bool) -> str:
    return YES if yes else NO


def kept(question: str, form: Form, answers: Given, terms: Terms) -> dict[str, Any]:
    """An answer for the draft; answers that nobody is asked any more are dropped."""
    if isinstance(form, BoxForm):
        return form.answers()
    if question == "age":
        return _of_age(form.pressed, answers)
    if question == "who":
        return dropped(answers, kind=form.pressed, age=answers.get("age")) | {"kind": form.pressed}
    if question == "helped":
        return {"helped": form.pressed == YES}
    said = journey.saying(wording_of(question, terms), yes=form.pressed == YES, shown_in=ShownIn.EASY, terms=terms)
    return said | {"shown": answers.get("shown") or terms.key}


def _of_age(age: str, answers: Given) -> dict[str, Any]:
    """Who is under 18 signs as a young person; an adult is asked who they are, unless they said so before."""
    if age != AgeBand.ADULT:
        kind = {"kind": Kind.YOUNG_PERSON, "age": age}
        return dropped(answers, **kind) | kind
    kind_before = answers.get("kind")
    if kind_before in PERSON_KINDS and answers.get("age", age) == age:
        return {"age": age}
    gone = dropped(answers, kind=Kind.YOUNG_PERSON, age=age) if kind_before else {}
    return gone | {"age": age, "kind": None}


def screens_of(form: PressForm) -> list[list[Line]]:
    """A question's lines: on one screen if they fit, else what explains it first, and last the question itself."""
    buttons = sum(len(str(option.text).split()) for option in form.options) + 1
    lines = list(form.lines)
    whole = screens(lines, most=WORDS_A_SCREEN - buttons)
    return whole if len(whole) == 1 else [*screens(lines[1:]), lines[:1]]


def screens_of_changes(key: str, terms: Terms) -> list[list[Line]]:
    """That words are new, and which; the questions themselves are asked again anyway."""
    found = [[line(_("The words are new."), "change"), line(_("Please read them again."), "book")]]
    for change in changes(key, terms):
        if not change.is_choice:
            about_us = line(_("We changed how we keep your answers."), "folder")
            heading = about_us if change.wording == terms.notice else line(_("We changed the promises."), "list")
            found += screens([heading, *change.new_lines])
    return found


def rows(answers: Given, terms: Terms) -> list[dict[str, Any]]:
    """Every answer with the picture of its question, what the picture means, and where to change it."""
    return [
        row(question, answers, terms)
        for question in questions(answers, terms)
        if question not in Purpose.values or wording_of(question, terms).needs_box
    ]


def row(question: str, answers: Given, terms: Terms) -> dict[str, Any]:
    """One answer for a screen on which the answers are checked."""
    kind = answers["kind"]
    label, picture = _labels(kind)[question]
    found = {"change": address_of(question), "label": label, "picture": picture, "says": "", "own": ""}
    if question in (*Purpose.values, "helped"):
        yes = answers["helped"] if question == "helped" else answers[f"said_{question}"]["yes"]
        return found | {"says": label, "own": _("Yes") if yes else _("No")}
    if question == "age":
        given = answers.get("age") or (UNDER_13 if kind == Kind.GROUP else AgeBand.ADULT)
        return found | {"own": _text(AGES, given)}
    return found | {"own": _text(WHO, kind) if question == "who" else str(answers.get(question) or "")}


def _text(options: Iterable[Option], value: str) -> str:
    return next((str(option.text) for option in options if option.value == value), "")


def _labels(kind: str) -> dict[str, tuple[str, str]]:
    """Each answer in a word or three, and the picture of its question."""
    fields = {Kind.GROUP: GROUP, Kind.YOUNG_PERSON: YOUNG}.get(Kind(kind), FIELDS)
    place = _("Class, school or club") if kind == Kind.GROUP else _("Organisation")
    words = {"people": _("How many"), "organisation": place, "name": _("Name"), "role": _("Job"), "email": _("E-mail")}
    show = _("Show our group") if kind == Kind.GROUP else _("Show my name")
    return {name: (words[name], asked.picture) for name, asked in fields.items()} | {
        "age": (_("Age"), "cake"),
        "who": (_("Who"), "people"),
        "take_part": (_("Take part"), PICTURE_OF[Purpose.TAKE_PART]),
        "publish": (show, PICTURE_OF[Purpose.PUBLISH]),
        "ask": (_("Ask me"), PICTURE_OF[Purpose.ASK]),
        "news": (_("News"), PICTURE_OF[Purpose.NEWS]),
        "helped": (_("Helped"), "helping"),
    }
