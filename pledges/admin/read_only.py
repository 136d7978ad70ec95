"""For what staff may look at and only an act may change."""

from typing import Any

from django.http import HttpRequest

from .lists import DeskListAdmin


class ReadOnlyAdmin(DeskListAdmin):
    """No adding, changing or deleting, not even for a superuser."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
