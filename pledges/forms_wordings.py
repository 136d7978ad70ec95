"""Forms for writing what people are shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("picture", "text", "alt")


class EasyLines(forms.CharField):
    """Easy-read lines as people can type them: one a line, `picture | words | what the picture shows`."""

    widget = forms.Textarea(attrs={"rows": 8})
    default_error_messages = {
        "parts": _("Line %(number)s: write picture | words | what the picture shows."),
    }

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(str(line.get(part, "")) for part in PARTS) for line in value)

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        lines = []
        for number, typed in enumerate(str(value or "").splitlines(), start=1):
            if not typed.strip():
                continue
            parts = [part.strip() for part in typed.split("|")]
            if len(parts) != len(PARTS) or not parts[1]:
                raise ValidationError(self.error_messages["parts"], code="parts", params={"number": number})
            lines.append(dict(zip(PARTS, parts, strict=True)))
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


class WordingForm(forms.ModelForm[Any]):
    easy = EasyLines(
        label=_("easy-read lines"),
        required=False,
        help_text=_("One a line: picture | words | what the picture shows."),
    )
