"""What a list of signatures can be narrowed by: the queue unless somebody asks for others."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pledges.kinds import ORGANISATION_KINDS, Kind
from pledges.models import Pledge

from .lists import is_search

STAGE = "stage"
STAGES: Sequence[tuple[str, Any]] = (
    ("recent", _("Decided just now")),
    ("no-organisation", _("No organisation yet")),
    ("changes-asked", _("Asked for a change")),
    ("approved", _("Approved")),
    ("rejected", _("Turned down")),
    ("ended", _("Left, or taken over")),
    ("all", _("All")),
)


def is_queue(request: HttpRequest) -> bool:
    """Without a stage, and without a search, the list is the queue."""
    return request.GET.get(STAGE, "") not in dict(STAGES) and not is_search(request)


class Choices(admin.SimpleListFilter):
    """One question with a few answers. The list itself asks the database (shelves.py); this says what was chosen."""

    def chosen(self) -> str:
        """The answer, where it is one of ours."""
        value = self.value() or ""
        return value if value in {str(key) for key, _words in self.lookup_choices} else ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        return None

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Django's, which while something is searched for are pressed, so that the search goes on among fewer."""
        form = "changelist-search" if changelist.query else ""
        name, chosen = str(self.parameter_name), self.chosen()
        for key, words in (("", self.any_words()), *self.lookup_choices):
            yield {
                "selected": chosen == str(key),
                "query_string": changelist.get_query_string({name: key or None}),
                "display": words,
                "form": form,
            }

    def any_words(self) -> Any:
        """What it is called when nothing is chosen."""
        return _("All")


class StageFilter(Choices):
    title = _("stage")
    parameter_name = STAGE

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self._searching = is_search(request)
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """A search is among all, unless something else is chosen: so there it needs no "All" besides."""
        if self._searching:
            return [("waiting", _("Waiting")), *(stage for stage in STAGES if stage[0] != "all")]
        return list(STAGES)

    def any_words(self) -> Any:
        return _("All") if self._searching else _("Waiting")


class KindFilter(Choices):
    title = _("who signs")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in Kind]


class OrganisationKindFilter(Choices):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in ORGANISATION_KINDS]


class PledgeFilter(Choices):
    """Where there are several pledges."""

    title = _("pledge")
    parameter_name = "pledge"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.pledges = list(Pledge.objects.order_by("pk").values_list("pk", "title"))
        return [(str(pk), title) for pk, title in self.pledges] if len(self.pledges) > 1 else []
