"""Easy read that goes on from screen to screen, each with an address of its own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.http import Http404
from django.urls import reverse

from charters.easytext import Line

T = TypeVar("T")


class Part(NamedTuple):
    """A screen as it stands on one page with all others: `said` over it, where that is new, and its own address.

    `heads`: its first line is the heading of those that follow. `place` is what the page calls it, else its number.
    """

    number: int
    said: str
    lines: Sequence[Line]
    step_url: str
    heads: bool = False
    place: str = ""


def screen_of(
    parted: Sequence[Sequence[Line]], page: int, address: Callable[[int], str], *, whole: str = ""
) -> dict[str, Any]:
    """One screen and the ways on and back, as easy_words.html shows it. Words that are not there yet are one screen.

    `address` gives that of a screen by its number, from 1; `whole` is that of all of them on one page. Raises Http404
    for a screen that there is not.
    """
    shown = one_of(parted, page) or []
    led = {**ways(len(parted), page, address), "whole_url": place_on(whole, page, len(parted))}
    return {"lines": shown, "now": page, "of": len(parted), **led}


class Addresses(NamedTuple):
    """Where the screens of a text are: each by its number, from 1, and all of them on one page."""

    screen: Callable[[int], str]
    whole: str


def shown(
    template: str, parted: Sequence[Sequence[Line]], page: int, addresses: Addresses, *, whole: bool
) -> tuple[str, dict[str, Any]]:
    """The template and its context for one screen (`template.html`), or for all on one page (`template_all.html`)."""
    if not whole:
        return f"{template}.html", screen_of(parted, page, addresses.screen, whole=addresses.whole)
    parts = parts_of((("", lines) for lines in parted), addresses.screen)
    return f"{template}_all.html", {"parts": parts, "step_url": addresses.screen(1)}


def place_on(whole: str, page: int, of: int) -> str:
    """Where a screen stands on the page of all; "" where it is the only one."""
    return f"{whole}#screen-{page}" if whole and of > 1 else ""


def parts_of(screens: Iterable[tuple[str, Sequence[Line]]], address: Callable[[int], str]) -> list[Part]:
    """All screens for one page, each with what is said over it."""
    found, before = [], ""
    for number, (said, lines) in enumerate(screens, start=1):
        found.append(Part(number, said if said != before else "", lines, address(number)))
        before = said
    return found


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
