"""A button under the lines of easy read that was pressed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import IntegrityError, models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from charters.actions import Gone
from charters.models import Version, WrongState
from charters.standing import Spot
from config.lib.broken_rules import rule_broken
from config.lib.texts import clean_line

from .lines import BaseLines
from .marks import marks_of
from .pages import GONE, PUBLISHED, log
from .under import Mark, Panel, Under, boxes_in

# What an act of a panel may be answered with; `problems_of` has the words.
REFUSALS = (forms.ValidationError, WrongState, Gone, IntegrityError)


@dataclass
class Press:
    """The lines as they were typed, what stands under them, and the button: its line `n` from 0, what it is about."""

    request: HttpRequest
    version: Version
    spot: Spot | None
    form: type[BaseLines]
    lines: list[dict[str, Any]]
    under: Under
    n: int = 0
    about: str = ""

    @property
    def line(self) -> dict[str, Any]:
        return self.lines[self.n]

    @property
    def words(self) -> str:
        return clean_line(self.line["text"])

    @property
    def marks(self) -> list[Mark]:
        """What is said of its line."""
        return marks_of(self.form(lines=self.lines), self.version, self.spot).get(self.n, [])

    def says(self, words: Any) -> None:
        """Beside the line."""
        self.under.notes[self.n] = str(words)

    def open(self, panel: Panel) -> Panel:
        """Unless another one holds words that are kept nowhere: then that one stays, and says so."""
        now = self.under.panel
        if now is not None and now.value == panel.value:
            return now
        if now is not None and now.holds:
            now.problems.append(_("You wrote something here. Press its button, or close this, then go on."))
            return now
        self.under.panel = panel
        return panel

    def own(self, kind: str, about: str = "") -> Panel:
        """The panel that the button belongs to, with what was sent in its boxes."""
        now = self.under.panel
        if now is not None and (now.kind, now.n) == (kind, self.n):
            return now
        self.under.panel = Panel(kind, self.n, about, boxes_in(self.request.POST, kind))
        return self.under.panel

    def close(self, kind: str) -> None:
        """The panel of this kind, where it is the one that is open."""
        if self.under.panel is not None and self.under.panel.kind == kind:
            self.under.panel = None

    def done(self, words: str, what: str) -> None:
        """Says beside the line what was done; `what` is for the log."""
        self.says(words)
        log(self.request, self.version, what)

    def follow(self, before: list[dict[str, Any]]) -> None:
        """The panel stays under its line, wherever that stands now; where the line is gone, it is too."""
        panel = self.under.panel
        if panel is None or panel.n >= len(before):
            return
        at = next((n for n, line in enumerate(self.lines) if line is before[panel.n]), None)
        self.under.panel, panel.n = (panel, at) if at is not None else (None, 0)


def problems_of(error: Exception, model: type[models.Model]) -> list[str]:
    """Why an act was refused, in words."""
    if isinstance(error, forms.ValidationError):
        return list(error.messages)
    if isinstance(error, IntegrityError):
        return [rule_broken(model, error)]
    return [str(PUBLISHED if isinstance(error, WrongState) else GONE)]
