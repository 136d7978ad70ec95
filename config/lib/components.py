"""Template tags for templates/components/, which take the same inputs as GOV.UK Frontend's macros, in snake_case.

Nothing here is marked safe but what the templates themselves escaped. A component's `html` input is shown as it is
only when it is already safe (a SafeString made by a template or `format_html`); anything else is escaped.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from config.lib.form_fields import component_of, errors_of

register = template.Library()
UPLOADED = re.compile(r"[0-9a-f]{64}")
# "e-mail", "Mary-Ann", and not the beginning of an address: the odd ones of what is split by it.
SHORT_WITH_HYPHEN = re.compile(r"(?<![\w@.-])(\w{1,8}-\w{1,8})(?![\w@-]|\.\w)")


@register.simple_tag
def attributes(given: Mapping[str, Any] | None) -> SafeString:
    """HTML attributes from a mapping, as govukAttributes writes them: an optional one is left out when empty."""
    parts = []
    for name, item in (given or {}).items():
        optional = isinstance(item, Mapping) and item.get("optional") is True
        value = item.get("value") if isinstance(item, Mapping) else item
        if optional and value is True:
            parts.append(f" {conditional_escape(name)}")
        elif not (optional and (value is None or value is False)):
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else value
            parts.append(f' {conditional_escape(name)}="{conditional_escape(text)}"')
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped above


@register.filter
def without_nul(typed: object) -> object:
    """What was typed, to stand in its box again, but for what no page may hold."""
    return typed.replace("\x00", "") if isinstance(typed, str) else typed


@register.simple_tag
def together(*words: object) -> str:
    """The words that are not empty, with spaces between: for class and aria-describedby, never empty and present."""
    return " ".join(text for text in (str(word or "").strip() for word in words) if text)


@register.simple_tag
def suffixed(base: object, suffix: str, when: object = True) -> str:
    """`base` with `suffix` if `when` holds, else nothing: the id of a hint that may not be there."""
    return f"{base}{suffix}" if when else ""


@register.filter
def given(value: object) -> bool:
    """Whether an input was passed at all: 0 and False are given, an unknown variable and None are not."""
    return value is not None and value != ""


@register.filter
def yes_no(value: object) -> str:
    """`true` or `false`, as attributes such as spellcheck and data-… want it."""
    return "true" if value is True else "false" if value is False else str(value)


@register.simple_tag
def item_id(item: Mapping[str, Any], prefix: str, position: int) -> str:
    """The id of a radio or checkbox. The first has no number, so that the error summary can link to it."""
    return str(item.get("id") or (prefix if position == 1 else f"{prefix}-{position}"))


@register.simple_tag
def is_chosen(item: Mapping[str, Any], chosen: object, state: str = "checked") -> bool:
    """Whether a radio, checkbox or option is on: its own say first, else the component's value or values."""
    own = item.get(state)
    if own is not None:
        return bool(own)
    if not chosen:
        return False
    value = item.get("value", item.get("text"))
    if isinstance(chosen, list | tuple | set):
        return value in chosen
    return bool(value == chosen)


@register.filter
def items_of(actions: Mapping[str, Any] | None) -> list[Any]:
    """The `items` of an input. A template's own `actions.items` is the dict's method where there are none."""
    return list((actions or {}).get("items") or [])


@register.simple_tag
def any_actions(rows: list[Mapping[str, Any]] | None) -> bool:
    """Whether any row of a summary list has links: the others then keep their place free."""
    return any(items_of((row or {}).get("actions")) for row in rows or [])


@register.simple_tag
def component(name: str, inputs: Mapping[str, Any] | None, **more: Any) -> SafeString:
    """One component from a mapping of its inputs. `{% include ... with ... only %}` does the same by hand."""
    return SafeString(get_template(f"components/{name}.html").render({**(inputs or {}), **more}))


@register.simple_tag
def picture_url(name: str) -> str:
    """The address of a picture by our own name for it; one that staff uploaded is named by its SHA-256."""
    return reverse("charters:picture", args=[name]) if UPLOADED.fullmatch(name) else static(f"pictures/{name}.svg")


@register.filter
def whole_words(text: object) -> SafeString:
    """The text with each short word that has a hyphen kept on one line: "e-mail" parted is hard to read.

    Words that are safe already, as a translation is, are not escaped twice; whole HTML is left as it is.
    """
    is_safe = isinstance(text, SafeString)
    if isinstance(text, SafeString) and "<" in text:
        return text
    parts = (part if is_safe else conditional_escape(part) for part in SHORT_WITH_HYPHEN.split(str(text)))
    return mark_safe("".join(f'<span class="whole">{p}</span>' if n % 2 else p for n, p in enumerate(parts)))  # noqa: S308


@register.simple_tag
def form_field(bound: Any) -> SafeString:
    """A bound field of a Django form as the component that suits its widget."""
    found = component_of(bound)
    if found is None:
        return SafeString("")
    name, inputs = found
    for item in inputs.get("items", []):
        if item and "reveals" in item:
            inner = component_of(item["reveals"], revealed=True)
            if inner:
                item["conditional"] = {"html": component(*inner)}
    return component(name, inputs)


@register.simple_tag
def error_summary(form: BaseForm | None) -> SafeString:
    """ "There is a problem", once a form: base.html shows it above the heading, and crispy would show it again."""
    if not form or not form.is_bound or getattr(form, "summary_shown", False):
        return SafeString("")
    listed = errors_of(form)
    if not listed:
        return SafeString("")
    form.summary_shown = True  # type: ignore[attr-defined]
    return component("error_summary", {"error_list": listed})
