"""The page of one version: its state, what it still lacks, everything that stands in it, and what can be done."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from charters.models import Version
from charters.models.kinds import VersionState
from config.lib.responses import SeeOther

from . import arranging, beside, changes, clauses, papers, reader, reading, states, write
from .contents import contents_of
from .files import file_view
from .history import history_page
from .pages import version_or_404
from .pictures import pictures_view

VIEWS = (
    ("<int:version_id>/write/", write.write_view, "charters_write"),
    ("<int:version_id>/write/side/", write.side_view, "charters_write_side"),
    ("<int:version_id>/write/parts/<int:section_id>/", write.part_view, "charters_write_part"),
    ("<int:version_id>/opening/", beside.opening_view, "charters_opening"),
    ("<int:version_id>/note/", beside.note_view, "charters_note"),
    ("<int:version_id>/meeting-rules/", beside.rules_view, "charters_rules"),
    ("<int:version_id>/arrange/", arranging.arrange_view, "charters_arrange"),
    ("<int:version_id>/clauses/add/", clauses.add_clause_view, "charters_clause_add"),
    ("<int:version_id>/clauses/<int:clause_id>/", clauses.change_clause_view, "charters_clause_change"),
    ("<int:version_id>/clauses/<int:clause_id>/delete/", arranging.delete_clause_view, "charters_clause_delete"),
    ("<int:version_id>/sections/add/", clauses.add_section_view, "charters_section_add"),
    ("<int:version_id>/sections/<int:section_id>/", clauses.change_section_view, "charters_section_change"),
    ("<int:version_id>/sections/<int:section_id>/delete/", arranging.delete_section_view, "charters_section_delete"),
    ("<int:version_id>/lists/<str:name>/add/", beside.add_row_view, "charters_row_add"),
    ("<int:version_id>/lists/<str:name>/<str:row_id>/", beside.change_row_view, "charters_row_change"),
    ("<int:version_id>/lists/<str:name>/<str:row_id>/remove/", arranging.remove_row_view, "charters_row_remove"),
    ("<int:version_id>/consult/", states.consult_view, "charters_consult"),
    ("<int:version_id>/ask/", states.ask_view, "charters_ask"),
    ("<int:version_id>/back/", states.back_view, "charters_back"),
    ("<int:version_id>/readers/", reading.readers_view, "charters_readers"),
    ("<int:version_id>/readers/<int:result_id>/", reading.answer_view, "charters_reading_answer"),
    ("<int:version_id>/publish/", states.publish_view, "charters_publish"),
    ("<int:version_id>/withdraw/", states.withdraw_view, "charters_withdraw"),
    ("<int:version_id>/discard/", states.discard_view, "charters_discard"),
    ("<int:version_id>/paper/", papers.papers_view, "charters_papers"),
    ("<int:version_id>/paper/reading-kit.pdf", papers.reading_kit_view, "charters_reading_kit"),
    ("<int:version_id>/paper/<str:paper>.pdf", papers.paper_view, "charters_paper"),
    ("<int:version_id>/reader/", reader.reader_view, "charters_reader"),
    ("<int:version_id>/changes/", changes.changes_view, "charters_changes"),
    ("pictures/", pictures_view, "charters_pictures"),
    ("files/<str:sha256>/", file_view, "charters_file"),
)


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin[Version]):
    """Has no list of its own: versions stand on the page of their charter, and that is where they are begun."""

    actions = None

    def get_urls(self) -> list[URLPattern]:
        own = [path(route, self.admin_site.admin_view(view), name=name) for route, view, name in VIEWS]
        return own + super().get_urls()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return SeeOther(reverse("admin:charters_charter_changelist"))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            return SeeOther(reverse("admin:charters_charter_changelist"))
        return SeeOther(reverse("admin:charters_discard", args=[int(object_id)]))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Steps of writing too, with their words."""
        found = self.get_object(request, object_id)
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        return history_page(request, version_or_404(found.pk))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """It changes nothing: what is pressed here leads to an act."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        found = self.get_object(request, object_id)
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        version = version_or_404(found.pk)
        may_write = self.has_change_permission(request, version)
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(charter)s, version %(n)s") % {"charter": version.charter, "n": version.n},
            "version": version,
            "charter": version.charter,
            "may_write": may_write and version.is_open,
            "may_act": may_write,
            "may_discard": self.has_delete_permission(request, version),
            "is_public": version.is_public,
            "in_consultation": version.state in (VersionState.CONSULTATION, VersionState.AGREED),
            **contents_of(version),
        }
        return TemplateResponse(request, "admin/charters/version.html", context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Version | None:
        """Without its document, which may be large and is not shown here."""
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            return None
        return Version.objects.defer("document").filter(pk=int(object_id)).first()
