"""The consent ledger, to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pledges.kinds import Channel
from pledges.models import ConsentEntry

from .read_only import ReadOnlyAdmin
from .references import with_reference


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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsentEntry], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (with_reference(queryset, "subject_id", search_term) if search_term else queryset), False
