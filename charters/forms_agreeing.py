"""What a partner answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.text_fields import TextField

from .models.kinds import LONGEST_REASON, Answer


class AnswerForm(forms.Form):
    """Yes or no, and why not. `content` names the words that the page showed: an answer is to those and no others."""

    content = forms.CharField(widget=forms.HiddenInput, required=False)
    act = forms.ChoiceField(
        label=_("Do you agree to these words?"),
        choices=[(Answer.AGREE, _("Yes, we agree")), (Answer.DECLINE, _("No, we do not agree"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose yes or no")),
    )
    reason = TextField(
        longest=LONGEST_REASON,
        required=False,
        label=_("If no: why not?"),
        help_text=_("What should be different? Please write nothing about a child or a family."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Your reason must be 2,000 letters or fewer")},
    )
    # What the act refuses, as both forms of the page say it.
    WRONG: dict[str, Any] = {
        "reason_missing": _("Tell us why you do not agree"),
        "reason_left_over": _("You say yes, but you wrote why not. Choose no, or empty this box"),
        "too_many": _("This was answered very often already. Please call or write to us"),
    }
    EASY_WRONG: dict[str, Any] = {
        "reason_missing": _("Please write why not."),
        "max_length": _("That is too long."),
    }

    @property
    def typed(self) -> str:
        """What was written in the box, cleaned where it is good, so that no page loses it."""
        cleaned = getattr(self, "cleaned_data", {})
        return str(cleaned.get("reason") or self.data.get("reason", ""))
