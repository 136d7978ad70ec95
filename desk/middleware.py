"""Who did it, for the history of staff acts."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class StaffActs:
    """Tells the history which member of staff acts, and on which page, by number and by name of the route.

    Never an address: it could hold a private link. Only at the desk, and only for requests that may change
    something, so that public pages neither read the session nor vary by it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(staff=request.user.pk):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Django knows the route only now. Does nothing where no context was opened above."""
        if request.resolver_match is not None:
            pghistory.context(view=request.resolver_match.view_name)
