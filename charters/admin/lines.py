"""Easy-read lines as boxes on a page: a line each, added, moved and taken out by buttons that need no script."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import pictures, uploaded
from charters.document import EasyLine
from charters.models.kinds import LONGEST_LINE
from config.lib.text_fields import LineField

from .under import Mark, Panel, Under, place

PREFIX = "lines"
# What may be added here, and how many of an imported clause can be shown: with four boxes a line, both are within
# settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
MOST_LINES, MOST_SHOWN = 50, 70
# Which button was pressed: add, up-3, down-3, out-3, put-3-0; look changes nothing; those of panels are in panels.py.
BUTTON = "lines"


class PictureField(LineField):
    """A picture by what staff call it; empty while nobody has chosen one. Lines keep the name that never changes."""

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        name = pictures.name_of(typed)
        if typed and uploaded.is_uploaded(typed) and not name:
            raise forms.ValidationError(_("This picture was taken back. Choose another one."))
        if typed and not name:
            raise forms.ValidationError(
                _("There is no picture called “%(name)s”. Perhaps: %(near)s?")
                % {"name": typed, "near": pictures.near(typed)}
            )
        return name

    def prepare_value(self, value: Any) -> Any:
        return pictures.called(value) if isinstance(value, str) else value


class LineForm(forms.Form):
    """One line beside a heading, opening words or a change note."""

    text = LineField(longest=LONGEST_LINE, label=gettext_lazy("Words"))
    picture = PictureField(
        longest=80,
        required=False,
        label=gettext_lazy("Picture"),
        widget=forms.TextInput(attrs={"list": "pictures", "autocomplete": "off", "spellcheck": "false"}),
    )
    alt = LineField(longest=LONGEST_LINE, required=False, label=gettext_lazy("What the picture shows"))

    def clean(self) -> dict[str, Any]:
        """Where nobody says what the picture shows, our index does."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("picture") and not cleaned.get("alt") and "alt" not in self.errors:
            cleaned["alt"] = pictures.picture(cleaned["picture"]).seen
        return cleaned

    def line(self) -> EasyLine:
        told = self.cleaned_data
        return EasyLine(told["picture"], told["text"], told["alt"], told.get("meaning", ""))

    @property
    def picture_shown(self) -> str:
        """The picture to show beside the boxes, or ""."""
        return pictures.name_of(str(self["picture"].value() or "").strip())


class ClauseLineForm(LineForm):
    """One line beside a clause: what its picture is meant to say is kept too, so that it can be checked."""

    meaning = LineField(longest=LONGEST_LINE, required=False, label=gettext_lazy("What the picture is meant to say"))
    fits = forms.BooleanField(required=False, label=gettext_lazy("Still right"))


class BaseLines(forms.BaseFormSet[LineForm]):
    default_error_messages = {
        "too_many_forms": gettext_lazy("Here are more than %(num)d lines. Take some out."),
        "missing_management_form": gettext_lazy("The page was sent without its lines. Load it again."),
    }

    def __init__(
        self,
        data: Any = None,
        *,
        lines: Iterable[dict[str, Any]] = (),
        stale: Iterable[str] = (),
        under: Under | None = None,
    ) -> None:
        shown = list(lines)
        self.stale = set(stale)
        self.marks: Mapping[int, Sequence[Mark]] = {}
        self.under = under or (Under() if data is None else Under.of(data))
        super().__init__(data, initial=None if data is not None else shown, prefix=PREFIX)

    def clean(self) -> None:
        """A save would lose what stands in a box that has a button of its own, so it says so first."""
        if self.under.holds:
            raise forms.ValidationError(
                _("You wrote something under the lines that is not kept yet. Press its button, or empty its box.")
            )

    def initial_form_count(self) -> int:
        """Every line may be left empty, and is then no line."""
        return 0 if self.is_bound else len(self.initial or ())

    def given(self) -> tuple[EasyLine, ...]:
        return tuple(form.line() for form in self.forms if form.has_changed())

    def still_right(self) -> frozenset[str]:
        """The words of the lines that somebody ticked."""
        return frozenset(
            form.cleaned_data["text"] for form in self.forms if form.has_changed() and form.cleaned_data.get("fits")
        )

    def is_stale(self, form: LineForm) -> bool:
        words = str(form["text"].value() or "")
        return words in self.stale and words not in self.under.fitting

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each line with what its template needs."""
        return [
            {
                **{"form": form, "n": n, "number": n + 1, "last": n == len(self.forms) - 1},
                **{"stale": self.is_stale(form), "marks": self.marks.get(n, ())},
                **{"note": self.under.notes.get(n, ""), "panel": self._panel(n)},
            }
            for n, form in enumerate(self.forms)
        ]

    @property
    def empty_row(self) -> dict[str, Any]:
        """For another line that a script adds: it puts the place of the line into the words that stand for it."""
        row: dict[str, Any] = {"form": self.empty_form, "n": "__prefix__", "number": "__number__", "last": True}
        return {**row, "stale": False, "marks": (), "note": "", "panel": None}

    def _panel(self, n: int) -> Panel | None:
        panel = self.under.panel
        return panel if panel is not None and panel.n == n else None


def _lines(form: type[LineForm]) -> type[BaseLines]:
    return forms.formset_factory(  # type: ignore[return-value]
        form, formset=BaseLines, extra=0, max_num=MOST_LINES, validate_max=True, absolute_max=MOST_SHOWN
    )


Lines, ClauseLines = _lines(LineForm), _lines(ClauseLineForm)


def typed(posted: QueryDict, names: Sequence[str]) -> list[dict[str, Any]]:
    """The lines as they were typed, whatever is wrong with them."""
    count = min(place(posted.get(f"{PREFIX}-TOTAL_FORMS", "")) or 0, MOST_SHOWN)
    return [{name: posted.get(f"{PREFIX}-{n}-{name}", "") for name in names} for n in range(count)]


def put(lines: list[dict[str, Any]], n: int, before: int) -> None:
    """The line at this place before the one at another, or at the end: dragged there."""
    line = lines.pop(n)
    lines.insert(before if before <= n else before - 1, line)


def rearrange(lines: list[dict[str, Any]], act: str, n: int) -> None:
    """Moves the line at this place, or takes it out. What is no such act changes nothing."""
    if act == "out":
        del lines[n]
    elif act in ("up", "down"):
        to = n + (1 if act == "down" else -1)
        if 0 <= to < len(lines):
            lines.insert(to, lines.pop(n))
