"""What a service answers in public, where panels see it otherwise: a box for each question, all in one form."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.text_fields import TextField

from .disagreements import Difference
from .models import PublicReply
from .models.kinds import LONGEST_REASON

# What the boxes are called, before the key of their question.
BOX = "reply-"
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class ShownNumber(forms.Field):
    """A number that the page carries along: what it showed. Nobody types it, so a wrong one is as none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> int | None:
        return int(value) if NUMBER.fullmatch(str(value or "")) else None


class RepliesForm(forms.Form):
    """An empty box is an answer that comes later. `seen-…` are the answers that the page showed."""

    submission = ShownNumber()
    use_required_attribute = False

    def __init__(self, data: Any = None, *, about: Sequence[Difference], submission: int) -> None:
        self.about = about
        initial: dict[str, Any] = {"submission": submission}
        for one in about:
            if one.reply is not None:
                initial |= {_name(one): one.reply.text, _seen(one): one.reply.pk}
        super().__init__(data, initial=initial)
        for one in about:
            self.fields[_seen(one)] = ShownNumber()
            self.fields[_name(one)] = _box(one)

    def clean(self) -> None:
        """What is public stays public: it can be said anew, and not be taken back."""
        for one in self.about:
            if one.reply is not None and self.cleaned_data.get(_name(one)) == "":
                self.add_error(_name(one), _("Your answer is kept already. You can change it, and not take it back"))
        if not any(self.data.get(_name(one), "").strip() for one in self.about) and not self.errors and self.about:
            self.add_error(_name(self.about[0]), _("Write an answer to at least one of these"))

    def written(self) -> Iterator[tuple[Difference, str, int | None]]:
        """What was written, and the answer that it takes the place of."""
        for one in self.about:
            if text := self.cleaned_data[_name(one)]:
                yield one, text, self.cleaned_data[_seen(one)]

    def boxes(self) -> list[tuple[Difference, Any]]:
        return [(one, self[_name(one)]) for one in self.about]

    def say_it_changed(self, submission: int) -> None:
        """With the next press it is said of what the page shows now."""
        self._carry("submission", submission)
        changed = _("The audit changed since you opened this page. Read it once more, then press again")
        self.add_error(_name(self.about[0]) if self.about else None, changed)

    def say_it_is_answered(self, one: Difference, now: PublicReply) -> None:
        """A colleague was faster. With the next press this takes the place of that."""
        self._carry(_seen(one), now.pk)
        said = _("A colleague answered meanwhile: “%(text)s”. Press again to put yours in its place")
        self.add_error(_name(one), said % {"text": now.text})

    def _carry(self, name: str, value: int) -> None:
        sent: Any = self.data
        sent = sent.copy()
        sent[name] = str(value)
        self.data = sent


def _name(one: Difference) -> str:
    return f"{BOX}{one.question.key}"


def _seen(one: Difference) -> str:
    return f"seen-{one.question.key}"


def _box(one: Difference) -> TextField:
    hidden = format_html('<span class="govuk-visually-hidden">: {}</span>', one.question.text)
    label = format_html("{}{}", _("Your answer"), hidden)
    return TextField(
        longest=LONGEST_REASON,
        required=False,
        label=label,
        help_text=gettext_lazy("Everybody can read this beside the results. Please name nobody."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("Your answer must be 2,000 letters or fewer")},
    )
