"""What staff fill in about an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.forms import area
from config.lib.text_fields import AddressField, LineField, TextField
from participation.forms_action import PromisedDay
from participation.models import Action, Question
from participation.models.kinds import LONGEST_NAME, LONGEST_SENTENCE
from participation.promises import offered


class WordsForm(forms.Form):
    what = TextField(
        longest=LONGEST_SENTENCE,
        label=gettext_lazy("What will be done"),
        help_text=gettext_lazy("One plain sentence, such as “Send easy read a week before each meeting.”"),
        widget=area(3),
        error_messages={
            "required": gettext_lazy("Say what will be done."),
            "max_length": gettext_lazy("Say it in 300 letters at most."),
        },
    )
    who = LineField(
        longest=LONGEST_NAME,
        label=gettext_lazy("Who does it"),
        help_text=gettext_lazy("A role, such as “the head of support”. Name nobody: everybody can read this."),
        error_messages={
            "required": gettext_lazy("Say who does it, by their role."),
            "max_length": gettext_lazy("A role has 200 letters at most."),
        },
    )
    use_required_attribute = False

    @classmethod
    def of(cls, action: Action) -> "WordsForm":
        return cls(initial={"what": action.what, "who": action.who})


class OwnerForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("E-mail of whoever looks after it"),
        help_text=gettext_lazy("They get a link, by which they tell how far it is. Only our staff see the address."),
        max_length=320,
        error_messages={"required": gettext_lazy("Write the address that gets the link.")},
    )
    use_required_attribute = False


class ActionForm(WordsForm, OwnerForm):
    due_on = PromisedDay(label=gettext_lazy("By when"))
    promise = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("For which promise"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a promise from the list.")),
    )
    field_order = ("what", "who", "due_on", "promise", "email")

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["promise"].choices = _promises(question)  # type: ignore[attr-defined]

    @property
    def has_promises(self) -> bool:
        return bool(self.fields["promise"].choices)  # type: ignore[attr-defined]


def _promises(question: Question) -> list[tuple[str, list[tuple[int, str]]]]:
    """Those that the question is about come first, then all others in force."""
    own = set(question.links.values_list("clause_key", flat=True))
    groups = [(group.title, group.choices) for group in offered()]
    first = [choice for _title, choices in groups for choice in choices if choice[0] in own]
    others = [(title, [one for one in choices if one[0] not in own]) for title, choices in groups]
    return [(title, choices) for title, choices in ((_("What this question is about"), first), *others) if choices]
