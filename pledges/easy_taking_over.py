"""Taking over in easy read: one question a screen, asked as in signing, and nothing kept before the last press.

What a colleague has answered travels from screen to screen in the page itself, not in an address and not with us. It is
not signed: it is their own, and each press has all of it checked by the same forms. What was said counts only beside
the words of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.easytext import Line

from . import actions, easy_journey, journey
from .easy_journey import Form
from .forms import YouForm
from .forms_easy import NO, YES, BoxForm, line
from .kinds import ShownIn
from .models import Revision
from .terms import Terms

Sent = Mapping[str, Any]
BOXES = ("name", "role")
QUESTIONS = ("take_part", *BOXES, "publish", "ask", "news")
# What a button says, where it is not an answer.
BACK, CHANGE, TAKE_OVER = "back", "change", "take_over"
# What came in the way at the last press.
WRONG: dict[str, str | Promise] = {
    "already": gettext_lazy("You signed before."),
    "too_late": gettext_lazy("You cannot go on now."),
}


@dataclass(frozen=True)
class Screen:
    """What is shown at once: lines to read, and under them a question where there is one."""

    name: str
    title: str
    lines: Sequence[Line] = ()
    question: str = ""
    # Buttons to what can be read besides: each a text and where it leads.
    others: Sequence[Mapping[str, str]] = ()


class Walk:
    """The screens of one invitation in their order, and what the colleague has answered by now."""

    def __init__(self, *, kind: str, details: Revision, terms: Terms, sent: Sent) -> None:
        self.terms = terms
        shown = sent.get("shown", "")
        self.words_changed = bool(sent) and shown != terms.key
        # Which words they were shown before, for as long as they read what is new.
        self.replaced = str(shown if self.words_changed else sent.get("replaced", ""))
        self.answers = _answers(kind, terms, sent)
        asked = [question for question in QUESTIONS if easy_journey.has(question, terms)]
        self.screens: list[Screen] = [
            *_about(details),
            *(_new_words(self.replaced, terms) if self.words_changed or self.replaced else ()),
            *(screen for question in asked for screen in self._asking(question)),
            Screen("check", _("Is this right?")),
        ]
        self.questions = [screen.question for screen in self.screens if screen.question]

    def _asking(self, question: str) -> list[Screen]:
        """A question, on the last of its screens where it needs several."""
        form = self.form(question)
        if isinstance(form, BoxForm):
            return [Screen(question, str(form.asked.question), question=question)]
        *before, last = easy_journey.screens_of(form)
        told = [_reading(f"{question}-{n}", lines) for n, lines in enumerate(before, start=1)]
        return [*told, Screen(question, str(last[0]["text"]), last, question)]

    def form(self, question: str, sent: Sent | None = None) -> Form:
        return easy_journey.form_for(question, self.answers, self.terms, sent)

    def first(self, question: str) -> Screen:
        """Where a question begins."""
        return next(screen for screen in self.screens if screen.name in (question, f"{question}-1"))

    @property
    def first_open(self) -> Screen | None:
        """The first question that waits for a good answer."""
        still_open = (q for q in self.questions if easy_journey.is_open(q, self.answers, self.terms))
        return next((self.first(question) for question in still_open), None)

    def go(self, sent: Sent) -> tuple[Screen, Form | None]:
        """Where a press leads, and the form that is there: one that says what is wrong, where something is."""
        if not sent or self.words_changed:
            return self.first("changed") if sent else self.screens[0], None
        here, pressed = self._place(sent.get("at", "")), sent.get("go", "")
        if pressed == CHANGE:
            return Screen(CHANGE, _("What do you want to change?")), None
        if pressed in self.questions:
            return self._shown(self.first(pressed))
        if pressed == BACK:
            return self._shown(self.screens[max(0, here - 1)])
        screen = self.screens[min(here, len(self.screens) - 1)]
        if screen.question:
            return self._answered(screen, sent)
        return self._shown(self.screens[min(here + 1, len(self.screens) - 1)])

    def _answered(self, screen: Screen, sent: Sent) -> tuple[Screen, Form | None]:
        """On to what is open still; the same screen again where the answer is no good."""
        form = self.form(screen.question, sent)
        if not form.is_valid():
            return screen, form
        self.answers |= easy_journey.kept(screen.question, form, self.answers, self.terms)
        return self._shown(self.first_open or self.screens[-1])

    def _place(self, name: str) -> int:
        """Where a screen stands. What stands in no row leads back to the check."""
        return next((n for n, screen in enumerate(self.screens) if screen.name == name), len(self.screens))

    def _shown(self, screen: Screen) -> tuple[Screen, Form | None]:
        """Nobody checks answers that they have not all given."""
        if screen.name == "check":
            screen = self.first_open or screen
        return screen, self.form(screen.question) if screen.question else None

    def is_pressed(self, sent: Sent) -> bool:
        """Whether they say that they take over, with every answer given beside the words of today."""
        return sent.get("go") == TAKE_OVER and not self.words_changed and self.first_open is None

    @staticmethod
    def stopped(wrong: str) -> Screen:
        """What came in the way at the last press."""
        return Screen("stopped", str(WRONG[wrong]), [line(WRONG[wrong], "sorry"), line(_("Nothing changed."), "tick")])

    def carried(self, screen: Screen) -> list[tuple[str, str]]:
        """All that the page must hold for the next press; what stands in the screen's own box it holds already."""
        held = {"at": screen.name, "shown": self.terms.key, "replaced": self.replaced}
        held |= {name: self.answers[name] for name in BOXES if name != screen.question}
        for wording in self.terms.purposes:
            if said := journey.said_to(wording, self.answers, self.terms):
                held[wording.purpose] = YES if said["yes"] else NO
        return [(name, value) for name, value in held.items() if value]

    def rows(self) -> list[dict[str, Any]]:
        """Every answer with its picture. What is only told is not an answer."""
        return [
            easy_journey.row(question, self.answers, self.terms) | {"question": question}
            for question in self.questions
            if question in BOXES or easy_journey.wording_of(question, self.terms).needs_box
        ]

    def colleague(self) -> actions.Colleague:
        """Everything answered, for taking over. Only where nothing is open."""
        now = timezone.now()
        said = {wording: journey.said_to(wording, self.answers, self.terms) for wording in self.terms.purposes}
        return actions.Colleague(
            name=self.answers["name"],
            role=self.answers["role"],
            agreed=[
                actions.Agreed(wording=wording, given_at=now, shown_in=ShownIn.EASY)
                for wording, answer in said.items()
                if answer and answer["yes"]
            ],
        )


def _answers(kind: str, terms: Terms, sent: Sent) -> dict[str, Any]:
    """What came with the page, as a draft would hold it: cleaned where it is good, as it was typed where it is not."""
    typed = {name: str(sent.get(name, "")) for name in BOXES}
    you = YouForm(typed, kind=kind)
    answers: dict[str, Any] = {"kind": kind} | {n: typed[n] if n in you.errors else you.cleaned_data[n] for n in BOXES}
    for wording in terms.purposes if sent.get("shown") == terms.key else ():
        if (pressed := sent.get(wording.purpose)) in (YES, NO):
            answers |= journey.saying(wording, yes=pressed == YES, shown_in=ShownIn.EASY, terms=terms)
    return answers


def _about(details: Revision) -> list[Screen]:
    """What their organisation signed and said it will do; `data-own` marks words that are not ours."""
    own = "<strong data-own>{}</strong>"
    organisation = format_html(f"{{}}: {own}", _("Your organisation signed"), details.organisation_typed)
    signed = [
        line(organisation, "writing-hand"),
        line(_("A colleague asks you to go on."), "handshake"),
        line(_("Close this page if it is not for you."), "cross"),
    ]
    others = [
        {"text": _("The pledge"), "href": reverse("pledges:pledge_easy")},
        {"text": _("What we keep"), "href": reverse("privacy_easy")},
    ]
    found = [Screen("start", _("A colleague asks you to go on."), signed, others=others)]
    if details.promise:
        says = _("Your organisation will do this.")
        promised = line(format_html(own, details.promise), "")
        later = line(_("You can change this later."), "change")
        found.append(Screen("promise", says, [line(says, "pencil"), promised, later]))
    return found


def _new_words(replaced: str, terms: Terms) -> list[Screen]:
    """That words are new, and which; what was said to the old ones is asked again."""
    found = easy_journey.screens_of_changes(replaced, terms)
    return [_reading(f"changed-{n}", lines) for n, lines in enumerate(found, start=1)]


def _reading(name: str, lines: Sequence[Line]) -> Screen:
    return Screen(name, str(lines[0]["text"]), lines)
