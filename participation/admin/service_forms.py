"""What staff write of a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.forms import DayField
from config.lib.text_fields import AddressField, LineField
from config.lib.texts import has_letters
from participation.models import Service
from participation.models.kinds import LONGEST_NAME
from participation.register import organisations_meant, services_meant
from participation.service_csv import LARGEST_CSV, LONGEST_EMAIL
from pledges.models import Organisation


class OrganisationField(LineField):
    """An organisation that signed, by its name or the end of its address: there may be thousands."""

    def clean(self, value: Any) -> Any:
        typed: str = super().clean(value)
        if not typed:
            return None
        found = organisations_meant(typed)
        if len(found) == 1 and typed.casefold() in (found[0].slug, found[0].name.casefold()):
            return found[0]
        if not found:
            raise forms.ValidationError(_("No organisation that signed is called “%(name)s”.") % {"name": typed})
        said = _("Which one do you mean? Write the end of its address: %(which)s.")
        offered = ", ".join(_("%(slug)s for %(name)s") % {"slug": one.slug, "name": one.name} for one in found)
        raise forms.ValidationError(said % {"which": offered})

    def prepare_value(self, value: Any) -> Any:
        """The name, or the address where the name alone would not say which."""
        if isinstance(value, int):
            one = Organisation.objects.filter(pk=value).first()
            if one is None:
                return ""
            return one.name if Organisation.objects.filter(name_norm=one.name_norm).count() == 1 else one.slug
        return value


class ServiceForm(forms.ModelForm[Service]):
    use_required_attribute = False
    name = LineField(longest=LONGEST_NAME, label=gettext_lazy("Name"))
    organisation = OrganisationField(
        longest=LONGEST_NAME,
        required=False,
        label=gettext_lazy("Organisation that signed the pledge"),
        help_text=gettext_lazy(
            "Write its name as it stands on the list, or the end of its address. Empty: not signed."
        ),
    )
    asked_on = DayField(
        required=False,
        label=gettext_lazy("Asked to sign the pledge on"),
        help_text=gettext_lazy("Leave it empty if nobody has asked them."),
    )
    lead_name = LineField(longest=LONGEST_NAME, required=False, label=gettext_lazy("Name of the lead"))
    lead_email = AddressField(
        required=False,
        max_length=LONGEST_EMAIL,
        label=gettext_lazy("E-mail of the lead"),
        help_text=gettext_lazy("We send the audit here. Without an address this service cannot be asked."),
    )

    class Meta:
        model = Service
        fields = ("name", "kind", "size", "organisation", "asked_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        service: Service | None = kwargs.get("instance")
        lead = getattr(service, "lead", None) if service is not None else None
        if lead is not None:
            kwargs["initial"] = {"lead_name": lead.name, "lead_email": lead.email} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not has_letters(name):
            raise forms.ValidationError(_("Write a name that can be read out."))
        return name

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day is not None and day.year < 1900:
            raise forms.ValidationError(_("Look at the year."))
        return day

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("lead_name") and not told.get("lead_email") and "lead_email" not in self.errors:
            self.add_error("lead_email", _("Write the e-mail of the lead too, or leave the name out."))
        return told


class OtherServiceForm(forms.Form):
    """Another service, by its name or the end of its address."""

    use_required_attribute = False
    other = LineField(
        longest=LONGEST_NAME,
        label=gettext_lazy("Which service stays?"),
        help_text=gettext_lazy("Its name, or a part of it, or the end of the address of its page."),
    )

    def __init__(self, data: Any = None, *, service: Service) -> None:
        super().__init__(data)
        self.service = service
        self.offered: list[Service] = []

    def clean_other(self) -> Service:
        typed: str = self.cleaned_data["other"]
        found = [one for one in services_meant(typed) if one.pk != self.service.pk]
        if not found:
            raise forms.ValidationError(_("No other service on the register is called “%(name)s”.") % {"name": typed})
        if len(found) > 1:
            self.offered = found
            raise forms.ValidationError(_("More than one service is called that. Choose one of these."))
        return found[0]


class SendListForm(forms.Form):
    """A list of services as a CSV file."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("The CSV file"),
        help_text=gettext_lazy("At most 20,000 rows and 5 megabytes."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_CSV:
            raise forms.ValidationError(_("This file is larger than 5 megabytes. Part it in two."))
        return bytes(sent.read())
