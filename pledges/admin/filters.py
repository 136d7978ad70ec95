"""Which signatures a list shows: the queue unless somebody asks for others."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import ENDED

STAGE = "stage"


def is_queue(request: HttpRequest) -> bool:
    """Without a choice, and without a search, the list is the queue."""
    return not request.GET.get(STAGE) and not request.GET.get(SEARCH_VAR)


class StageFilter(admin.SimpleListFilter):
    """The queue matches the partial index pledges_signature_waiting, so its length does not matter."""

    title = _("stage")
    parameter_name = STAGE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("recent", _("Decided just now")), ("no-organisation", _("No organisation yet")), ("all", _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *others = list(super().choices(changelist))
        yield {**first, "display": _("Waiting")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if is_queue(request):
            return queryset.filter(waiting_since__isnull=False)
        if self.value() == "recent":
            since = timezone.now() - settings.UNDO_WINDOW
            # Who changed something since then waits again, and is in the queue.
            return queryset.filter(decided_at__gt=since, waiting_since__isnull=True).exclude(state__in=ENDED)
        if self.value() == "no-organisation":
            return queryset.without_organisation()  # type: ignore[attr-defined, no-any-return]
        return queryset
