"""Easy read that goes on from screen to screen, each with an address of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404

from charters.easytext import Line


def screen_of(parted: Sequence[Sequence[Line]], page: int, address: Callable[[int], str]) -> dict[str, Any]:
    """One screen and the ways on and back, as easy_words.html shows it. Words that are not there yet are one screen.

    `address` gives that of a screen by its number, from 1. Raises Http404 for a screen that there is not.
    """
    if not 1 <= page <= max(1, len(parted)):
        raise Http404
    return {
        "lines": parted[page - 1] if parted else [],
        "now": page,
        "of": len(parted),
        "next_url": address(page + 1) if page < len(parted) else "",
        "back_url": address(page - 1) if page > 1 else "",
    }
