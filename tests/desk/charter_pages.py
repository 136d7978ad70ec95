"""The desk's pages about a version, filled in as a browser without scripts would send them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from charters.models import Clause, Version

Fields = dict[str, str]


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:charters_{name}", args=args)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def fields_on(answer: Any) -> Fields:
    """What the form on this page would send, but for its buttons."""
    forms: Any = html.document_fromstring(answer.content.decode()).cssselect("form.writing")
    assert forms, words(answer)
    # An empty box has no value on the page, and is sent as one; the line break that a textarea starts with is markup.
    empty = {box.name: "" for box in forms[0].cssselect("input:not([type=checkbox]):not([type=file])") if box.name}
    return empty | {name: value.replace("\r\n", "\n").removeprefix("\n") for name, value in forms[0].form_values()}


def send(client: Client, path: str, **changes: str | None) -> Any:
    """Opens a page, changes some of its boxes (dots for the hyphens of a line), and sends it; None leaves a box out."""
    fields = fields_on(client.get(path))
    return client.post(path, changed(fields, **changes))


def changed(fields: Fields, **changes: str | None) -> Fields:
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in (fields | named).items() if value is not None}


def page_of(clause: Clause) -> str:
    return address("clause_change", clause.version_id, clause.pk)


def first_clause(version: Version) -> Clause:
    return version.clauses.order_by("section", "position")[0]


def texts(version: Version) -> list[list[str]]:
    """The clauses of each section, in order."""
    sections = version.sections.order_by("position")
    return [list(one.clauses.order_by("position").values_list("text", flat=True)) for one in sections]
