"""Finding rows by the reference that stands in letters, so that no name ever gets into an address."""

import re
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def with_reference(rows: QuerySet[M], field: str, typed: str) -> QuerySet[M]:
    """The rows whose subject has this reference, from the index of the whole id."""
    start = re.sub(r"[\s-]", "", typed).lower()[:32]
    if not re.fullmatch(r"[0-9a-f]{4,32}", start):
        return rows.none()
    limits: dict[str, Any] = {
        f"{field}__gte": UUID(start.ljust(32, "0")),
        f"{field}__lte": UUID(start.ljust(32, "f")),
    }
    return rows.filter(**limits)
