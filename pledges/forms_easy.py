"""The questions of the signing journey in easy read: one a screen, answered by one press or in one box."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.easytext import Line

from .asking import UNDER_13
from .forms import Text, YouForm
from .kinds import AgeBand, Kind


def line(text: Text, picture: str, alt: str = "") -> Line:
    """A line of our own, kept as staff's own lines are."""
    return Line(picture=picture, text=text, alt=alt)


@dataclass(frozen=True)
class Option:
    """One big button."""

    value: str
    text: Text
    picture: str


AGES = (
    Option(UNDER_13, _("Under 13"), "class"),
    Option(AgeBand.AGE_13_15, AgeBand.AGE_13_15.label, "person"),
    Option(AgeBand.AGE_16_17, AgeBand.AGE_16_17.label, "person"),
    Option(AgeBand.ADULT, AgeBand.ADULT.label, "person"),
)
WHO = (
    Option(Kind.YOUNG_PERSON, _("Young person"), "person"),
    Option(Kind.PARENT_CARER, _("Parent carer"), "family"),
    Option(Kind.PROFESSIONAL, _("I work with families"), "worker"),
)
YES, NO = "yes", "no"
YES_OR_NO = (Option(YES, _("Yes"), "thumb-up"), Option(NO, _("No"), "thumb-down"))
GO_ON = (Option(YES, _("Carry on"), "next"),)


class PressForm(forms.Form):
    """Big buttons: one press is one answer. `initial["answer"]` is what was pressed before."""

    answer = forms.ChoiceField(
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Please press 1 of the buttons."))
    )

    def __init__(self, *args: Any, options: Sequence[Option], lines: Sequence[Line], **more: Any) -> None:
        super().__init__(*args, **more)
        self.options, self.lines = options, lines
        self.fields["answer"].choices = [(option.value, option.text) for option in options]  # type: ignore[attr-defined]

    @property
    def pressed(self) -> str:
        return str(self.cleaned_data["answer"])

    @property
    def error(self) -> str:
        return str(self.errors["answer"][0]) if "answer" in self.errors else ""


class NeedsYesForm(PressForm):
    """A question that must be answered with Yes to sign."""

    def clean_answer(self) -> str:
        answer: str = self.cleaned_data["answer"]
        if answer != YES:
            raise forms.ValidationError(_("You can only sign with Yes."))
        return answer


@dataclass(frozen=True)
class Asked:
    """How a box asks in easy read."""

    question: Text
    picture: str
    empty: Text


NAME = Asked(_("What is your name?"), "badge", _("Please write your name."))
FIELDS = {
    "organisation": Asked(_("What is the name of your organisation?"), "place", _("Please write the name.")),
    "name": NAME,
    "role": Asked(_("What is your job?"), "worker", _("Please write your job.")),
    "email": Asked(_("What is your e-mail?"), "envelope", _("Please write your e-mail.")),
}
YOUNG = FIELDS | {"name": Asked(_("What is your first name?"), "badge", _("Please write your first name."))}
GROUP = {
    "people": Asked(_("How many children sign?"), "numbers", _("Write a number from 2 to 500.")),
    "organisation": Asked(_("What is your class, school or club?"), "school", _("Please write where you are.")),
    "name": Asked(_("What is the name of the adult?"), "badge", _("Please write the name of the adult.")),
    "email": Asked(_("What is the e-mail of the adult?"), "envelope", _("Please write the e-mail of the adult.")),
}
WRONG_ADDRESS = _("An e-mail looks like sam@example.org.")
TOO_LONG = _("Please write less.")
EMPTY_IT = _("Please empty this box.")
TWO_NAMES = _("Write 1 first name, or 2 like this: Mary-Ann.")


class BoxForm(YouForm):
    """One of the questions about somebody, by itself, with errors of one plain line."""

    def __init__(self, *args: Any, name: str, kind: str | None, age: str | None = None, **options: Any) -> None:
        super().__init__(*args, kind=kind, age=age, **options)
        self.only = name
        kept = {name, "homepage"} if name == "email" else {name}
        for other in set(self.fields) - kept:
            del self.fields[other]
        if "homepage" in self.fields:
            self.fields["homepage"].error_messages["max_length"] = EMPTY_IT
        own = {Kind.GROUP: GROUP, Kind.YOUNG_PERSON: YOUNG}.get(Kind(kind), FIELDS) if kind in Kind.values else FIELDS
        self.asked = own.get(name) or FIELDS.get(name) or GROUP[name]
        field = self.fields[name]
        field.required = True
        wrong = {"invalid": WRONG_ADDRESS if name == "email" else self.asked.empty, "max_length": TOO_LONG}
        numbers = dict.fromkeys(("min_value", "max_value"), self.asked.empty)
        field.error_messages |= {"required": self.asked.empty} | wrong | numbers
        # Django copied these into the checks of the field when it was made.
        for check in field.validators:
            if hasattr(check, "message") and name == "email":
                check.message = WRONG_ADDRESS

    TWO_NAMES, LONG_NAME = TWO_NAMES, TOO_LONG

    @property
    def lines(self) -> Sequence[Line]:
        return (line(self.asked.question, self.asked.picture),)

    @property
    def box(self) -> dict[str, Any]:
        """What easy_field.html is given."""
        bound = self[self.only]
        attrs = bound.field.widget.attrs
        value = bound.value()
        return {
            "value": "" if value is None else value,
            "error": str(self.errors[self.only][0]) if self.only in self.errors else "",
            "type": "email" if self.only == "email" else "text",
            "autocomplete": attrs.get("autocomplete", "off"),
            "inputmode": attrs.get("inputmode", ""),
        }
