"""What staff fill in about a return."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.forms import DayField, area
from config.lib.text_fields import AddressField, LineField, TextField
from participation.models.kinds import LONGEST_NAME, LONGEST_REASON


class LaterDay(DayField):
    """Today or a later day."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return day


class HandBackForm(forms.Form):
    reason = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("What is missing?"),
        help_text=gettext_lazy("The service reads it above its answers. Do not write anybody's name."),
        widget=area(4),
        error_messages={"required": gettext_lazy("Say what is missing, so that they know what to do.")},
    )
    more_time_until = LaterDay(
        label=gettext_lazy("More time until"),
        required=False,
        help_text=gettext_lazy("Needed where the round has closed or is about to."),
    )


class TimeForm(forms.Form):
    until = LaterDay(
        label=gettext_lazy("This service may answer until"),
        required=False,
        help_text=gettext_lazy("Empty: as long as everybody else."),
    )


class LinkForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("E-mail"),
        max_length=320,
        error_messages={"required": gettext_lazy("Write the address that gets the link.")},
    )
    name = LineField(longest=LONGEST_NAME, label=gettext_lazy("Name, if you know it"), required=False)


class RefuseForm(forms.Form):
    reason = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("Why is it not shown?"),
        help_text=gettext_lazy("For example: it names a child. The service can read this. Write no name."),
        widget=area(2),
        error_messages={"required": gettext_lazy("Say why it is not shown.")},
    )
