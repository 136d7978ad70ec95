"""The questions about somebody that signing and changing one's details share, and the rules of a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.text_fields import LineField, TextField
from config.lib.texts import has_letters

from .kinds import FIRST_NAME_LONGEST


class AboutSomebodyForm(forms.Form):
    """Who somebody is. The forms made of it leave out what they do not ask, and say whose first name is enough."""

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
    TWO_NAMES = _("Write one first name. Do you have two? Put a - between them")
    LONG_NAME = _("Your first name must be 40 characters or fewer")
    first_name_only = False

    def clean(self) -> dict[str, Any]:
        for name in ("organisation", "name", "role"):
            typed = self.cleaned_data.get(name)
            if typed and not has_letters(typed):
                self._refuse(name, self.fields[name].error_messages["required"], "required")
        first_name = self.cleaned_data.get("name", "") if self.first_name_only else ""
        if " " in first_name:
            self._refuse("name", self.TWO_NAMES, "first_name")
        elif len(first_name) > FIRST_NAME_LONGEST:
            self._refuse("name", self.LONG_NAME, "first_name")
        return self.cleaned_data

    def _refuse(self, name: str, words: Any, code: str) -> None:
        """With its code, by which easy read finds its own words."""
        self.add_error(name, forms.ValidationError(words, code=code))


def promise_field() -> TextField:
    """What they will do: always theirs to leave empty."""
    return TextField(
        longest=500,
        required=False,
        label=_("What you will do (you can leave this empty)"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("What you will do must be 500 characters or fewer")},
    )
