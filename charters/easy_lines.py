"""The box in which staff write easy-read lines."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.lib.texts import clean_line

from . import pictures, uploaded

PARTS = ("picture", "text", "alt")


def _typed(line: Mapping[str, str]) -> list[str]:
    """The parts of a line as people type them: a picture by what staff call it."""
    return [pictures.called(line[part]) if part == "picture" else line[part] for part in (*PARTS, "to") if part in line]


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
        with uploaded.asked_once():
            return "\n".join(" | ".join(_typed(line)) for line in value)

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        with uploaded.asked_once():
            return self._lines(str(value or ""))

    def _lines(self, typed_lines: str) -> list[dict[str, str]]:
        lines = []
        for number, typed in enumerate(typed_lines.splitlines(), start=1):
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
            name = pictures.name_of(parts[0])
            if not name:
                self._refuse("picture", number=number, picture=parts[0], near=pictures.near(parts[0]))
            parts[0] = name
            lines.append(dict(zip((*PARTS, "to"), parts, strict=False)))
        return lines

    def _refuse(self, code: str, **params: Any) -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True
