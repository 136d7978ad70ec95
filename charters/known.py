"""What is known of promises elsewhere: who keeps them, who signed for them.

Apps above us register it in `AppConfig.ready()`; we never import them. What they say may change with their cache
generations, and with the day: something is overdue from one midnight on.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from charters import published
from charters.easytext import Line
from post.models import Generation


class Panel(NamedTuple):
    """A part of a promise's page, under a heading. `anchor` is its place on the page."""

    anchor: str
    title: str
    template: str
    context: dict[str, Any]

    @property
    def html(self) -> SafeString:
        return render_to_string(self.template, self.context)


class Fact(NamedTuple):
    """One quiet line about a promise, and the same in easy read; "" where nothing is said."""

    text: str
    easy: str = ""


# Of one promise, by the charter's name in addresses and the key of its clause: nothing where there is nothing to say.
PanelOf = Callable[[str, str], Panel | None]
EasyOf = Callable[[str, str], list[Line]]
# Of all promises of a charter at one go, by their keys.
FactsOf = Callable[[str], Mapping[str, Fact]]


class _Source(NamedTuple):
    panel: PanelOf
    easy: EasyOf
    generations: tuple[str, ...]
    place: int


class _Facts(NamedTuple):
    facts: FactsOf
    generations: tuple[str, ...]


_panels: dict[str, _Source] = {}
_facts: dict[str, _Facts] = {}


def register_panel(name: str, panel: PanelOf, easy: EasyOf, *, generations: tuple[str, ...], place: int) -> None:
    """Adds a part to every promise's page: parts stand in the order of their places."""
    _panels[name] = _Source(panel, easy, generations, place)


def register_facts(name: str, facts: FactsOf, *, generations: tuple[str, ...]) -> None:
    """Adds a line under the promises of charters."""
    _facts[name] = _Facts(facts, generations)


def key_of_panels() -> tuple[object, ...]:
    """All that a promise's page depends on. Ask first, so that new content never passes for old."""
    return _key(_panels)


def key_of_facts() -> tuple[object, ...]:
    """All that a charter's page depends on."""
    return _key(_facts)


def _key(sources: Mapping[str, _Source | _Facts]) -> tuple[object, ...]:
    names = dict.fromkeys(name for source in sources.values() for name in source.generations)
    return (*Generation.together(published.GENERATION, *names), timezone.localdate().isoformat())


def panels(slug: str, key: str) -> list[Panel]:
    """What is known of a promise, for its page."""
    found = (source.panel(slug, key) for source in _in_order())
    return [panel for panel in found if panel is not None]


def easy_lines(slug: str, key: str) -> list[Line]:
    """The same in a few lines of easy read."""
    return [line for source in _in_order() for line in source.easy(slug, key)]


def _in_order() -> list[_Source]:
    return sorted(_panels.values(), key=lambda source: source.place)


def facts(slug: str) -> dict[str, Fact]:
    """A line about each promise of a charter of which something is known."""
    found: dict[str, Fact] = {}
    for source in _facts.values():
        for key, fact in source.facts(slug).items():
            before = found.get(key, Fact(""))
            texts = (" ".join(filter(None, both)) for both in zip(before, fact, strict=True))
            found[key] = Fact(*texts)
    return found
