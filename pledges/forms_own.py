"""What somebody can change about themselves once they have signed, and the switches of their own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import Details
from .asking import asked_of
from .forms_about import AboutSomebodyForm, promise_field
from .kinds import FIRST_NAME_ONLY, ORGANISATION_KINDS, Kind
from .models import Person, PledgeWording, PurposeWording, Revision, Signature

COLUMNS = {"name": "name_shown", "role": "role", "organisation": "organisation_typed", "promise": "promise"}


def editable(signature: Signature, person: Person) -> tuple[str, ...]:
    """What this signatory can change, in the order of the page. FACTS: under 18 we hold a first name and no more."""
    if person.age_band in FIRST_NAME_ONLY:
        return ("name",)
    if signature.kind == Kind.GROUP:
        return "organisation", "name", "promise"
    if signature.kind == Kind.YOUNG_PERSON:
        return "name", "promise"
    return *(name for name in asked_of(signature.kind) if name != "email"), "promise"


class EditForm(AboutSomebodyForm):
    """Only the fields that their kind and their age allow."""

    promise = promise_field()
    HINTS = {
        "role": _("For example: head teacher, or speech therapist."),
        "promise": _("Write 500 characters at most, about 80 words."),
    }

    def __init__(
        self, data: Any = None, *, signature: Signature, person: Person, latest: Revision, only: str = ""
    ) -> None:
        """`only` asks one question; everything else stays as it is."""
        self.kept = {name: getattr(latest, column) for name, column in COLUMNS.items()}
        super().__init__(data, initial=self.kept)
        self.first_name_only = person.age_band in FIRST_NAME_ONLY
        names = editable(signature, person)
        for name in set(self.fields) - ({only} & set(names) if only else set(names)):
            del self.fields[name]
        self.order_fields(names)
        self._word_for(signature)

    def _word_for(self, signature: Signature) -> None:
        """Says what fits who signs, and nothing of the questions that came next when they signed."""
        for name in self.fields:
            self.fields[name].help_text = self.HINTS.get(name, "")
        if self.first_name_only and "name" in self.fields:
            self.fields["name"].label = _("Your first name")
            self.fields["name"].widget.attrs["autocomplete"] = "given-name"
        if signature.kind == Kind.GROUP:
            if "organisation" in self.fields:
                place = self.fields["organisation"]
                place.label, place.help_text = _("Where the group is"), _("For example: a class, a school or a club.")
                place.error_messages |= {
                    "required": _("Enter where the group is"),
                    "max_length": _("Where the group is must be 150 characters or fewer"),
                }
            if "name" in self.fields:
                self.fields["name"].help_text = _("You are the adult who signs for the group. We never show your name.")
        elif signature.kind in ORGANISATION_KINDS and "organisation" in self.fields:
            self.fields["organisation"].help_text = _("Everybody can see this on the public list.")

    def details(self) -> Details:
        """What they said, with what they were not asked as it was."""
        return Details(**(self.kept | self.cleaned_data))

    @property
    def name_of_taken(self) -> str:
        """The field to put right where somebody has signed with the same name and address."""
        return "organisation" if "organisation" in self.fields else "name"


class SwitchForm(forms.Form):
    """Yes or no to the words that stood beside the button."""

    yes = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda said: said == "1")
    wording = forms.ModelChoiceField(PurposeWording.objects.none())

    def __init__(self, data: Any, *, purpose: str) -> None:
        super().__init__(data)
        field = self.fields["wording"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = PurposeWording.objects.filter(purpose=purpose, published_at__isnull=False)


class WordsForm(forms.Form):
    """Yes to the words of the pledge that stood above the button."""

    wording = forms.ModelChoiceField(PledgeWording.objects.none())

    def __init__(self, data: Any, *, signature: Signature) -> None:
        super().__init__(data)
        field = self.fields["wording"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = PledgeWording.objects.filter(pledge=signature.pledge_id, published_at__isnull=False)
