"""Forms for writing what people are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.easy_lines import EasyLines

from .easytext import TO


class WordingForm(forms.ModelForm[Any]):
    """Everything that a constraint speaks of is a field here, so that its message stands beside the form."""

    language = forms.CharField(label=_("Language"), initial="en-gb", max_length=10)
    easy = EasyLines(
        to=TO,
        label=_("Easy-read lines"),
        required=False,
        help_text=_(
            "One a line: picture | words | what the picture shows. "
            "Add | group or | young to a line that only groups or only young people read."
        ),
    )
