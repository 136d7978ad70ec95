"""Lists of the desk that are as quick with a million rows: pages cut by key, no counts, and search by POST.

What staff search for is a name or an e-mail address. An address of a page stands in the browser's history and perhaps
in logs on the way, so what is searched for is never in one: it is sent as a form, and its answer is one page without
neighbours. Filters stay in the address; so does the place where a page begins, which is no name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from config.lib.bounded import BoundedPaginator
from config.lib.texts import clean_line
from pledges.finding import LONGEST, in_time
from pledges.search import TooSlow

PLACES = ("after", "before")
# A key that is a number, in an address.
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def is_search(request: HttpRequest) -> bool:
    return bool(searched(request))


def searched(request: HttpRequest) -> str:
    """What is searched for. Only ever from the body of a request."""
    return clean_line(request.POST.get("q", ""))[:LONGEST] if request.method == "POST" else ""


@dataclass(frozen=True)
class Wanted:
    """A page of a list: what was chosen in its filters, and after or before which row it is."""

    chosen: Mapping[str, str]
    place: Any = None
    backwards: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found, and whether more fits than was looked at."""

    rows: Sequence[Any]
    many: bool = False


class DeskList(ChangeList):
    """Django's list, but for how rows are found. Takes nothing from an address that no filter of ours is called."""

    earlier: str = ""
    later: str = ""
    # Of a search: more fits than is shown, more than was looked at, and it was given up.
    more = many = slow = False

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        ours: Any = self.list_filter
        names = [one.parameter_name for one in ours]
        self.filter_params = {name: values for name, values in self.filter_params.items() if name in names}
        self.params = {name: values[-1] for name, values in self.filter_params.items()}
        self.query = searched(request)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """None: each list brings its rows in its own order."""
        return []

    def get_results(self, request: HttpRequest) -> None:
        desk: Any = self.model_admin
        specs: Any = self.filter_specs
        # A filter knows what may be chosen in it; anything else is as nothing.
        self.chosen = {spec.parameter_name: spec.chosen() for spec in specs if spec.chosen()}
        rows = self._found(desk) if self.query else self._page(desk, request)
        self.result_list = rows
        self.result_count = len(rows)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = self.can_show_all = self.multi_page = False
        self.paginator = desk.get_paginator(request, self.queryset.none(), self.list_per_page)

    @property
    def here(self) -> str:
        """The list as it is filtered, from its start."""
        return self.get_query_string()

    def _found(self, desk: "DeskListAdmin") -> list[Any]:
        try:
            with in_time():
                found = desk.found(self.queryset, self.query, self.chosen, self.list_per_page + 1)
        except TooSlow:
            self.slow, found = True, Found([])
        self.more, self.many = len(found.rows) > self.list_per_page, found.many
        return list(found.rows[: self.list_per_page])

    def _page(self, desk: "DeskListAdmin", request: HttpRequest) -> list[Any]:
        """One row more than fits says whether there is another page."""
        most = self.list_per_page
        after, before = (desk.place_in(request.GET.get(name, "")) for name in PLACES)
        wanted = Wanted(self.chosen, after or before, backwards=bool(before and not after))
        rows = desk.rows(self.queryset, wanted, most + 1)
        if wanted.backwards and len(rows) <= most:
            # There is no full page before: the first page is meant.
            wanted = Wanted(self.chosen)
            rows = desk.rows(self.queryset, wanted, most + 1)
        more, rows = len(rows) > most, list(rows[:most])
        if wanted.backwards:
            rows.reverse()
        if rows:
            self.earlier = self._at("before", desk, rows[0]) if wanted.place and (more or not wanted.backwards) else ""
            self.later = self._at("after", desk, rows[-1]) if more or wanted.backwards else ""
        return rows

    def _at(self, name: str, desk: "DeskListAdmin", row: Any) -> str:
        return "?" + urlencode({**self.params, name: desk.place_of(row, self.chosen)})


class DeskListAdmin(admin.ModelAdmin[Any]):
    """What a list of the desk has to say of itself."""

    actions = None
    change_list_template = "admin/desk_list.html"
    list_per_page = 50
    # For what is left of Django's own pages: the history of one row.
    paginator = BoundedPaginator
    preserve_filters = False
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()
    # The words on the links to the pages before and after, and what to try where a search finds nothing.
    earlier_words: Any = ""
    later_words: Any = ""
    nothing_found: Any = ""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only our filters get so far; what else stands in an address is left out before."""
        return True

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What fits is asked for in `found`."""
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"earlier_words": self.earlier_words, "later_words": self.later_words, **(extra_context or {})}
        return super().changelist_view(request, more)

    def place_in(self, text: str) -> Any:
        """The place that an address names, or None for what none of our links says."""
        raise NotImplementedError

    def place_of(self, row: Any, chosen: Mapping[str, str]) -> str:
        """Where this row stands, for an address: no name."""
        raise NotImplementedError

    def rows(self, listed: QuerySet[Any], wanted: Wanted, most: int) -> Sequence[Any]:
        """The rows nearest to the place, in the order in which they lie from it."""
        raise NotImplementedError

    def found(self, listed: QuerySet[Any], typed: str, chosen: Mapping[str, str], most: int) -> Found:
        """What fits what staff search for, of what the filters leave."""
        raise NotImplementedError


def in_order(listed: QuerySet[Any], keys: Sequence[Any]) -> list[Any]:
    """The rows with these keys, as the keys come."""
    by_key = {row.pk: row for row in listed.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]
