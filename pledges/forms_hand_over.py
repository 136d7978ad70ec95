"""Asking a colleague to take a signature over, and what the colleague says."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.text_fields import AddressField

from .forms import ChoicesForm
from .forms_about import AboutSomebodyForm
from .kinds import Channel
from .terms import Terms


class InviteForm(forms.Form):
    """Where we write to. Who they are, they say themselves."""

    email = AddressField(
        max_length=254,
        label=_("Your colleague's e-mail address"),
        help_text=_("We write to them once. We delete the address if they do not answer in two weeks."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter your colleague's e-mail address"),
            "max_length": _("The e-mail address must be 254 characters or fewer"),
        },
    )
    OWN = _("This is your own address. Enter your colleague's")


class StaffInviteForm(InviteForm):
    """The same by staff, who also say how they were told."""

    channel = forms.TypedChoiceField(
        label=_("How did they tell us?"),
        choices=[(c.value, c.label) for c in (Channel.EMAIL, Channel.TELEPHONE, Channel.PAPER)],
        coerce=Channel,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how they told us")),
    )

    def why_not(self) -> str:
        """What is wrong with what was sent."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class TakeOverForm(AboutSomebodyForm, ChoicesForm):
    """Who takes over, and one unticked box for each thing they can agree to."""

    WRONG: ClassVar = {
        "already": _("You have signed for this organisation already, with this e-mail address. Nothing was changed"),
        "too_late": _("This signature cannot be handed over any more. Nothing was changed. Please ask us"),
    }

    def __init__(self, data: Any = None, *, terms: Terms, kind: str, **options: Any) -> None:
        # Ticks count only for the words they were put beside.
        self.words_changed = data is not None and data.get("shown") != terms.key
        if self.words_changed:
            options["initial"] = {"name": data.get("name", ""), "role": data.get("role", "")}
            data = None
        super().__init__(data, terms=terms, kind=kind, **options)
        del self.fields["organisation"]
        self.fields["agreed"].help_text = _("Tick what you are happy with. You can leave them all empty.")
        self.fields["name"].help_text = _("We only show this if you say yes below.")
        self.order_fields(["name", "role", "shown", "agreed"])
