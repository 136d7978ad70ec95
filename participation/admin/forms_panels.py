"""What staff fill in about a panel. Nobody in it is named."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from config.lib.text_fields import AddressField, LineField
from participation.models import Panel, Round
from participation.models.kinds import LONGEST_NAME, SMALLEST_PANEL

FEW = gettext_lazy("A panel has five people or more. Fewer would show who said what.")


def address_field() -> AddressField:
    return AddressField(
        label=gettext_lazy("E-mail that gets the link"),
        help_text=gettext_lazy(
            "Of the group, or of who supports it. Whoever has the link can answer for the group; no password is needed."
        ),
        max_length=320,
        error_messages={"required": gettext_lazy("Write the address that gets the link.")},
    )


class AboutForm(forms.ModelForm[Panel]):
    name = LineField(
        longest=LONGEST_NAME,
        label=gettext_lazy("Name of the group"),
        help_text=gettext_lazy("Such as “Thursday group”. Only staff see it. Name nobody in it."),
        error_messages={"required": gettext_lazy("Name the group, so that you know it again.")},
    )
    count = forms.IntegerField(
        min_value=SMALLEST_PANEL,
        max_value=1000,
        label=gettext_lazy("How many people"),
        help_text=gettext_lazy("Five or more, so that nobody can tell who said what."),
        error_messages={
            "required": gettext_lazy("Say how many people are in the group: five or more."),
            "invalid": gettext_lazy("Write a number, such as 6."),
            "min_value": FEW,
            "max_value": gettext_lazy("A panel has 1,000 people at most."),
        },
    )
    use_required_attribute = False

    class Meta:
        model = Panel
        fields = ("name", "kind", "count")
        error_messages = {"kind": {"required": gettext_lazy("Choose young people or parent carers.")}}
        help_texts = {
            "kind": gettext_lazy("Young people get the letter in easy read. The pages are the same for both.")
        }


class NewForm(AboutForm):
    email = address_field()

    class Meta(AboutForm.Meta):
        fields = ("round", "name", "kind", "count")  # type: ignore[assignment]
        error_messages = {
            **AboutForm.Meta.error_messages,
            "round": {"required": gettext_lazy("Choose the round in which they are asked.")},
        }
        help_texts = {
            **AboutForm.Meta.help_texts,
            "round": gettext_lazy("It stays in this round. Rounds that have closed are not on the list."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        still = Round.objects.filter(closes_on__gte=timezone.localdate())
        self.fields["round"].queryset = still  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    email = address_field()
    use_required_attribute = False
