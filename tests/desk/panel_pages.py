"""Buttons under the lines of easy read, pressed as a browser without scripts presses them."""

from typing import Any

from django.test import Client
from lxml import html

from charters.models import Clause, Version
from tests.charters.factories import document, easy_line, make_draft, promise, section

from .charter_pages import address, changed, fields_on, first_clause

# Each page that has lines of easy read, but for a clause's: the name of its address.
BESIDE = ("opening", "note", "section_change")


def clause_with(*texts: str, **more: Any) -> Clause:
    """The only clause of a draft, with these lines."""
    lines = tuple(easy_line(text) for text in texts)
    return first_clause(make_draft(content=document(section("One", promise("We will.", easy=lines)), **more)))


def press(client: Client, path: str, button: str, **changes: str) -> Any:
    """Opens a page, types, and presses a button of a line."""
    return client.post(path, changed(fields_on(client.get(path)), **changes) | {"lines": button})


def then(client: Client, path: str, page: Any, button: str, **changes: str) -> Any:
    """The next button, on the page that came back."""
    return client.post(path, changed(fields_on(page), **changes) | {"lines": button})


def beside(version: Version, name: str) -> str:
    """The page of what has lines, and no clause."""
    return address(name, version.pk, *((version.sections.all()[0].pk,) if name == "section_change" else ()))


def buttons(page: Any) -> list[str]:
    """What each button of a line would send, the first of the page too."""
    return [one.get("value", "") for one in html.fromstring(page.content.decode()).cssselect("button[name=lines]")]


def panel(page: Any) -> str:
    """What the open panel says; nothing where none is open."""
    found = html.fromstring(page.content.decode()).cssselect(".panel")
    return " ".join(found[0].text_content().split()) if found else ""


def marks(page: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in html.fromstring(page.content.decode()).cssselect(".mark")]


def typed_lines(page: Any, box: str = "text") -> list[str]:
    fields = fields_on(page)
    return [fields[f"lines-{n}-{box}"] for n in range(int(fields["lines-TOTAL_FORMS"]))]
