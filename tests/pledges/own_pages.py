"""A signatory's own page, as tests open it."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client

from pledges.models import ConsentEntry, PurposeWording, Signature
from post import links


def token_of(signature: Signature) -> str:
    return links.issue(about_app="pledges", about_id=signature.subject_id, scope="own", lifetime=timedelta(days=7))


def own_address(signature: Signature) -> str:
    return f"/pledge/yours/{token_of(signature)}/"


def settle() -> None:
    """Lets the guards that look at the end of a transaction look now, as they do between two acts in life."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def switch(client: Client, own: str, purpose: str, yes: bool, easy: bool = False) -> Any:
    """Presses the switch beside today's words."""
    wording = PurposeWording.objects.filter(purpose=purpose).current()
    assert wording is not None
    form = "easy-read/" if easy else ""
    return client.post(f"{own}choices/{purpose}/{form}", {"yes": "1" if yes else "0", "wording": wording.pk})


def ledger_of(signature: Signature) -> list[tuple[str, str, str]]:
    entries = ConsentEntry.objects.filter(subject_id=signature.subject_id).order_by("seq")
    return list(entries.values_list("purpose", "act", "shown_in"))
