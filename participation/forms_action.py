"""What is said of an action, by whoever looks after it and by staff alike. Everybody can read it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.text_fields import LineField, TextField

from .actions.acting import Told
from .models.kinds import LONGEST_ADDRESS, LONGEST_REASON, StepKind

# Nobody promises anything for later than that.
MOST_YEARS = 10


class PromisedDay(forms.DateField):
    """Today or later, and not for ever."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]
        wrong = {
            "required": gettext_lazy("Choose a day"),
            "invalid": gettext_lazy("Write the day like 2027-06-30"),
        }
        super().__init__(input_formats=formats, error_messages=wrong, **options)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if value < today:
            raise forms.ValidationError(_("This day is over. Choose today or a later one"))
        if value.year > today.year + MOST_YEARS:
            raise forms.ValidationError(_("This is too far away. Choose a day within ten years"))


def words(label: Any, required: Any, help_text: Any = "", *, rows: int = 4) -> TextField:
    return TextField(
        longest=LONGEST_REASON,
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": required,
            "max_length": gettext_lazy("Write 2,000 letters at most"),
        },
    )


class HowFarForm(forms.Form):
    text = words(
        gettext_lazy("How far is it?"),
        gettext_lazy("Say how far it is"),
        gettext_lazy("In a few plain sentences. Everybody can read this. Please name nobody."),
    )
    use_required_attribute = False

    def told(self) -> Told:
        return Told(StepKind.NOTE, self.cleaned_data["text"])


class NewDayForm(forms.Form):
    due_on = PromisedDay(
        label=gettext_lazy("Which day is it now?"), help_text=gettext_lazy("The old day stays in sight.")
    )
    text = words(
        gettext_lazy("Why?"),
        gettext_lazy("Say why the day moves"),
        gettext_lazy("Everybody can read this. Please name nobody."),
    )
    use_required_attribute = False

    def told(self) -> Told:
        return Told(StepKind.MOVED, self.cleaned_data["text"], due_on=self.cleaned_data["due_on"])


class ShownForm(forms.Form):
    """What shows that something is done: words, and a link where there is one."""

    text = words(
        gettext_lazy("What shows it?"),
        gettext_lazy("Say what shows it"),
        gettext_lazy("For example: “The new letter, in easy read.” Everybody can read this. Please name nobody."),
    )
    url = LineField(
        longest=LONGEST_ADDRESS,
        required=False,
        label=gettext_lazy("A link, if there is one"),
        help_text=gettext_lazy("Everybody must be able to open it. It begins with https://"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"max_length": gettext_lazy("A link has 2,000 letters at most")},
    )
    use_required_attribute = False

    def told(self) -> Told:
        return Told(StepKind.EVIDENCE, self.cleaned_data["text"], url=self.cleaned_data["url"])


class DoneForm(ShownForm):
    """It is done. Where something shows it already, nothing more need be said."""

    def __init__(self, *args: Any, is_shown: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_shown:
            self.fields["text"].required = False
            self.fields["text"].label = _("What else shows it? You can leave this empty")

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("url") and given.get("text") == "":
            self.add_error("text", _("Say what the link shows"))

    def shown(self) -> Told | None:
        return self.told() if self.cleaned_data["text"] else None
