"""The consent ledger, to look at."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pledges import receipt_files
from pledges.kinds import Channel
from pledges.models import ConsentEntry, Signature
from pledges.receipts import NothingAgreed, Receipt

from .read_only import ReadOnlyAdmin
from .references import with_reference

RECEIPTS: dict[str, str | Promise] = {"pdf": _("PDF"), "easy_pdf": _("PDF in easy read"), "json": _("JSON")}


@admin.register(ConsentEntry)
class ConsentEntryAdmin(ReadOnlyAdmin):
    list_display = ("reference", "purpose", "act", "channel", "who", "shown_in", "at", "wording", "notice")
    list_select_related = ("wording", "notice")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("subject_id",)
    search_help_text = _("The reference from a letter, such as 1A2B3C4D.")
    fields = (
        "reference",
        "seq",
        "purpose",
        "act",
        "wording",
        "notice",
        "channel",
        "who",
        "shown_in",
        "given_at",
        "at",
        "proof",
        "receipts",
    )
    readonly_fields = fields

    @admin.display(description=_("reference"))
    def reference(self, entry: ConsentEntry) -> str:
        return f"{entry.subject_id.hex[:8].upper()}-{entry.seq}"

    @admin.display(description=_("given by"))
    def who(self, entry: ConsentEntry) -> str:
        """Nobody, where it was taken back because the pledge had ended."""
        return "" if entry.channel == Channel.ENDED else entry.get_given_by_display()

    @admin.display(description=_("hash"))
    def proof(self, entry: ConsentEntry) -> str:
        return bytes(entry.hash).hex()

    @admin.display(description=_("receipt of this subject"))
    def receipts(self, entry: ConsentEntry) -> SafeString:
        """For the data protection officer, also of those who have left."""
        links = (
            (reverse(f"admin:pledges_receipt_{kind}", args=[entry.subject_id]), label)
            for kind, label in RECEIPTS.items()
        )
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.receipt_file)
        ours = [
            path(f"receipt/<uuid:subject_id>/{kind}/", view, {"kind": kind}, f"pledges_receipt_{kind}")
            for kind in receipt_files.KINDS
        ]
        return [*ours, *super().get_urls()]

    def receipt_file(self, request: HttpRequest, subject_id: UUID, kind: str) -> HttpResponse:
        """From the ledger alone: who may read the ledger may not therefore read names. Raises Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            receipt = Receipt.of(subject_id, named=False)
        except (Signature.DoesNotExist, NothingAgreed):
            raise Http404 from None
        return receipt_files.response(receipt, kind)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsentEntry], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (with_reference(queryset, "subject_id", search_term) if search_term else queryset), False
