"""Forms for writing what people are shown."""

from difflib import get_close_matches
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from charters import pictures

from .easytext import TO
from .texts import clean_line

PARTS = ("picture", "text", "alt")


class EasyLines(forms.CharField):
    """Easy-read lines as people can type them: one a line, `picture | words | what the picture shows`."""

    widget = forms.Textarea(attrs={"rows": 8})
    default_error_messages = {
        "parts": _("Line %(number)s: write picture | words | what the picture shows."),
        "picture": _("Line %(number)s: there is no picture called “%(picture)s”. Perhaps: %(near)s?"),
    }

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(str(line[part]) for part in (*PARTS, "to") if part in line) for line in value)

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        lines = []
        for number, typed in enumerate(str(value or "").splitlines(), start=1):
            if not clean_line(typed):
                continue
            # Cleaned because the database keeps them as JSON, where Django does not look for what it cannot hold.
            parts = [clean_line(part) for part in typed.split("|")]
            if (
                not parts[1:]
                or not parts[1]
                or parts[len(PARTS) :] not in ([], *([to] for to in TO))
                or len(parts) < len(PARTS)
            ):
                self._refuse("parts", number=number)
            if not pictures.known(parts[0]):
                near = ", ".join(get_close_matches(parts[0], pictures.names(), n=3, cutoff=0))
                self._refuse("picture", number=number, picture=parts[0], near=near)
            lines.append(dict(zip((*PARTS, "to"), parts, strict=False)))
        return lines

    def _refuse(self, code: str, **params: Any) -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


class WordingForm(forms.ModelForm[Any]):
    """Everything that a constraint speaks of is a field here, so that its message stands beside the form."""

    language = forms.CharField(label=_("Language"), initial="en-gb", max_length=10)
    easy = EasyLines(
        label=_("Easy-read lines"),
        required=False,
        help_text=_(
            "One a line: picture | words | what the picture shows. "
            "Add | group or | young to a line that only groups or only young people read."
        ),
    )
