"""Partners: who agrees charters. Their address is for asking them, and stands nowhere else."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import uploads
from charters.actions import save_partner
from charters.models import Partner
from charters.models.kinds import LONGEST_TITLE
from config.lib.text_fields import AddressField, LineField

from .base import RulesInWords
from .forms_beside import read_upload


class PartnerForm(forms.ModelForm[Partner]):
    name = LineField(longest=LONGEST_TITLE, label=gettext_lazy("Name"))
    email = AddressField(
        required=False,
        max_length=254,
        label=gettext_lazy("E-mail for agreeing"),
        help_text=gettext_lazy(
            "We write here when the partner is asked to agree. Better an office than a person. Nobody else sees it."
        ),
    )
    upload = forms.FileField(
        required=False,
        label=gettext_lazy("New logo"),
        help_text=gettext_lazy(
            "A PNG or a JPEG: one megabyte and 2000 pixels at most. What is written inside the file besides the "
            "picture is thrown away."
        ),
    )
    no_logo = forms.BooleanField(required=False, label=gettext_lazy("Take the logo away"))

    class Meta:
        model = Partner
        fields = ("name", "kind", "email")
        help_texts = {
            "kind": gettext_lazy(
                "Name, kind and logo stand in each version. Change one, and partners of versions that are being "
                "written have to be asked again. Published versions keep what they show."
            )
        }

    def clean_upload(self) -> Any:
        sent = self.cleaned_data["upload"]
        self.kept = read_upload(sent, uploads.logo, uploads.LARGEST_LOGO) if sent else None
        return sent


@admin.register(Partner)
class PartnerAdmin(RulesInWords[Partner]):
    form = PartnerForm
    list_display = ("name", "kind", "can_be_asked")
    readonly_fields = ("logo_shown",)

    def save_model(self, request: HttpRequest, obj: Partner, form: Any, change: bool) -> None:
        kept: uploads.Upload | None = form.kept
        logo = (kept.content, kept.type) if kept else None
        save_partner(partner=obj, logo=logo, without_logo=form.cleaned_data["no_logo"])

    def get_fields(self, request: HttpRequest, obj: Partner | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ["name", "kind", "email", "logo_shown"]
        has_logo = obj is not None and obj.logo_id is not None
        return [
            "name",
            "kind",
            "email",
            *(["logo_shown"] if has_logo else []),
            "upload",
            *(["no_logo"] if has_logo else []),
        ]

    @admin.display(description=gettext_lazy("can be asked"))
    def can_be_asked(self, partner: Partner) -> str:
        return _("has an e-mail address") if partner.email else _("no e-mail address yet")

    @admin.display(description=gettext_lazy("logo"))
    def logo_shown(self, partner: Partner) -> str:
        if partner.logo_id is None:
            return "-"
        address = reverse("admin:charters_file", args=[bytes(partner.logo_id).hex()])
        return format_html('<img class="logo" src="{}" alt="{}">', address, _("The logo as it is now"))
