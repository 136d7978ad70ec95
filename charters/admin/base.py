"""What the lists of charters and of partners have in common."""

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.db.models import ProtectedError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from config.lib.bounded import BoundedPaginator
from config.lib.broken_rules import rule_broken
from config.lib.responses import SeeOther

AnyModel = TypeVar("AnyModel", bound=models.Model)


class RulesInWords(admin.ModelAdmin[AnyModel]):
    """Rules of the database that two people break together become a message, not an error page."""

    actions = None
    sortable_by = ()
    paginator = BoundedPaginator
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """One way to save, and no others."""
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        try:
            return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})
        except IntegrityError as error:
            messages.error(request, rule_broken(self.model, error))
            return SeeOther(request.path)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            messages.warning(request, _("Nothing was deleted: a version speaks of it."))
            return SeeOther(request.path.removesuffix("delete/") + "change/")
