"""Wordings: drafts can be written, publishing is an act of its own, and published words are only read."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from config.lib.bounded import BoundedPaginator
from config.lib.broken_rules import rule_broken
from pledges.actions.wordings import AlreadyPublished, NotForEverybody, OutOfOrder, new_version, publish_wording
from pledges.forms_wordings import PledgeWordingForm, WordingForm
from pledges.models import NoticeVersion, PledgeWording, PurposeWording


class WordingAdmin(admin.ModelAdmin[Any]):
    """Common to the three kinds of wording."""

    form = WordingForm
    actions = None
    paginator = BoundedPaginator
    show_full_result_count = False
    change_form_template = "admin/pledges/wording_form.html"
    list_display: Any = ("__str__", "language", "published_at")
    exclude = ("published_at",)
    ordering: ClassVar[Any] = ("-n",)
    sortable_by = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.is_published) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.is_published) and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        name = f"pledges_{self.opts.model_name}"
        acts = (("publish", self.publish_view), ("copy", self.copy_view))
        own = [path(f"<int:pk>/{act}/", self.admin_site.admin_view(view), name=f"{name}_{act}") for act, view in acts]
        return own + super().get_urls()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Rules of the database that two people break together become a message, not an error page."""
        more = {"may_copy": super().has_add_permission(request), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, more)
        except IntegrityError as error:
            messages.error(request, rule_broken(self.model, error))
            return HttpResponseRedirect(request.path)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks once more, POST publishes."""
        wording = get_object_or_404(self.model, pk=pk)
        if not super().has_change_permission(request, wording):
            raise PermissionDenied
        if request.method == "GET" and not wording.is_published:
            context = {**self.admin_site.each_context(request), "wording": wording, "opts": self.opts}
            context["title"] = _("Publish: %(wording)s") % {"wording": wording}
            context["stands_on"] = list(wording.charter_versions.all()) if isinstance(wording, PledgeWording) else []
            return TemplateResponse(request, "admin/pledges/wording_publish.html", context)
        if request.method not in ("GET", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        return self._act(request, wording, lambda: publish_wording(wording), _("Published. Everybody sees it now."))

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        wording = get_object_or_404(self.model, pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._act(request, wording, lambda: new_version(wording), _("This is a new draft with the same words."))

    def _act(self, request: HttpRequest, wording: Any, act: Callable[[], Any], done: str) -> HttpResponse:
        try:
            wording = act()
            messages.success(request, done)
        except AlreadyPublished:
            messages.warning(request, _("This version is published already."))
        except OutOfOrder:
            messages.error(request, _("A newer version is published already. Make a new version from that one."))
        except NotForEverybody:
            messages.error(
                request, _("It stands on a version of a charter that nobody can read now. Choose another one first.")
            )
        except IntegrityError as error:
            messages.error(request, rule_broken(self.model, error))
        return HttpResponseRedirect(reverse(f"admin:pledges_{self.opts.model_name}_change", args=[wording.pk]))


@admin.register(PledgeWording)
class PledgeWordingAdmin(WordingAdmin):
    form = PledgeWordingForm
    list_display = ("__str__", "pledge", "language", "published_at")
    list_select_related = ("pledge",)
    fields = ("pledge", "n", "language", "standard", "easy", "charter_versions")


@admin.register(PurposeWording)
class PurposeWordingAdmin(WordingAdmin):
    list_display = ("__str__", "basis", "language", "published_at")
    list_filter = ("purpose",)
    ordering = ("purpose", "-n")
    fields = ("purpose", "basis", "n", "language", "standard", "easy")


@admin.register(NoticeVersion)
class NoticeVersionAdmin(WordingAdmin):
    fields = ("n", "language", "standard", "easy")
