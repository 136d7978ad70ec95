"""The questions of the signing journey, one form a page. Nothing here decides what a signature may be."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.form_fields import TRAP, Look
from config.lib.text_fields import AddressField, LineField

from .asking import UNDER_13, asked_of, dropped, is_never_named, is_under_18, purposes_for
from .fields import PeopleField
from .forms_about import AboutSomebodyForm, promise_field
from .kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, AgeBand, Kind, Purpose
from .terms import Terms

# Words that are translated when they are shown.
Text = Any


class WhoForm(forms.Form):
    page_heading = "kind"

    kind = forms.ChoiceField(
        label=_("Who is signing?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who is signing"),
            "invalid_choice": _("Choose who is signing from the list"),
        },
    )

    HINTS = {
        Kind.YOUNG_PERSON: _("Are you under 18? Choose young person."),
        Kind.GROUP: _("Children under 13 sign like this, with one adult."),
    }

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The choices for the page: a set of radios for organisations, one for people, one for a group."""
        return [
            {
                "name": "kind",
                "id_prefix": prefix,
                "items": [self._item(kind) for kind in kinds],
                "fieldset": {"legend": {"text": legend, "classes": "govuk-fieldset__legend--m"}},
            }
            for prefix, legend, kinds in (
                ("id_kind", _("An organisation"), ORGANISATION_KINDS),
                ("id_kind_person", _("Just me"), PERSON_KINDS),
                ("id_kind_group", _("A group"), (Kind.GROUP,)),
            )
        ]

    def _item(self, kind: Kind) -> dict[str, Any]:
        hint = {"hint": {"text": self.HINTS[kind]}} if kind in self.HINTS else {}
        return {"value": str(kind), "text": kind.label, "checked": self["kind"].value() == kind} | hint

    def answers(self) -> dict[str, Any]:
        """Who signs; answers to questions that this kind is not asked are dropped."""
        kind = self.cleaned_data["kind"]
        return dropped(self.initial, kind=kind, age=self.initial.get("age")) | {"kind": kind}


class AgeForm(forms.Form):
    """A band, never a date of birth."""

    page_heading = "age"

    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[*AgeBand.choices, (UNDER_13, _("Under 13"))],
        widget=forms.RadioSelect,
        help_text=_("We ask so that we protect you. We never ask for your birthday."),
        error_messages={
            "required": _("Choose how old you are"),
            "invalid_choice": _("Choose how old you are from the list"),
        },
    )

    @property
    def is_under_13(self) -> bool:
        return bool(self.cleaned_data["age"] == UNDER_13)

    def answers(self) -> dict[str, Any]:
        """The age; answers to questions that nobody of this age is asked are dropped."""
        age, kind = self.cleaned_data["age"], self.initial.get("kind")
        return (dropped(self.initial, kind=kind, age=age) if kind else {}) | {"age": age}


# What a field is called for those of whom it asks something else: label, hint, and what is wrong when it is empty.
YOUNG: dict[str, tuple[Text, Text, Text]] = {
    "name": (
        _("Your first name"),
        _("We only show this if you say yes. We ask you in a moment."),
        _("Enter your first name"),
    ),
}
GROUP: dict[str, tuple[Text, Text, Text]] = {
    "organisation": (
        _("Where the group is"),
        _("For example: Class 2, Thistlewick School. Do not name a child."),
        _("Enter where the group is"),
    ),
    "name": (_("Name of the adult"), _("We never show this."), _("Enter the name of the adult")),
    "email": (
        _("E-mail address of the adult"),
        _("We never show this. We send the adult one e-mail to check that it is theirs."),
        _("Enter the e-mail address of the adult"),
    ),
}


class YouForm(AboutSomebodyForm):
    """Who signs, and where we write to. The last box is for programs: nobody sees it unless something stands in it."""

    people = PeopleField(
        label=_("How many children and young people"),
        help_text=_("A number from 2 to 500. Do not count the adult."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Enter how many children and young people sign, from 2 to 500, in digits"),
        ),
    )
    email = AddressField(
        max_length=254,
        label=_("Your e-mail address"),
        help_text=_("We never show this. We send you one e-mail to check that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "max_length": _("Your e-mail address must be 254 characters or fewer"),
        },
    )

    homepage = LineField(
        longest=200,
        required=False,
        label=_("Leave this box empty"),
        error_messages={"max_length": _("Please empty the last box on this page, then go on")},
    )

    def __init__(self, *args: Any, kind: str | None, age: str | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.first_name_only = is_under_18({"kind": kind, "age": age})
        asked = asked_of(kind)
        if kind:
            for name in set(self.fields) - {*asked, "homepage"}:
                del self.fields[name]
        else:
            # The draft has run out and so has the kind: keep all that was typed, and check it when we know.
            asked = "organisation", "people", "name", "role", "email"
            for name in ("organisation", "people", "role"):
                self.fields[name].required = False
        self.order_fields(asked)
        self._reword(kind, age)

    def _reword(self, kind: str | None, age: str | None) -> None:
        words = {Kind.YOUNG_PERSON: YOUNG, Kind.GROUP: GROUP}.get(Kind(kind), {}) if kind in Kind.values else {}
        for name, (label, hint, empty) in words.items():
            field = self.fields[name]
            field.label, field.help_text, field.error_messages["required"] = label, hint, empty
        if kind == Kind.YOUNG_PERSON:
            self.fields["name"].widget.attrs["autocomplete"] = "given-name"
        if kind == Kind.GROUP:
            self.fields["organisation"].error_messages["max_length"] = _("Use 150 characters or fewer")
            self.fields["organisation"].widget.attrs["autocomplete"] = "off"
        if is_never_named({"kind": kind, "age": age}):
            self.fields["name"].help_text = _("We never show this.")

    @property
    def looks(self) -> dict[str, Look]:
        """The trap stays out of sight until it is what is wrong: a password manager may have filled it in."""
        return {} if "homepage" in self.errors else {"homepage": TRAP}

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(self.fields["homepage"].error_messages["max_length"], code="trap")
        return ""

    def answers(self) -> dict[str, Any]:
        return {name: typed or None for name, typed in self.cleaned_data.items() if name != "homepage"}


class PromiseForm(forms.Form):
    promise = promise_field()

    def __init__(self, *args: Any, kind: str | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["promise"].help_text = self._hint(kind)

    @staticmethod
    def _hint(kind: str | None) -> Text:
        if kind in ORGANISATION_KINDS:
            return _("Everybody can see this beside your organisation. Write 500 characters at most, about 80 words.")
        if kind == Kind.GROUP:
            return _(
                "We show this beside your group if you say yes on the next page. "
                "Write 500 characters at most, about 80 words."
            )
        return _(
            "We show this beside your name if you say yes on the next page. "
            "Write 500 characters at most, about 80 words."
        )

    def answers(self) -> dict[str, Any]:
        return {"promise": self.cleaned_data["promise"]}


class ChoicesForm(forms.Form):
    """One unticked box for each purpose that is asked, and one for the help somebody had."""

    # Which wordings stand on the page, so that nobody agrees to words they were not shown.
    shown = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.MultipleChoiceField(
        required=False,
        label=_("What may we do?"),
        help_text=_("Tick what you are happy with. You can leave them all empty and still sign."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the boxes on this page")},
    )
    helped = forms.BooleanField(required=False, label=_("Somebody helped me to sign"))

    def __init__(
        self, *args: Any, terms: Terms, kind: str | None = None, age: str | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.terms = terms
        self.initial["shown"] = terms.key
        self.purposes = purposes_for(terms, {"kind": kind, "age": age})
        self.asked = [wording for wording in self.purposes if wording.needs_box]
        agreed = cast(forms.MultipleChoiceField, self.fields["agreed"])
        agreed.choices = [(wording.purpose, wording.choice) for wording in self.asked]
        if any(not wording.is_optional for wording in self.asked):
            agreed.help_text = _("Tick the first box to sign. The others are up to you.")
        self.looks = {"agreed": Look(label_classes="govuk-fieldset__legend--m", hints=self._hints(kind))}
        if kind and kind not in PERSON_KINDS:
            del self.fields["helped"]

    def _hints(self, kind: str | None) -> dict[str, Any]:
        """What each choice means, in staff's own words; to publish, also what is true of this kind alone."""
        hints: dict[str, Any] = {wording.purpose: wording.explanation for wording in self.asked}
        more = {
            Kind.YOUNG_PERSON: _("Only your first name is shown. No school, no role."),
            Kind.GROUP: _(
                "We show the number of children. From %(least)s children on we also show where your group is."
            )
            % {"least": GROUP_SHOWN_FROM},
        }.get(cast(Kind, kind))
        if more and Purpose.PUBLISH in hints:
            hints[Purpose.PUBLISH] = f"{hints[Purpose.PUBLISH]} {more}".strip()
        return hints

    def clean_agreed(self) -> list[str]:
        agreed: list[str] = self.cleaned_data["agreed"]
        needed = [wording.purpose for wording in self.asked if not wording.is_optional]
        if not set(needed) <= set(agreed):
            raise forms.ValidationError(_("Tick the box that says you take part. We need it for you to sign"))
        return agreed

    def answers(self) -> dict[str, Any]:
        return {"shown": self.terms.key} | {
            name: self.cleaned_data[name] for name in ("agreed", "helped") if name in self.cleaned_data
        }
