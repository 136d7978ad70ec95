"""What staff look at: lists of the desk, each of their filters, searches for somebody who is there, a history."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import reverse

from bench.rounds import get, post
from tools.trouble import Trouble

# Somebody on the list whose organisation and mailbox can be asked for.
SOMEBODY = """
    SELECT s.subject_id::text, p.name, p.email, e.organisation FROM pledges_signature s
    JOIN pledges_person p USING (subject_id) JOIN pledges_publicentry e ON e.signature_id = s.subject_id
    WHERE e.organisation <> '' AND e.name <> '' ORDER BY md5(s.subject_id::text) LIMIT 1
"""


@dataclass(frozen=True)
class Page:
    """What it is in the table, where it is, what must stand on it, and what is searched for, if anything is."""

    what: str
    path: str
    marker: bytes = b"</html>"
    typed: str = ""

    def request(self, cookie: str, *headers: str) -> bytes:
        """As the browser sends it. What is searched for at the desk is never in an address."""
        if not self.typed:
            return get(self.path, *headers, f"Cookie: {cookie}")
        page = HttpRequest()
        token = get_token(page)
        body = urlencode({"csrfmiddlewaretoken": token, "q": self.typed})
        return post(self.path, body, *headers, f"Cookie: {cookie}; csrftoken={page.META['CSRF_COOKIE']}")


def signed_in() -> tuple[Client, str]:
    """A client in this process, and the cookie of its session for the real server."""
    staff = get_user_model().objects.get(username="bench-1")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(staff)
    return client, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def pages(client: Client) -> list[Page]:
    subject, name, email, organisation = somebody()
    signatures = reverse("admin:pledges_signature_changelist")
    typed = {"reference": subject[:8].upper(), "name": name, "organisation": organisation, "exact e-mail": email}
    return [
        Page("queue", signatures),
        Page("queue", reverse("admin:index")),
        *(Page(f"search by {what}", signatures, subject.encode(), text) for what, text in typed.items()),
        *filters(client),
        Page("history", reverse("admin:pledges_signature_history", args=[subject])),
        Page("screen", reverse("admin:pledges_signature_change", args=[subject])),
        Page("list of the ledger", reverse("admin:pledges_consententry_changelist")),
        Page("list of organisations", reverse("admin:pledges_organisation_changelist")),
        Page("search by reference", reverse("admin:pledges_consententry_changelist"), typed=subject[:8].upper()),
    ]


def somebody() -> tuple[str, str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY)
        row: tuple[str, str, str, str] | None = cursor.fetchone()
    if row is None:
        raise Trouble("Nobody is on the list.")
    return row


def filters(client: Client) -> Iterator[Page]:
    """Every choice of every filter that a list of pledges offers."""
    for model, options in admin.site._registry.items():
        if model._meta.app_label != "pledges" or not options.list_filter:
            continue
        path = reverse(f"admin:pledges_{model._meta.model_name}_changelist")
        shown: Any = client.get(path).context_data or {}
        for spec in shown["cl"].filter_specs:
            for choice in spec.choices(shown["cl"]):
                yield Page("filter", path + choice["query_string"])
