"""The words of the promises that a question is about, as they are in force."""

from typing import NamedTuple

from django.urls import reverse

from charters import published
from charters.published import NotPublic, Withdrawn
from config.lib.public_pages import remembered

from .questions import Asked


class Promised(NamedTuple):
    text: str
    href: str


def promises_of(question: Asked) -> list[Promised]:
    """Those that stand today. One that is not in force any more is left out."""
    if not question.promises:
        return []
    generation = published.generation()
    found = []
    for slug in dict.fromkeys(slug for slug, _key in question.promises):
        # Read once in each process for as long as nothing public changes.
        texts = remembered(f"participation.promises.{generation}.{slug}", lambda slug=slug: _texts(slug))  # type: ignore[misc]
        found += [
            Promised(texts[key], reverse("charters:commitment", args=[slug, key]))
            for of, key in question.promises
            if of == slug and key in texts
        ]
    return found


def _texts(slug: str) -> dict[str, str]:
    """What the promises of a charter say, by their keys."""
    try:
        now = published.shelf(slug).now
    except (NotPublic, Withdrawn):
        return {}
    document = published.documents((now,))[now.n]
    return {placed.clause.key: placed.clause.text for placed in document.promises}
