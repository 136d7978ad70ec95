"""The area's own colours: /area.css, and the check that text in them can be read."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

PAPER = "#fff8ef"
WHITE = "#ffffff"
# WCAG 2.2, 1.4.3 Contrast (Minimum), for text of any size.
LEAST = 4.5


TYPEFACES = {
    "atkinson": '"Atkinson Hyperlegible",arial,sans-serif',
    "arial": "arial,sans-serif",
}


class NotAColour(ValueError):
    """Something that is not #rrggbb."""


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1, as WCAG 2.2 defines it."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise NotAColour(colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def css(area: Mapping[str, Any]) -> str:
    """The text of /area.css. Only known faces and colours that are colours get in: this text goes out as it is."""
    brand, dark = str(area["brand"]), str(area["brand_dark"])
    luminance(brand)
    luminance(dark)
    return f":root{{--brand:{brand};--brand-dark:{dark};--typeface:{TYPEFACES[area['typeface']]}}}\n"


def problems(area: Mapping[str, Any]) -> list[CheckMessage]:
    """What is wrong with an area's colours, for `manage.py check`."""
    found: list[CheckMessage] = []
    if area["typeface"] not in TYPEFACES:
        found.append(Error(f"AREA_TYPEFACE is {area['typeface']!r}, not {' or '.join(TYPEFACES)}.", id="area.E003"))
    for key in ("brand", "brand_dark"):
        name, colour = f"AREA_{key.upper()}", str(area[key])
        try:
            worst = min(contrast(colour, PAPER), contrast(colour, WHITE))
        except NotAColour:
            found.append(Error(f"{name} is {colour!r}, not a colour such as #0f5c5c.", id="area.E001"))
            continue
        if worst < LEAST:
            found.append(
                Error(
                    f"{name} ({colour}) has a contrast of {worst:.2f}:1 with our pages. Text needs {LEAST}:1 or more.",
                    hint="Choose a darker colour: it is used for links, buttons and the header.",
                    id="area.E002",
                )
            )
    return found


@register()
def check_area(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Stops the site from starting with colours that cannot be read."""
    return problems(settings.AREA)
