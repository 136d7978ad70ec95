"""From a bound field of a Django form to the inputs of a GOV.UK Frontend component.

A form says what Django has no place for in two class attributes:

    page_heading = "kind"                     this field's label or legend is the page's h1
    looks = {"kind": Look(hints={"school": _("Any school, also a special school")})}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Look:
    """How one field is shown, where the default will not do."""

    hints: Mapping[str, Any] = field(default_factory=dict)  # choice -> a hint under that choice
    reveals: Mapping[str, str] = field(default_factory=dict)  # choice -> name of the field shown when it is chosen
    classes: str = ""  # more classes for the input, the radios or the checkboxes
    label_classes: str = ""
    divider_before: str = ""  # the choice that "or" stands before
    spellcheck: bool | None = None
    prefix: str = ""
    suffix: str = ""
    is_trap: bool = False  # for programs that fill in every box: people, and what reads to them, pass it by


PLAIN = Look()
TRAP = Look(is_trap=True)
# Out of sight by a class, so that a program that reads the page alone takes it for a box like any other.
TRAP_GROUP = {"classes": "trap", "attributes": {"aria-hidden": "true"}}
# What the component writes itself. `required` stays out: the browser's own bubbles are hard to read and to translate.
NOT_PASSED_ON = {"id", "name", "type", "value", "class", "rows", "cols", "required", "autocomplete", "spellcheck",
                 "inputmode", "pattern", "autocapitalize", "aria-describedby", "aria-invalid", "disabled"}  # fmt: skip


def look_of(bound: BoundField) -> Look:
    looks: Mapping[str, Look] = getattr(bound.form, "looks", {})
    return looks.get(bound.name, PLAIN)


def is_revealed(bound: BoundField) -> bool:
    """Whether a choice of another field shows this one, so that it is not shown on its own as well."""
    looks: Mapping[str, Look] = getattr(bound.form, "looks", {})
    return any(bound.name in look.reveals.values() for look in looks.values())


def component_of(bound: BoundField, *, revealed: bool = False) -> tuple[str, dict[str, Any]] | None:
    """The component's name and inputs; None for a field that another one shows."""
    if is_revealed(bound) and not revealed:
        return None
    widget = bound.field.widget
    for kind, name, inputs in COMPONENTS:
        if isinstance(widget, kind):
            return name, inputs(bound)
    return "input", text_inputs(bound) | {"type": getattr(widget, "input_type", "text")}


def is_heading(bound: BoundField) -> bool:
    return getattr(bound.form, "page_heading", None) == bound.name


def shared_inputs(bound: BoundField) -> dict[str, Any]:
    """Name, hint and error, which every component takes alike."""
    inputs: dict[str, Any] = {"name": bound.html_name, "classes": look_of(bound).classes}
    if bound.help_text:
        inputs["hint"] = text_or_html(bound.help_text)
    if bound.errors:
        inputs["error_message"] = {"text": bound.errors[0], "visually_hidden_text": _("Error")}
    return inputs


def text_or_html(given: Any) -> dict[str, Any]:
    """`html` only for what is already safe; the templates escape it otherwise anyway."""
    return {"html": given} if hasattr(given, "__html__") else {"text": given}


def heading_classes(bound: BoundField, block: str) -> str:
    return f"govuk-{block}--l" if is_heading(bound) else look_of(bound).label_classes or f"govuk-{block}--s"


def label_inputs(bound: BoundField) -> dict[str, Any]:
    return text_or_html(bound.label) | {
        "classes": heading_classes(bound, "label"),
        "is_page_heading": is_heading(bound),
    }


def text_inputs(bound: BoundField) -> dict[str, Any]:
    attrs = {**bound.field.widget.attrs, **bound.field.widget_attrs(bound.field.widget)}
    look = look_of(bound)
    inputs = shared_inputs(bound) | {
        "id": bound.id_for_label or bound.auto_id,
        "label": label_inputs(bound),
        "value": shown_value(bound),
        "spellcheck": look.spellcheck,
        "attributes": {
            name: {"value": value, "optional": True} for name, value in attrs.items() if name not in NOT_PASSED_ON
        },
        "prefix": {"text": look.prefix},
        "suffix": {"text": look.suffix},
        "disabled": bound.field.disabled,
    }
    if isinstance(bound.field, forms.EmailField):
        # No red wavy line under an address, and the reader's own address offered.
        inputs |= {"spellcheck": False, "autocomplete": "email"}
    if look.is_trap:
        inputs["form_group"] = TRAP_GROUP
        inputs["attributes"]["tabindex"] = "-1"
    inputs |= {
        name: attrs[name] for name in ("autocomplete", "inputmode", "pattern", "autocapitalize") if name in attrs
    }
    if "spellcheck" in attrs:
        inputs["spellcheck"] = str(attrs["spellcheck"]).lower() == "true"
    if "class" in attrs:
        inputs["classes"] = f"{inputs['classes']} {attrs['class']}".strip()
    return inputs


def shown_value(bound: BoundField) -> str | None:
    """What was typed, or the first value; nothing for a password, which is never sent back."""
    widget = bound.field.widget
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        return None
    value: str | None = widget.format_value(bound.value())
    # What was typed comes back as it was, but for what no page may hold.
    return value.replace("\x00", "") if isinstance(value, str) else value


def chosen_values(bound: BoundField) -> list[str]:
    widget = bound.field.widget
    values: list[str] = widget.format_value(bound.value())
    return [value for value in values if value]


def flat_choices(bound: BoundField) -> list[tuple[str, Any]]:
    """Choices without groups and without the empty one that a model field adds: no answer is no radio."""
    flat: list[tuple[str, Any]] = []
    for value, label in bound.field.widget.choices:
        options = label if isinstance(label, list | tuple) else [(value, label)]
        flat += [("" if key is None else str(key), text) for key, text in options]
    return flat


def choices_inputs(bound: BoundField) -> dict[str, Any]:
    """Radios or checkboxes in a fieldset whose legend is the question."""
    chosen = chosen_values(bound)
    look = look_of(bound)
    items: list[dict[str, Any]] = []
    for value, label in flat_choices(bound):
        if not value:
            continue
        if value == look.divider_before:
            items.append({"divider": _("or")})
        item: dict[str, Any] = {"value": value, "checked": value in chosen, "disabled": bound.field.disabled}
        item |= text_or_html(label)
        if value in look.hints:
            item["hint"] = text_or_html(look.hints[value])
        if value in look.reveals:
            item["reveals"] = bound.form[look.reveals[value]]
        items.append(item)
    legend = text_or_html(bound.label) | {
        "classes": heading_classes(bound, "fieldset__legend"),
        "is_page_heading": is_heading(bound),
    }
    return shared_inputs(bound) | {"id_prefix": bound.auto_id, "items": items, "fieldset": {"legend": legend}}


def checkbox_inputs(bound: BoundField) -> dict[str, Any]:
    """One box: its label is the field's, and the help stands under it."""
    inputs = shared_inputs(bound)
    hint = inputs.pop("hint", None)
    item: dict[str, Any] = {"value": "on", "checked": bool(bound.value()), "disabled": bound.field.disabled}
    item |= text_or_html(bound.label)
    if hint:
        item["hint"] = hint
    return inputs | {"id_prefix": bound.auto_id, "items": [item]}


def select_inputs(bound: BoundField) -> dict[str, Any]:
    chosen = chosen_values(bound)
    options = [
        {"value": value, "text": label, "selected": value in chosen or (not chosen and not value)}
        for value, label in flat_choices(bound)
    ]
    return shared_inputs(bound) | {
        "id": bound.auto_id,
        "label": label_inputs(bound),
        "items": options,
        "disabled": bound.field.disabled,
    }


def textarea_inputs(bound: BoundField) -> dict[str, Any]:
    return text_inputs(bound) | {"rows": bound.field.widget.attrs.get("rows", 5)}


# RadioSelect and CheckboxSelectMultiple are kinds of Select in Django: the narrower first.
COMPONENTS: tuple[tuple[type[forms.Widget], str, Callable[[BoundField], dict[str, Any]]], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", choices_inputs),
    (forms.RadioSelect, "radios", choices_inputs),
    (forms.Select, "select", select_inputs),
    (forms.CheckboxInput, "checkboxes", checkbox_inputs),
    (forms.Textarea, "textarea", textarea_inputs),
    (forms.FileInput, "file_upload", text_inputs),
)


def errors_of(form: forms.BaseForm) -> list[dict[str, Any]]:
    """Every error of a form for the summary, in the order of the page, each linked to its field."""
    listed: list[dict[str, Any]] = [{"text": message} for message in form.non_field_errors()]
    for bound in form:
        href = {} if bound.is_hidden else {"href": f"#{bound.auto_id}"}
        listed += [{"text": message, **href} for message in list(bound.errors)[:1]]
    return listed
