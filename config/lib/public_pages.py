"""Pages that are the same for everybody: no cookie, no session, an ETag, and one rendering for all.

A page is named by a key that holds everything its words depend on. The same key is the ETag and the place in the
cache, so a change of the key voids every copy at once, in our cache and in any other: caches may hold the page, and
must ask each time whether it still stands (`no-cache`).
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.cache import cache, caches
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.autoreload import file_changed
from django.utils.cache import get_conditional_response

T = TypeVar("T")

# Long enough to be of use, short enough that the cache empties itself of what nobody reads any more.
KEPT_SECONDS = 86_400
# For pages with people's names on them: who leaves must not stand in our own cache for long, even unseen.
NAMES_KEPT_SECONDS = 60
CACHE_CONTROL, UNSHARED = "public, no-cache", "private, no-cache"
# Files that a page is made of, besides its key.
MADE_OF = ("*.py", "templates/**/*", "static/**/*", "static_built/**/*", "locale/**/*.mo")
CODE = ("config", "desk", "participation", "pledges", "charters", "post")


@dataclass(frozen=True)
class Page:
    """What a page is made of, and the headers that belong to it."""

    template: str
    context: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    kept_seconds: int = KEPT_SECONDS


class Kept(NamedTuple):
    """A page as it is sent, and as it stands in the cache."""

    content: bytes
    headers: dict[str, str]
    kept_seconds: int


# In this process, so that a page that many read just now costs no question to the database, and names of people stand
# on no disk. A page is named by all that its words depend on: that each process makes its own makes none of them stale.
near = caches["near"]


def remembered(place: str, make: Callable[[], T]) -> T:
    """What stands at this place in the process's own cache, made when it is first asked for; never None.

    The place must name all that it depends on, and be from a bounded set.
    """
    found: T | None = near.get(place)
    if found is None:
        found = make()
        near.set(place, found)
    return found


def _sources() -> Iterator[Path]:
    for pattern in MADE_OF:
        yield from settings.BASE_DIR.glob(pattern)
    for folder in CODE:
        yield from (settings.BASE_DIR / folder).rglob("*.py")
        yield from (settings.BASE_DIR / folder).glob("*.json")


def _digest(*parts: object) -> str:
    # repr keeps the borders between parts: ("a", "bc") is not ("ab", "c").
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@remember
def release() -> str:
    """Changes with every release, so that a page made by an older one is never served.

    Looked at once in a process, because a process goes on with the files it started with. Sizes and times are
    enough to notice a release and cost a few milliseconds.
    """
    files = []
    for path in _sources():
        if path.is_file():
            seen = path.stat()
            files.append((str(path.relative_to(settings.BASE_DIR)), seen.st_size, seen.st_mtime_ns))
    return _digest(sorted(files), settings.AREA, settings.SITE_URL)


@receiver(file_changed)
def _look_again(**kwargs: object) -> None:
    """`runserver` takes up a changed template without a new process."""
    release.cache_clear()


def digest_of(*key: object) -> str:
    """A short name for all that something depends on, this release among it."""
    return _digest(release(), *key)


def etag_for(*key: object) -> str:
    """Weak, because a proxy may compress the page."""
    return f'W/"{digest_of(*key)}"'


def place_of(etag: str) -> str:
    """Where the page with this ETag is kept."""
    return f"page:{etag[3:-1]}"


def not_modified(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The 304 for a reader whose copy still stands, else None."""
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    return None if response is None else marked(response, etag)


def marked(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """The response with the headers that every public page carries."""
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response


def public_page(
    request: HttpRequest, *, key: tuple[object, ...], make: Callable[[], Page | Kept], query: str = ""
) -> HttpResponseBase:
    """The page of this key: "not modified", or from the cache, or made now.

    `key` and `query` must come from a bounded set, never from what a reader typed, else readers could fill the cache.
    """
    etag = etag_for(request.path, query, *key)
    unchanged = not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    place = place_of(etag)
    kept: Kept | None = near.get(place)
    if kept is None:
        page = make()
        kept = _made(request, query, page)
        near.set(place, kept, page.kept_seconds)
    return marked(HttpResponse(kept.content, headers=kept.headers), etag)


def _made(request: HttpRequest, query: str, page: Page | Kept) -> Kept:
    if isinstance(page, Kept):
        return page
    content = render_to_string(page.template, page.context, for_everyone(request, query))
    return Kept(content.encode(), page.headers, page.kept_seconds)


def unshared_page(
    request: HttpRequest, *, key: tuple[object, ...], make: Callable[[], Page | Kept], query: str
) -> HttpResponseBase:
    """The same for a page that only this reader asks for: no cache of ours or on the way keeps it, only theirs."""
    etag = etag_for(request.path, query, *key)
    unchanged = not_modified(request, etag)
    if unchanged is None:
        kept = _made(request, query, make())
        unchanged = marked(HttpResponse(kept.content, headers=kept.headers), etag)
    unchanged["Cache-Control"] = UNSHARED
    return unchanged


def public_file(
    request: HttpRequest,
    *,
    key: tuple[object, ...],
    make: Callable[[], bytes],
    headers: dict[str, str],
    kept_seconds: int,
) -> HttpResponseBase:
    """The same for a file that is made, such as a PDF. `headers` must follow from the key, and name its type."""
    etag = etag_for(request.path, *key)
    unchanged = not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    place = f"file:{etag[3:-1]}"
    content: bytes | None = cache.get(place)
    if content is None:
        content = make()
        cache.set(place, content, kept_seconds)
    return marked(HttpResponse(content, headers=headers), etag)


def for_everyone(request: HttpRequest, query: str) -> HttpRequest:
    """The request as templates may see it: without cookies, and with the query that we understood.

    What one reader added to the address must not stand in the page that the next one gets.
    """
    plain = HttpRequest()
    plain.path, plain.path_info, plain.method = request.path, request.path_info, "GET"
    plain.META = {"QUERY_STRING": query.removeprefix("?")}
    plain.resolver_match = request.resolver_match
    return plain
