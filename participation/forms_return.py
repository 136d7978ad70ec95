"""What people at a service type: an answer, a piece of evidence, a colleague's address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.lib.form_fields import Look
from config.lib.text_fields import AddressField, LineField, TextField

from .actions.answering import Words, seen_of, was_choice
from .models import Answer
from .models.kinds import LONGEST_ADDRESS, LONGEST_NOTE, LONGEST_REASON, Level
from .questions import Asked

NOT_US = "none"


class AnswerForm(forms.Form):
    """One question. `seen` is which answer the page showed: nobody overwrites what they have not seen."""

    seen = forms.Field(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Which of these is most like you?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the answers on this page")},
    )
    not_applicable = TextField(
        longest=LONGEST_REASON,
        required=False,
        label=gettext_lazy("If it does not apply: why not?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("Your reason must be 2,000 letters or fewer")},
    )
    note = TextField(
        longest=LONGEST_NOTE,
        required=False,
        label=gettext_lazy("What you do"),
        help_text=gettext_lazy("In your own words. Please write nothing about a child or a family."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": gettext_lazy("What you do must be 4,000 letters or fewer")},
    )
    changed = TextField(
        longest=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("What changed must be 2,000 letters or fewer")},
    )

    def __init__(self, data: Any = None, *, question: Asked, since: int | None = None, **options: Any) -> None:
        """`since` is the year of the last answer; without one nobody is asked what has changed."""
        super().__init__(data, **options)
        choices, hints = self._choices(question)
        level: Any = self.fields["level"]
        level.choices = choices
        self.looks = {"level": Look(hints=hints, classes="levels", divider_before=NOT_US)}
        if not question.may_not_apply:
            del self.fields["not_applicable"]
        self.fields["changed"].label = _("What changed since %(year)s") % {"year": since or _("last year")}
        if since is None and not (self.data.get("changed") or self.initial.get("changed")):
            del self.fields["changed"]

    @staticmethod
    def _choices(question: Asked) -> tuple[list[tuple[str, str]], dict[str, str]]:
        choices = [(str(level), str(Level(level).label)) for level, _sentence in question.levels]
        if question.may_not_apply:
            choices.append((NOT_US, _("This does not apply to us")))
        return choices, {str(level): sentence for level, sentence in question.levels}

    @classmethod
    def filled(cls, question: Asked, answer: Answer | None, since: int | None) -> "AnswerForm":
        """With what stands there."""
        initial: dict[str, Any] = {"seen": seen_of(answer)}
        if answer is not None:
            level = NOT_US if answer.not_applicable else str(answer.level or "")
            initial |= {"level": level, "not_applicable": answer.not_applicable}
            initial |= {"note": answer.note, "changed": answer.changed}
        return cls(initial=initial, question=question, since=since)

    def clean(self) -> None:
        """A level, or why the question does not apply, or neither yet; never both."""
        given = self.cleaned_data
        level, reason = given.get("level", ""), given.get("not_applicable", "")
        if "not_applicable" not in given or "level" not in given:
            return
        if level == NOT_US and not reason:
            self.add_error("not_applicable", _("Say why this does not apply to you"))
        elif level and level != NOT_US and was_choice(given["seen"] or "", Words(not_applicable=reason)):
            # It stood there already, and a level was chosen since.
            given["not_applicable"] = ""
        elif level != NOT_US and reason:
            said = _("You wrote why this does not apply. Choose “This does not apply to us” too, or empty this box")
            self.add_error("not_applicable", said)

    @property
    def words(self) -> Words:
        given = self.cleaned_data
        level = given["level"]
        return Words(
            level=int(level) if level.isdigit() else None,
            not_applicable=given.get("not_applicable", ""),
            note=given["note"],
            changed=given.get("changed"),
        )


class ColleagueForm(forms.Form):
    """Who helps, or takes over."""

    BOTH, INSTEAD = "both", "instead"

    email = AddressField(
        max_length=254,
        label=gettext_lazy("Your colleague's e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Enter your colleague's e-mail address"),
            "max_length": gettext_lazy("The e-mail address must be 254 characters or fewer"),
        },
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Who answers?"),
        choices=[
            (BOTH, gettext_lazy("We both answer")),
            (INSTEAD, gettext_lazy("They answer instead of me")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose who answers")),
    )
    looks = {
        "how": Look(
            hints={
                BOTH: gettext_lazy("You can both work on it at the same time. Nobody overwrites the other."),
                INSTEAD: gettext_lazy("Your own link stops working at once, and we delete your address here."),
            }
        )
    }
    WRONG = {
        "own": gettext_lazy("This is your own address. Enter your colleague's"),
        "too_many": gettext_lazy("Ten people have a link to this already. Please call us if somebody else needs one"),
    }


class EvidenceForm(forms.Form):
    """One piece: what it shows, and a link or a file where there is one. Without either it is a note."""

    text = TextField(
        longest=LONGEST_NOTE,
        label=gettext_lazy("What does it show?"),
        help_text=gettext_lazy(
            "For example: “The minutes of May. The school council chose the new times.” Please name no child and no "
            "family: we may put this on our site."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Say what it shows"),
            "max_length": gettext_lazy("What it shows must be 4,000 letters or fewer"),
        },
    )
    url = LineField(
        longest=LONGEST_ADDRESS,
        required=False,
        label=gettext_lazy("A link, if there is one"),
        help_text=gettext_lazy("Everybody must be able to open it. It begins with https://"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"max_length": gettext_lazy("A link has 2,000 letters at most")},
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("A PDF, a picture (PNG or JPEG), or a document (.docx or .odt). 10 MB at most."),
        error_messages=dict.fromkeys(
            ("required", "missing", "empty", "invalid"), gettext_lazy("Choose a file that is not empty")
        ),
        widget=forms.FileInput,
    )
    WRONG = {
        "too_many": gettext_lazy("There are ten pieces for this question already. Remove one first"),
        "too_much": gettext_lazy("Your files are larger than 100 MB together. Remove one first, or give a link"),
    }

    def clean(self) -> None:
        if self.cleaned_data.get("url") and self.cleaned_data.get("file"):
            self.add_error("url", _("Give a link or a file, not both. You can add the other one after this"))

    def say_file_is_gone(self) -> None:
        """No browser keeps a file in a page that comes back."""
        if self.files.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file once more: your browser has let go of it"))
