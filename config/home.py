"""The home page and what every template may know about the area."""

from django.conf import settings
from django.http import HttpRequest


def area(request: HttpRequest) -> dict[str, object]:
    """Template context: whose portal this is."""
    return {"area": settings.AREA}
