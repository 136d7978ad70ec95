"""What moderators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.text_fields import LineField, TextField

from .kinds import Reason
from .models import Organisation
from .slugs import LONGEST

NOTE_AT_MOST = 1000


class NoteForm(forms.Form):
    """A word for colleagues."""

    text = TextField(
        label=_("Add a note"),
        longest=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Colleagues see it, and so can the person it is about. It goes when that person leaves."),
        error_messages={
            "required": _("Write something in the note."),
            "max_length": _("A note has at most %(limit_value)d characters. This one has %(show_value)d."),
        },
    )


class MergeForm(forms.Form):
    """Another organisation: one of those offered, or one by the end of its address."""

    other = LineField(longest=LONGEST, required=False)
    address = LineField(longest=200, required=False)

    def other_than(self, organisation: Organisation) -> Organisation | None:
        """The one that is meant, or None where there is none, or it is this one."""
        written = self.cleaned_data["address"].strip("/").rpartition("/")[2]
        found = Organisation.objects.filter(slug=written or self.cleaned_data["other"])
        return found.exclude(pk=organisation.pk).first()


class ReasonForm(forms.Form):
    """A reason from the list: no free text about a person is kept."""

    reason = forms.TypedChoiceField(
        choices=Reason.choices,
        coerce=Reason,
        error_messages={
            "required": _("Choose a reason from the list first."),
            "invalid_choice": _("Choose a reason from the list first."),
        },
    )

    def why_not(self) -> str:
        """What is wrong with what was sent."""
        errors: Any = self.errors
        return str(errors["reason"][0])
