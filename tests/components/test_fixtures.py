"""Our components against every fixture that govuk-frontend ships for them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.safestring import SafeString
from lxml import html

from config.lib.components import component

PACKAGE = Path(settings.BASE_DIR) / "node_modules/govuk-frontend/dist/govuk/components"
COMPONENTS = (
    "back-link",
    "button",
    "checkboxes",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "radios",
    "select",
    "summary-list",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)
# Fixtures that we do not follow, each with the reason. A fixture that passes after all, or is gone, fails the test.
NOT_FOLLOWED: dict[tuple[str, str], str] = {
    ("file-upload", name): "the browser's own box needs no script, and every reader of screens knows it"
    for name in (
        "enhanced",
        "enhanced, with error message and hint",
        "enhanced, multiple files",
        "enhanced, custom wrapper classes and attributes",
        "translated",
    )
}


def snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def our_inputs(options: Any, name: str = "", *, raw: bool = False) -> Any:
    """A fixture's options as our inputs: snake_case names, and `html` marked safe as a template would have it."""
    if isinstance(options, dict):
        kept = name == "attributes"
        return {
            (key if kept or raw else snake(key)): our_inputs(value, key, raw=kept) for key, value in options.items()
        }
    if isinstance(options, list):
        return [our_inputs(item, name) for item in options]
    if isinstance(options, str) and (name.lower().endswith("html")):
        return SafeString(options)
    return options


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def shape(element: html.HtmlElement) -> tuple[Any, ...]:
    """An element as something to compare: white space and the order of attributes do not count."""
    attributes = {key: squeezed(value) for key, value in element.attrib.items()}
    inside: list[Any] = [squeezed(element.text)]
    for child in element:
        inside += [shape(child), squeezed(child.tail)]
    return (element.tag, sorted(attributes.items()), [part for part in inside if part != ""])


def same_html(ours: str, theirs: str) -> bool:
    def parsed(text: str) -> tuple[Any, ...]:
        return shape(html.fragment_fromstring(text, create_parent="body"))

    return parsed(ours) == parsed(theirs)


def fixtures() -> list[Any]:
    found = []
    for name in COMPONENTS:
        listed = json.loads((PACKAGE / name / "fixtures.json").read_text())["fixtures"]
        found += [pytest.param(name, fixture, id=f"{name}: {fixture['name']}") for fixture in listed]
    return found


@pytest.mark.parametrize(("name", "fixture"), fixtures())
def test_component_gives_html_of_fixture(name: str, fixture: dict[str, Any]) -> None:
    ours = component(name.replace("-", "_"), our_inputs(fixture["options"]))

    same = same_html(ours, fixture["html"])

    if (name, fixture["name"]) in NOT_FOLLOWED:
        assert not same, "This fixture passes now: take it off the list."
    else:
        assert same, f"ours:\n{ours}\n\ntheirs:\n{fixture['html']}"


def test_list_of_fixtures_not_followed_names_only_fixtures_that_exist() -> None:
    known = {(name, fixture["name"]) for name, fixture in (param.values for param in fixtures())}

    assert set(NOT_FOLLOWED) <= known


def test_html_that_is_not_safe_is_escaped() -> None:
    shown = component("hint", {"html": "<script>alert(1)</script>"})

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
