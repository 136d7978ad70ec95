"""The easy-read words of a signatory's own page: what we know, line by line, and what is new in the pledge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.easytext import shown

from .easytext import PICTURE_OF
from .holdings import Held
from .kinds import Kind, Reason, State
from .models.wordings import Wording
from .stands_on import versions_of

LINES_A_SCREEN = 3
Line = dict[str, Any]

# What somebody can be asked to write, one question a screen: the question, its picture, and what the button calls it.
QUESTIONS: dict[str, tuple[str | Promise, str, str | Promise]] = {
    "name": (gettext_lazy("What is your name?"), "badge", gettext_lazy("My name")),
    "role": (gettext_lazy("What is your job?"), "worker", gettext_lazy("My job")),
    "organisation": (gettext_lazy("What is the name of your organisation?"), "place", gettext_lazy("My organisation")),
    "promise": (gettext_lazy("What will you do?"), "pencil", gettext_lazy("What I will do")),
}
GROUP_QUESTION = (gettext_lazy("What is your class, school or club?"), "school", gettext_lazy("My group"))
FIRST_NAME = gettext_lazy("What is your first name?")
ERRORS: dict[str, str | Promise] = {
    "required": gettext_lazy("Please write something."),
    "max_length": gettext_lazy("That is too long."),
    "first_name": gettext_lazy("Please write 1 word."),
    "taken": gettext_lazy("Somebody signed with this name."),
    "same": gettext_lazy("We have these words."),
}
# Why we ask for a change, or did not use it.
REASONS: dict[str, str | Promise] = {
    Reason.NOT_GENUINE: gettext_lazy("Is it really you?"),
    Reason.DUPLICATE: gettext_lazy("You signed before."),
    Reason.NOT_IN_AREA: gettext_lazy("Are you from here?"),
    Reason.PERSONAL_DETAILS: gettext_lazy("Please do not name people."),
    Reason.UNSUITABLE_WORDS: gettext_lazy("Please use kind words."),
    Reason.ADVERTISING: gettext_lazy("Please do not sell things."),
}
STATES: dict[str, str | Promise] = {
    State.UNCONFIRMED: gettext_lazy("You did not press the button yet."),
    State.HELD: gettext_lazy("We look at your signature."),
    State.AWAITING: gettext_lazy("We look at your signature."),
    State.CHANGES_ASKED: gettext_lazy("We ask you to change it."),
    State.APPROVED: gettext_lazy("We count you."),
    State.REJECTED: gettext_lazy("We did not use it."),
}
SAID: dict[str, tuple[str | Promise, str]] = {
    "on": (gettext_lazy("It is on."), "tick"),
    "off": (gettext_lazy("It is off."), "tick"),
    "hidden": (gettext_lazy("We hid it."), "tick"),
    "shown": (gettext_lazy("You said yes."), "tick"),
    "changed": (gettext_lazy("We have your words."), "tick"),
    "affirmed": (gettext_lazy("Thank you."), "tick"),
    "invited": (gettext_lazy("We asked."), "tick"),
    "not_invited": (gettext_lazy("We do not ask."), "tick"),
    "words": (gettext_lazy("Please read: the words changed."), "warning"),
    "nothing": (gettext_lazy("Please try again."), "warning"),
}


def question(field: str, held: Held) -> tuple[str, str, str]:
    """What is asked, the picture beside it, and what the button that leads there says."""
    asked, picture, called = QUESTIONS[field]
    if held.signature.kind == Kind.GROUP and field == "organisation":
        asked, picture, called = GROUP_QUESTION
    if field == "name" and held.signature.kind == Kind.YOUNG_PERSON:
        asked = FIRST_NAME
    return str(asked), picture, str(called)


def known(held: Held) -> list[list[Line]]:
    """What we know, a screen at a time."""
    lines = [*_about(held), *_signed(held), *_kept(held)]
    return [lines[at : at + LINES_A_SCREEN] for at in range(0, len(lines), LINES_A_SCREEN)]


def _about(held: Held) -> list[Line]:
    latest = held.latest
    lines = [
        _known("badge", _("Your name"), latest.name_shown),
        _known("envelope", _("Your e-mail"), held.person.email),
        _known("person", _("You are"), held.signature.get_kind_display()),
        _known("cake", _("Your age"), held.person.get_age_band_display()),
    ]
    if held.signature.people:
        lines.append(_known("numbers", _("How many"), str(held.signature.people)))
    if latest.organisation_typed:
        lines.append(_known("place", _("Where"), latest.organisation_typed))
    if latest.role:
        lines.append(_known("worker", _("Your job"), latest.role))
    if latest.promise:
        lines.append(_known("pencil", _("You will"), latest.promise))
    return lines


def _signed(held: Held) -> list[Line]:
    signature = held.signature
    signed = signature.confirmed_at
    lines = [_known("calendar", _("You signed"), date_format(localtime(signed), "j F Y"))] if signed else []
    stands = STATES[State.CHANGES_ASKED if held.asked else held.state]
    lines.append({"picture": "flag", "text": stands})
    if why := reason(held):
        lines.append({"picture": "warning", "text": why})
    lines += [
        _known("book", _("Version"), str(held.stands_by.n)),
        _known("list", _("On the list"), _("Yes") if held.public else _("No")),
    ]
    if held.change and not held.asked:
        lines.append({"picture": "hourglass", "text": _("Your new words wait.")})
    return lines + [
        _known(PICTURE_OF[choice.wording.purpose], choice.called, yes_no(choice.is_on)) for choice in held.choices
    ]


def _kept(held: Held) -> list[Line]:
    lines = [_known("form", _("Our notes"), note.text) for note in held.notes]
    lines += [_known("folder", _("We decided"), each.decision.get_act_display()) for each in held.decisions]
    if held.letters:
        lines.append(_known("postbox", _("Letters for you"), str(len(held.letters))))
    if held.stopped:
        lines.append({"picture": "stop", "text": _("You stopped our e-mails.")})
    if held.counted_letters:
        lines.append(_known("numbers", _("E-mails in a day"), str(held.counted_letters)))
    lines.append(_known("key", _("Open links"), str(held.open_links)))
    lines.append({"picture": "press", "text": _("Press All the words for more.")})
    return lines


def reason(held: Held) -> str:
    """Why we ask for a change, or turned something down; nothing where we did neither."""
    decided = held.asked or held.turned_down
    return str(REASONS[decided.reason]) if decided else ""


def yes_no(said: bool) -> str:
    return _("Yes") if said else _("No")


def _known(picture: str, what: str, answer: str) -> Line:
    """What it is, and what they said: `data-own` marks words that are theirs, not ours."""
    return {"picture": picture, "text": format_html("{}: <strong data-own>{}</strong>", what, answer)}


def readable(*wordings: Wording | None) -> bool:
    """Whether all of these words have an easy-read form: nobody says yes in easy read to words that have none."""
    return all(wording is not None and wording.easy for wording in wordings)


@dataclass(frozen=True)
class News:
    """One line of the pledge that is new or gone, or of what standing by it means."""

    said: str
    line: Mapping[str, Any]


def news(held: Held) -> list[News]:
    """What is new and what is gone, and then what saying yes means. A pledge that is new all through is shown whole."""
    assert held.new_words is not None  # noqa: S101 - who asks has looked
    assert held.terms is not None  # noqa: S101
    before, now = shown(held.stands_by.easy), shown(held.new_words.easy)
    texts_before, texts_now = {line["text"] for line in before}, {line["text"] for line in now}
    added = [line for line in now if line["text"] not in texts_before]
    gone = [line for line in before if line["text"] not in texts_now]
    signed_for = set(versions_of(held.stands_by))
    stands_on = [on.called for on in versions_of(held.new_words) if on not in signed_for]
    return [
        *(News(_("This is new."), line) for line in added),
        *(News(_("This is gone."), line) for line in gone),
        *(News(_("You promise this."), line) for line in ([] if added or gone else now)),
        *(News(_("You promise this too."), {"picture": "list", "text": called, "alt": ""}) for called in stands_on),
        *(News("", line) for line in shown(held.terms.taking_part.easy)),
    ]
