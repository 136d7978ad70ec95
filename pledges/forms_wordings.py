"""Forms for writing what people are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.easy_lines import EasyLines
from charters.models import Version
from charters.models.kinds import VersionState

from .easytext import TO


class WordingForm(forms.ModelForm[Any]):
    """Everything that a constraint speaks of is a field here, so that its message stands beside the form."""

    language = forms.CharField(label=_("Language"), initial="en-gb", max_length=10)
    easy = EasyLines(
        to=TO,
        label=_("Easy-read lines"),
        required=False,
        help_text=_(
            "One a line: picture | words | what the picture shows. "
            "Add | group or | young to a line that only groups or only young people read."
        ),
    )


class VersionsField(forms.ModelMultipleChoiceField[Version]):
    """Versions of charters that everybody can read, each with a word on whether it is in force."""

    def label_from_instance(self, obj: Any) -> str:
        now = _("in force") if obj.state == VersionState.PUBLISHED else _("superseded")
        return _("%(title)s, version %(n)s (%(now)s)") % {"title": obj.title, "n": obj.n, "now": now}


class PledgeWordingForm(WordingForm):
    """The words of a pledge also say what they stand on."""

    charter_versions = VersionsField(
        queryset=Version.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("It stands on"),
        help_text=_("Who signs these words signs for exactly these versions. Only published ones can be chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "charter_versions" in self.fields:
            public = Version.objects.public().only("title", "n", "state").order_by("title", "-n")
            self.fields["charter_versions"].queryset = public  # type: ignore[attr-defined]
