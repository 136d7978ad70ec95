"""One line in the log for each request, which names its route and never its address."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from post.logs import route_of

logger = logging.getLogger("post.requests")


class RouteLog:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        took = (time.perf_counter() - start) * 1000
        logger.info("%s %s %d %.0f ms", request.method, route_of(request), response.status_code, took)
        return response
