"""Pages of which little differs from one to the next: the template makes one with gaps, and each page fills them.

A list of a million has tens of thousands of pages. Their templates say the same around different rows, and saying it
again was nine tenths of the time that such a page took.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .public_pages import remembered

# What no reader can know, so that nothing anybody typed is taken for a gap. Letters and figures only: it goes through
# escaping and into addresses unchanged.
TOKEN = secrets.token_hex(16)
GAP = re.compile(rf"{TOKEN}([a-z]+){TOKEN}")


def gap(name: str) -> SafeString:
    """For a template's context: a place to be filled later. The name is made of small letters."""
    return mark_safe(f"{TOKEN}{name}{TOKEN}")  # noqa: S308  letters and figures


class Frame:
    """What a template made, in pieces: every second one is the name of a gap."""

    def __init__(self, html: str) -> None:
        self.pieces: list[str] = GAP.split(html)

    def fill(self, values: Mapping[str, str]) -> SafeString:
        """The whole, with these in the gaps, escaped unless they are safe. Raises KeyError where one is missing."""
        pieces = self.pieces.copy()
        # Django's own escaping does the same, but looks first whether a text is still to be translated.
        given = (values[name] for name in pieces[1::2])
        pieces[1::2] = [text if isinstance(text, SafeString) else escape(text) for text in given]
        return mark_safe("".join(pieces))  # noqa: S308  a template's own words, and values escaped above


def frame(*key: object, make: Callable[[], str]) -> Frame:
    """The frame of this key, made when it is first asked for in this process. The key must be from a bounded set."""
    place = f"frame:{get_language()}:{':'.join(map(str, key))}"
    return remembered(place, lambda: Frame(make()))
