"""Boxes for sending a document, and for what is decided about each of its clauses."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.actions.importing import NewCharter
from charters.importing import limits
from charters.importing.answers import Answer
from charters.importing.understood import Clause
from charters.models import Charter
from charters.models.kinds import LONGEST_TITLE, Actor, CharterKind, ClauseKind
from config.lib.text_fields import LineField

from .charters import LONGEST_SLUG
from .forms import DayField

SHORT = 120


class SendForm(forms.Form):
    """The document alone, for a charter that is there."""

    file = forms.FileField(
        label=gettext_lazy("The document"),
        help_text=gettext_lazy("A Word document (.docx), or .md, .html, .txt, or our own .json. 20 MB at most."),
        allow_empty_file=True,
    )
    use_required_attribute = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_MAX:
            raise forms.ValidationError(str(limits.too_big()))
        return file

    def sent(self) -> dict[str, Any]:
        """The file as the reader takes it."""
        file = self.cleaned_data["file"]
        return {"data": file.read(), "name": file.name}


class NewCharterForm(SendForm):
    """The document, and what the charter is called that begins with it."""

    title = LineField(longest=LONGEST_TITLE, label=gettext_lazy("Title of the charter"))
    slug = LineField(
        longest=LONGEST_SLUG,
        required=False,
        label=gettext_lazy("Name in the address"),
        help_text=gettext_lazy("Small letters, figures and hyphens. Leave it empty to make it from the title."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CharterKind)
    field_order = ("title", "slug", "kind", "file")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or slugify(self.cleaned_data.get("title", ""))[:LONGEST_SLUG].strip("-")

    def clean(self) -> dict[str, Any]:
        """The rules of a charter are the database's: they are asked now, before anybody reads the document."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"title", "slug", "kind"} <= set(cleaned):
            charter = Charter(slug=cleaned["slug"], title=cleaned["title"], kind=cleaned["kind"])
            try:
                charter.full_clean()
            except forms.ValidationError as error:
                for field, found in error.message_dict.items():
                    self.add_error(field if field in self.fields else "slug", found)
        return cleaned

    def target(self) -> NewCharter:
        told = self.cleaned_data
        return NewCharter(told["slug"], told["title"], told["kind"])


class ClauseForm(forms.Form):
    """What one clause is, as proposed or as decided. What stands in the document itself is not changed here."""

    what = forms.ChoiceField(label=gettext_lazy("What it is"))
    target_date = DayField(required=False, label=gettext_lazy("To be done by"))
    parted = forms.BooleanField(required=False, label=gettext_lazy("Part it into these pieces"))
    left_out = forms.BooleanField(required=False, label=gettext_lazy("Leave it out"))
    same_as = forms.ChoiceField(
        required=False, label=gettext_lazy("Is it a clause of the version before?"), widget=forms.RadioSelect
    )
    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, clause: Clause, answer: Answer, partners: Sequence[str], before: dict[str, str]
    ) -> None:
        """`before` are the texts of the clauses of the version before, by key."""
        initial = {
            "what": chosen(answer),
            "target_date": answer.target_date,
            "parted": answer.parted,
            "left_out": answer.left_out,
            "same_as": NEW if answer.same_as == "" else answer.same_as,
        }
        super().__init__(data, prefix=f"c{clause.n}", initial=initial)
        self.answer = answer
        self.fields["what"].choices = choices(partners)  # type: ignore[attr-defined]
        if not clause.parts:
            del self.fields["parted"]
        if answer.candidates:
            asked = [(key, before.get(key, key)[:SHORT]) for key in answer.candidates]
            self.fields["same_as"].choices = [*asked, (NEW, _("No, it is new"))]  # type: ignore[attr-defined]
        else:
            del self.fields["same_as"]

    def answered(self) -> Answer:
        told = self.cleaned_data
        kind, _colon, who = told["what"].partition(":")
        actor, _colon, partner = who.partition(":")
        same_as: str | None = told.get("same_as") or None
        return Answer(
            kind=kind,
            actor=actor,
            partner=partner,
            target_date=told["target_date"].isoformat() if told["target_date"] else None,
            parted=told.get("parted", False),
            left_out=told["left_out"],
            same_as=("" if same_as == NEW else same_as) if self.answer.candidates else self.answer.same_as,
            candidates=self.answer.candidates,
        )


NEW = "new"


def chosen(answer: Answer) -> str:
    """Kind and actor as one choice, because nothing but a commitment has an actor."""
    if answer.kind != ClauseKind.COMMITMENT:
        return answer.kind
    return ":".join(filter(None, (answer.kind, answer.actor, answer.partner)))


def choices(partners: Sequence[str]) -> list[tuple[str, Any]]:
    sides = [
        (f"commitment:{actor.value}", _("Promise: %(who)s") % {"who": actor.label})
        for actor in Actor
        if actor != Actor.PARTNER
    ]
    named = [(f"commitment:partner:{name}", _("Promise: %(who)s") % {"who": name}) for name in partners]
    others = [(kind.value, kind.label.capitalize()) for kind in ClauseKind if kind != ClauseKind.COMMITMENT]
    return [*sides, *named, *others]
