"""What must not be found on a server that families use."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections


def demonstration_staff_on_a_real_server(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy --database default`. Such accounts cannot sign in there; they should be gone."""
    from .models import StaffMember  # noqa: PLC0415 - models are not ready when checks are registered

    if settings.DEBUG or "default" not in (databases or []):
        return []
    if StaffMember._meta.db_table not in connections["default"].introspection.table_names():
        return []
    if not StaffMember.objects.filter(is_demonstration=True, is_active=True).exists():
        return []
    return [
        Error(
            "There are demonstration staff in this database, and DEBUG is off.",
            hint="They cannot sign in. Make them inactive, and look for other demonstration content.",
            id="desk.E001",
        )
    ]
