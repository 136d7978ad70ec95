"""Asking for mail: one address, and nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.text_fields import AddressField

from .forms_easy import TOO_LONG, WRONG_ADDRESS


class LostLinkForm(forms.Form):
    """The address that somebody signed with."""

    email = AddressField(
        max_length=254,
        label=_("Your e-mail address"),
        help_text=_("The one that you signed with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "max_length": _("Your e-mail address must be 254 characters or fewer"),
        },
    )
    EASY_ERRORS: dict[str, Any] = {
        "required": _("Please write your e-mail."),
        "invalid": WRONG_ADDRESS,
        "max_length": TOO_LONG,
    }

    @property
    def easy_error(self) -> str:
        """What is wrong, in one plain line."""
        wrong = self.errors.as_data().get("email")
        return str(self.EASY_ERRORS.get(wrong[0].code or "", WRONG_ADDRESS)) if wrong else ""
