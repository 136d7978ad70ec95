"""Pledges: opened, closed, and named once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pledges.models import Pledge, PledgeWording


class PledgeForm(forms.ModelForm[Any]):
    title = forms.CharField(label=_("Title"), max_length=150)


@admin.register(Pledge)
class PledgeAdmin(admin.ModelAdmin[Any]):
    """People sign under a name, so a pledge keeps it once it has published words. Closing it is always possible."""

    form = PledgeForm
    actions = None
    fields = ("title", "slug", "is_open")
    list_display = ("title", "is_open")
    sortable_by = ()
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        named = obj is not None and PledgeWording.objects.published().filter(pledge=obj).exists()
        return ("title", "slug") if named else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
