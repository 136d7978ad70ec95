"""The name of an organisation as a part of an address, and what is left of it when the organisation has gone."""

import hmac
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.utils.crypto import get_random_string
from django.utils.text import slugify

LONGEST = 60
# URLS.md: these mean something else where a slug could stand, here or on a page that is still to come.
RESERVED = frozenset({"agree", "badge", "certificate", "compare", "easy-read", "merge", "new", "sign", "versions"})
# Letters that Unicode does not take apart.
SPELT = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "&": " and ",
        "'": "",
        "\u2019": "",
    }
)
# Without vowels, so that no word comes about, and without what looks alike.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def slug_of(name: str) -> str:
    """The name in plain small letters; a short random word where none of its letters is Latin."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(SPELT)
    parted = "".join(letter if letter.isalnum() or unicodedata.combining(letter) else " " for letter in plain)
    return _cut(slugify(parted)) or get_random_string(8, LETTERS)


def free_slug(name: str, taken: Callable[[str, bool], bool]) -> str:
    """The first slug for this name that is free; others get a number.

    `taken(slug, is_first)` is told whether it is the plain one: the plain one may come back, a numbered one never.
    """
    first = slug_of(name)
    n, slug = 1, first
    while slug in RESERVED or taken(slug, n == 1):
        n += 1
        slug = f"{first[: LONGEST - 7].strip('-')}-{n}"
    return slug


def hash_of(slug: str) -> bytes:
    """What is kept of the address of an organisation that has gone: nobody without the key can find out its name."""
    return hmac.digest(settings.LINK_KEY.encode(), f"organisation {slug}".encode(), "sha256")


def _cut(slug: str) -> str:
    """Short enough, and not in the middle of a word where that can be helped."""
    if len(slug) <= LONGEST:
        return slug
    return slug[:LONGEST].rpartition("-")[0] or slug[:LONGEST]
