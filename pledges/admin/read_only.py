"""For what staff may look at and only an act may change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from config.lib.bounded import BoundedPaginator


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """No adding, changing or deleting, not even for a superuser; no counting of the whole table."""

    actions = None
    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
