"""Staff and their groups. An administrator puts people into groups; what a group may do is desk/roles.py."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import StaffMember

admin.site.unregister(Group)


@admin.register(StaffMember)
class StaffMemberAdmin(UserAdmin):  # type: ignore[type-arg]
    """No deleting: what somebody decided keeps naming them. Take away "active" instead."""

    actions = None
    list_display = ("username", "first_name", "last_name", "group_names", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who they are"), {"fields": ("first_name", "last_name", "email")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("What they may do"), {"fields": ("is_staff", "groups")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffMember]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever is added here is meant to sign in."""
        return {"is_staff": True}

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: StaffMember | None = None) -> bool:
        """Only a superuser changes a superuser: else a new password would be a way to every right."""
        above = obj is not None and obj.is_superuser and not getattr(request.user, "is_superuser", False)
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: StaffMember | None = None) -> bool:
        return False

    @admin.display(description=_("groups"))
    def group_names(self, staff: StaffMember) -> str:
        return ", ".join(group.name for group in staff.groups.all()) or "-"


@admin.register(Group)
class DeskGroupAdmin(GroupAdmin):
    """To look at: every migration gives each group exactly its rights again, so changing them here would not last."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False
