"""The questions of the signing journey, one form a page. Nothing here decides what a signature may be."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.form_fields import Look

from .kinds import ORGANISATION_KINDS, PERSON_KINDS, Kind
from .terms import Terms
from .texts import clean_line, clean_text, has_letters


class LineField(forms.CharField):
    """One line of text, cleaned before it is checked. The browser is not told the limit: it would cut silently."""

    def __init__(self, *, longest: int, autocomplete: str = "", **options: Any) -> None:
        widget = options.pop("widget", None) or forms.TextInput(attrs={"autocomplete": autocomplete or "off"})
        super().__init__(max_length=longest, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class TextField(LineField):
    """Several lines of text."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value else ""


class AddressField(forms.EmailField):
    """An e-mail address, without what nobody can see in it."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


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

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The choices for the page: one set of radios for organisations, one for people."""
        chosen = self["kind"].value()
        return [
            {
                "name": "kind",
                "id_prefix": prefix,
                "items": [{"value": str(k), "text": k.label, "checked": chosen == k} for k in kinds],
                "fieldset": {"legend": {"text": legend, "classes": "govuk-fieldset__legend--m"}},
            }
            for prefix, legend, kinds in (
                ("id_kind", _("An organisation"), ORGANISATION_KINDS),
                ("id_kind_person", _("Just me"), PERSON_KINDS),
            )
        ]

    def answers(self) -> dict[str, Any]:
        """Who signs; answers to questions that this kind is not asked are dropped."""
        kind = self.cleaned_data["kind"]
        return {"kind": kind} | {name: None for name in ("role", "organisation") if name not in asked_of(kind)}


def asked_of(kind: str | None) -> tuple[str, ...]:
    """What a kind of signatory is asked about themselves, in the order of the page."""
    if kind in ORGANISATION_KINDS:
        return "organisation", "name", "role", "email"
    if kind == Kind.PARENT_CARER:
        return "name", "email"
    return "name", "role", "email"


class YouForm(forms.Form):
    organisation = LineField(
        longest=150,
        label=_("Name of your organisation"),
        help_text=_("Everybody can see this on the public list."),
        autocomplete="organization",
        error_messages={
            "required": _("Enter the name of your organisation"),
            "max_length": _("The name of your organisation must be 150 characters or fewer"),
        },
    )
    name = LineField(
        longest=100,
        label=_("Your name"),
        help_text=_("We only show this if you say yes. We ask you in a moment."),
        autocomplete="name",
        error_messages={
            "required": _("Enter your name"),
            "max_length": _("Your name must be 100 characters or fewer"),
        },
    )
    role = LineField(
        longest=100,
        label=_("Your role"),
        help_text=_("For example: head teacher, or speech therapist. We only show this beside your name."),
        autocomplete="organization-title",
        error_messages={
            "required": _("Enter your role"),
            "max_length": _("Your role must be 100 characters or fewer"),
        },
    )
    email = AddressField(
        max_length=254,
        label=_("Your e-mail address"),
        help_text=_("We never show this. We send you one e-mail to check that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
            "max_length": _("Your e-mail address must be 254 characters or fewer"),
        },
    )

    def __init__(self, *args: Any, kind: str | None, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = asked_of(kind)
        if kind:
            for name in set(self.fields) - set(asked):
                del self.fields[name]
        else:
            # The draft has run out and so has the kind: keep all that was typed, and check it when we know.
            asked = "organisation", "name", "role", "email"
            for name in ("organisation", "role"):
                self.fields[name].required = False
        self.order_fields(asked)

    def clean(self) -> dict[str, Any]:
        for name in ("organisation", "name", "role"):
            typed = self.cleaned_data.get(name)
            if typed and not has_letters(typed):
                self.add_error(name, self.fields[name].error_messages["required"])
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        return {name: typed or None for name, typed in self.cleaned_data.items()}


class PromiseForm(forms.Form):
    promise = TextField(
        longest=500,
        required=False,
        label=_("What you will do (you can leave this empty)"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("What you will do must be 500 characters or fewer")},
    )

    def __init__(self, *args: Any, kind: str | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["promise"].help_text = (
            _("Everybody can see this beside your organisation. Write 500 characters at most, about 80 words.")
            if kind in ORGANISATION_KINDS
            else _(
                "We show this beside your name if you say yes on the next page. "
                "Write 500 characters at most, about 80 words."
            )
        )

    def answers(self) -> dict[str, Any]:
        return {"promise": self.cleaned_data["promise"]}


class ChoicesForm(forms.Form):
    """One unticked box for each purpose that is asked."""

    # Which wordings stand on the page, so that nobody agrees to words they were not shown.
    shown = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.MultipleChoiceField(
        required=False,
        label=_("What may we do?"),
        help_text=_("Tick what you are happy with. You can leave them all empty and still sign."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the boxes on this page")},
    )

    def __init__(self, *args: Any, terms: Terms, **options: Any) -> None:
        super().__init__(*args, **options)
        self.terms = terms
        self.initial["shown"] = terms.key
        agreed = cast(forms.MultipleChoiceField, self.fields["agreed"])
        agreed.choices = [(wording.purpose, wording.choice) for wording in terms.asked]
        if any(not wording.is_optional for wording in terms.asked):
            agreed.help_text = _("Tick the first box to sign. The others are up to you.")
        hints = {wording.purpose: wording.explanation for wording in terms.asked}
        self.looks = {"agreed": Look(label_classes="govuk-fieldset__legend--m", hints=hints)}

    def clean_agreed(self) -> list[str]:
        agreed: list[str] = self.cleaned_data["agreed"]
        needed = [wording.purpose for wording in self.terms.asked if not wording.is_optional]
        if not set(needed) <= set(agreed):
            raise forms.ValidationError(_("Tick the box that says you take part. We need it for you to sign"))
        return agreed

    def answers(self) -> dict[str, Any]:
        return {"shown": self.terms.key, "agreed": self.cleaned_data["agreed"]}
