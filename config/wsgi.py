"""What the web server serves."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STATEMENT_MILLISECONDS", "10000")


class PlainRequest(WSGIRequest):
    """Reads everything as UTF-8, as browsers send it; config.errors.PlainErrors refuses what says it is not.

    Django takes up the charset that a request names while it makes the request, before any error page can help: an
    odd one, or one beside too many fields in the address, is an exception that only the web server sees.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class PlainHandler(WSGIHandler):
    request_class = PlainRequest


django.setup(set_prefix=False)
application = PlainHandler()
