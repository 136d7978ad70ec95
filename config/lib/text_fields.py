"""Boxes for what people type: cleaned of what nobody can see, before it is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .texts import clean_line, clean_text


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

    default_error_messages = {"invalid": _("Enter an e-mail address like name@example.org")}

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
