"""The box in which staff write easy-read lines."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.lib.texts import clean_line

from . import pictures

PARTS = ("picture", "text", "alt")


class EasyLines(forms.CharField):
    """Easy-read lines as people can type them: one a line, `picture | words | what the picture shows`.

    `to` are the words that may stand behind them, for whom alone the line speaks to.
    """

    widget = forms.Textarea(attrs={"rows": 8})
    default_error_messages = {
        "parts": _("Line %(number)s: write picture | words | what the picture shows."),
        "picture": _("Line %(number)s: there is no picture called “%(picture)s”. Perhaps: %(near)s?"),
    }

    def __init__(self, *, to: Iterable[str] = (), **options: Any) -> None:
        self.to = tuple(to)
        super().__init__(**options)

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
                or parts[len(PARTS) :] not in ([], *([to] for to in self.to))
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
