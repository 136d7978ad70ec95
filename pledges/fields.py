"""The box for how many sign together."""

from typing import Any

from django import forms

from config.lib.texts import clean_line

from .kinds import GROUP_FROM, GROUP_TO


class PeopleField(forms.IntegerField):
    """How many children and young people sign together."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
        super().__init__(min_value=GROUP_FROM, max_value=GROUP_TO, widget=widget, **options)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(clean_line(str(value)) if value else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
