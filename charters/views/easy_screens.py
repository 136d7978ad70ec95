"""Easy read that goes on from screen to screen, each with an address of its own."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import Http404
from django.urls import reverse

from charters.easytext import Line

T = TypeVar("T")


def screen_of(parted: Sequence[Sequence[Line]], page: int, address: Callable[[int], str]) -> dict[str, Any]:
    """One screen and the ways on and back, as easy_words.html shows it. Words that are not there yet are one screen.

    `address` gives that of a screen by its number, from 1. Raises Http404 for a screen that there is not.
    """
    return {"lines": one_of(parted, page) or [], "now": page, "of": len(parted), **ways(len(parted), page, address)}


def one_of(parted: Sequence[T], page: int) -> T | None:
    """The screen with this number, from 1; of nothing, the first is None. Raises Http404 for one that there is not."""
    if not 1 <= page <= max(1, len(parted)):
        raise Http404
    return parted[page - 1] if parted else None


def ways(of: int, page: int, address: Callable[[int], str], *, before: str = "") -> dict[str, str]:
    """Where Next and Back lead to, or "" where there is nothing more; `before` is the page before the first screen."""
    return {
        "next_url": address(page + 1) if page < of else "",
        "back_url": address(page - 1) if page > 1 else before,
    }


def numbered(name: str, page: int, *args: object) -> str:
    """The address of a screen. The first has the one that people print."""
    return reverse(name, args=args) if page == 1 else reverse(f"{name}_page", args=[*args, page])
