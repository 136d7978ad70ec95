"""The links to stop letters and to find a lost page, as tests open them; and what a request gives away of itself."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from pledges.models import Signature
from post import links
from post.models import Outbox, Tally

LOST, STOPPED, NOT_ME = "/pledge/lost-link/", "/pledge/stopped/", "/pledge/not-me/"
# What a mail program sends for its reader (RFC 8058), and nothing else: no cookies, no token.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
RANDOM = ("id", "about_id", "recipient", "message_id")


def stop_address(signature: Signature) -> str:
    secret = links.lasting(about_app="pledges", about_id=signature.subject_id, scope="stop")
    return f"/pledge/stop/{secret}/"


def normalised(text: str) -> str:
    """A statement without what was put into it: only its kind and its shape are left."""
    text = re.sub(r'"s\d+_x\d+"', "savepoint", text)
    text = re.sub(r"'(?:[^']|'')*'(::\w+)?| *-?\b\d+\b", "?", text)
    return re.sub(r"\(\?(?:, \?)*\)", "(?)", text)


def row_of(row: Outbox) -> dict[str, Any]:
    """A row of the queue without what is random, typed, or a moment."""
    return {
        field.name: type(value).__name__ if field.name in RANDOM else value
        for field in Outbox._meta.concrete_fields
        if (value := getattr(row, field.attname)) is not None and field.name not in ("not_before", "created_at")
    }


def measured(request: Callable[[], Any]) -> dict[str, Any]:
    """Everything that somebody at the screen, or beside the database, could measure of one request."""
    for model in (Outbox, Tally, DBTaskResult):
        model.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        response = request()
    return {
        "statements": [normalised(query["sql"]) for query in queries.captured_queries],
        "rows": [row_of(row) for row in Outbox.objects.all()],
        "tasks": DBTaskResult.objects.count(),
        "answer": (response.status_code, response.content, sorted(response.headers.items())),
        "cookies": sorted(response.cookies),
    }
