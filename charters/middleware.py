"""Printed files are given out as files are: before anything is asked of sessions, forms or messages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from charters import papers


class PrintedFiles:
    """Answers for what lies near at hand (charters.papers.Shelf). All else goes on to its view.

    As WhiteNoise does for files on a disk. It asks the database nothing, so nothing can go wrong here. The file brings
    its own security policy, and the log names its route like any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.endswith(".pdf") and request.method in ("GET", "HEAD"):
            return self._near(request) or self.get_response(request)
        return self.get_response(request)

    def _near(self, request: HttpRequest) -> HttpResponseBase | None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return None
        wanted = papers.named(match.kwargs["paper"]) if match.view_name == "charters:paper" else None
        if wanted is None:
            return None
        slug, n, name = match.kwargs["slug"], match.kwargs["n"], match.kwargs["paper"]
        found = papers.shelf.near(slug, n, *wanted)
        if found is None:
            return None
        request.resolver_match = match
        return papers.answer(request, papers.file_name(slug, n, name), *found)
