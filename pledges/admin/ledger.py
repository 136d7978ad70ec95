"""The consent ledger, to look at."""

from collections.abc import Mapping, Sequence
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
from pledges.finding import reference_limits
from pledges.kinds import Channel
from pledges.models import ConsentEntry, Signature
from pledges.receipts import NothingAgreed, Receipt

from .lists import NUMBER, Found, Wanted
from .read_only import ReadOnlyAdmin

RECEIPTS: dict[str, str | Promise] = {"pdf": _("PDF"), "easy_pdf": _("PDF in easy read"), "json": _("JSON")}


@admin.register(ConsentEntry)
class ConsentEntryAdmin(ReadOnlyAdmin):
    list_display = ("reference", "purpose", "act", "channel", "who", "shown_in", "at", "wording", "notice")
    list_select_related = ("wording", "notice")
    earlier_words, later_words = _("Newer"), _("Older")
    nothing_found = _("It is only searched by references: four characters or more, of the letters A to F and digits.")
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Consent ledger"), **(extra_context or {})})

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

    def place_in(self, text: str) -> int | None:
        return int(text) if NUMBER.fullmatch(text) else None

    def place_of(self, row: ConsentEntry, chosen: Mapping[str, str]) -> str:
        return str(row.pk)

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[ConsentEntry]:
        if wanted.place is not None:
            listed = listed.filter(pk__gt=wanted.place) if wanted.backwards else listed.filter(pk__lt=wanted.place)
        return list(listed.order_by("pk" if wanted.backwards else "-pk")[:most])

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        """All entries of whoever has this reference: there is nothing else to find them by."""
        limits = reference_limits(typed)
        if limits is None:
            return Found([])
        entries = listed.filter(subject__gte=limits[0], subject__lte=limits[1])
        return Found(list(entries.order_by("subject", "-seq")[:most]))
