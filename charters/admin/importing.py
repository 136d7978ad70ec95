"""Documents at the desk: sent, looked at clause by clause, and saved as a draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charters.actions.imported import (
    NotThere,
    OnItsWay,
    Unanswered,
    keep_answers,
    read_in,
    save_imported,
    throw_away,
)
from charters.actions.importing import CannotImport
from charters.importing.limits import CannotRead
from charters.models import Charter, ImportedDocument
from config.lib.responses import SeeOther

from .import_forms import NewCharterForm, SendForm
from .import_preview import Preview, page_of
from .pages import address_of, log


@admin.register(ImportedDocument)
class ImportedDocumentAdmin(admin.ModelAdmin[ImportedDocument]):
    """No list and no form of Django's own: two pages, one to send a document and one to look at it."""

    def get_urls(self) -> list[URLPattern]:
        send, look = self._wrapped(self.send_view), self._wrapped(self.look_view)
        return [
            path("new/", send, name="charters_import"),
            path("new/<int:charter_id>/", send, name="charters_import"),
            path("<uuid:pk>/", look, name="charters_imported"),
        ]

    def _wrapped(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(view))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def send_view(self, request: HttpRequest, charter_id: int | None = None) -> HttpResponse:
        _only_for_editors(request)
        charter = get_object_or_404(Charter, pk=charter_id) if charter_id is not None else None
        form_class = NewCharterForm if charter is None else SendForm
        form: Any = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
        if request.method == "POST" and form.is_valid():
            try:
                row = read_in(target=charter or form.target(), staff_id=request.user.pk or 0, **form.sent())
            except CannotRead as refused:
                form.add_error("file", str(refused))
            else:
                return SeeOther(reverse("admin:charters_imported", args=[row.pk]))
        return self._page(request, "import", charter, _("Import a document"), form=form)

    def look_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """GET shows a page of clauses; POST keeps what was answered and does what the button says."""
        _only_for_editors(request)
        row = ImportedDocument.objects.select_related("charter").filter(pk=pk).first()
        if row is None:
            return _gone(request)
        preview = Preview(OnItsWay.of(row), page_of(request.GET.get("page", "")), _sent(request))
        if request.method == "POST" and "throw_away" in request.POST:
            return _thrown_away(request, row)
        if request.method == "POST" and preview.is_valid():
            return self._answered(request, preview)
        return self._look(request, preview)

    def _answered(self, request: HttpRequest, preview: Preview) -> HttpResponse:
        row = preview.waiting.row
        try:
            keep_answers(row=row, answers=preview.answered())
            if "save" not in request.POST:
                return SeeOther(_address(row, page_of(request.POST.get("go", ""))))
            version = save_imported(pk=row.pk)
        except NotThere:
            return _gone(request)
        except Unanswered as unanswered:
            messages.error(request, _("Nothing was saved yet. Say of each clause that is unsure whether it is new."))
            return SeeOther(_address(row, preview.page_with(unanswered.clauses[0]), unanswered.clauses[0]))
        except CannotImport as refused:
            messages.error(request, str(refused))
            return SeeOther(_address(row, preview.page))
        log(request, version, "imported")
        messages.success(request, _("Saved as a draft. Nobody sees it but you and your colleagues."))
        return SeeOther(address_of(version))

    def _look(self, request: HttpRequest, preview: Preview) -> HttpResponse:
        return self._page(
            request, "import_preview", preview.waiting.row.charter, _("What we understood"), preview=preview
        )

    def _page(
        self, request: HttpRequest, template: str, charter: Charter | None, title: str, **more: Any
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "charter": charter, **more}
        return TemplateResponse(request, f"admin/charters/{template}.html", context)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _only_for_editors(request: HttpRequest) -> None:
    if not (request.user.has_perm("charters.add_version") and request.user.has_perm("charters.change_version")):
        raise PermissionDenied


def _address(row: ImportedDocument, page: int, clause: int | None = None) -> str:
    place = f"#clause-{clause}" if clause is not None else ""
    return reverse("admin:charters_imported", args=[row.pk]) + (f"?page={page}" if page > 1 else "") + place


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _("This document is not here any more: it was saved or thrown away, or a day has gone by. Send it again."),
    )
    return SeeOther(reverse("admin:charters_charter_changelist"))


def _thrown_away(request: HttpRequest, row: ImportedDocument) -> HttpResponse:
    throw_away(pk=row.pk)
    messages.success(request, _("The document was thrown away. Nothing was changed."))
    if row.charter_id is not None:
        return SeeOther(reverse("admin:charters_charter_change", args=[row.charter_id]))
    return SeeOther(reverse("admin:charters_charter_changelist"))
