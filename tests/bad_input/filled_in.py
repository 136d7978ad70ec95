"""Forms on a page, as a browser without scripts would send them."""

from typing import Any

from lxml import html


def form_in(page: str) -> Any:
    """The form in the main part of a page, or None."""
    forms = html.document_fromstring(page).cssselect("main form")
    return forms[0] if forms else None


def fields_of(form: Any) -> list[tuple[str, str]]:
    """Names and values in the order of the form. The line break that a textarea starts with is markup, not text."""
    written = {field.name: field for field in form.cssselect("textarea")}
    return [
        (name, value.removeprefix("\n") if name in written else value)
        for name, value in ((name, value.replace("\r\n", "\n")) for name, value in form.form_values())
    ]
