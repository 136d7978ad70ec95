"""Pledges: opened, closed, and named once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.lib.retention import in_words_lazy
from pledges.models import Pledge, PledgeWording
from pledges.models.wordings import KEEP_CLOSED


class PledgeForm(forms.ModelForm[Any]):
    title = forms.CharField(label=_("Title"), max_length=150)

    class Meta:
        help_texts = {
            "is_open": format_lazy(
                _(
                    "Take the tick away to close the pledge. Then nobody can sign it any more, and {period} later the "
                    "details of everybody who signed it are deleted. We write to them a month before. "
                    "Putting the tick back stops this."
                ),
                period=in_words_lazy(KEEP_CLOSED),
            )
        }


@admin.register(Pledge)
class PledgeAdmin(admin.ModelAdmin[Any]):
    """People sign under a name, so a pledge keeps it once it has published words. Closing it is always possible."""

    form = PledgeForm
    actions = None
    fields = ("title", "slug", "is_open", "closed_at")
    list_display = ("title", "is_open", "closed_at")
    sortable_by = ()
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        named = obj is not None and PledgeWording.objects.published().filter(pledge=obj).exists()
        return ("title", "slug", "closed_at") if named else ("closed_at",)

    def save_model(self, request: HttpRequest, obj: Pledge, form: Any, change: bool) -> None:
        """Says what closing has started, with the day, and that opening has stopped it."""
        super().save_model(request, obj, form, change)
        if not change or "is_open" not in form.changed_data:
            return
        # The database has set when it was closed.
        obj.refresh_from_db(fields=["closed_at"])
        if obj.kept_until is None:
            messages.info(request, _("The pledge is open again. Nobody's details are deleted because of the closing."))
            return
        words = _(
            "The pledge is closed. On %(day)s the details of everybody who signed it are deleted. "
            "We write to them a month before. To stop this, open the pledge again."
        )
        messages.warning(request, words % {"day": date_format(obj.kept_until, "j F Y")})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
