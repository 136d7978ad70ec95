"""Pictures that staff uploaded, as pages and print ask for them: by the SHA-256 of their bytes.

A page asks for many: inside `asked_once` they are read once. Nothing is kept longer, so that a picture that is taken
back is gone from the next page that is made.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from charters.models import File, Picture
from charters.models.kinds import FileType

NAMED = re.compile(r"[0-9a-f]{64}")
ENDINGS = {FileType.PNG.value: "png", FileType.JPEG.value: "jpg"}


@dataclass(frozen=True)
class Uploaded:
    """`name` is its SHA-256, which lines keep; `called` is what staff call it."""

    name: str
    called: str
    shows: str
    words: tuple[str, ...]


_read: ContextVar[dict[str, Uploaded] | None] = ContextVar("uploaded pictures", default=None)
_asking: ContextVar[bool] = ContextVar("asked once", default=False)


def is_uploaded(name: str) -> bool:
    """Whether this names an uploaded picture, also one that is not there any more."""
    return NAMED.fullmatch(name) is not None


@contextmanager
def asked_once() -> Iterator[None]:
    """For making one page: whoever asks inside sees the same pictures, and the database is asked once at most."""
    if _asking.get():
        yield
        return
    asking, read = _asking.set(True), _read.set(None)
    try:
        yield
    finally:
        _read.reset(read)
        _asking.reset(asking)


def in_use() -> Mapping[str, Uploaded]:
    """Every picture that may be shown, by its SHA-256, in the order of their names."""
    found = _read.get()
    if found is None:
        rows = Picture.objects.in_use().order_by("name").values_list("hash", "name", "shows", "words")
        made = (Uploaded(bytes(pk).hex(), name, shows, tuple(words)) for pk, name, shows, words in rows)
        found = {one.name: one for one in made}
        if _asking.get():
            _read.set(found)
    return found


def named_so(typed: str) -> Uploaded | None:
    """The picture that staff call so, or that has this SHA-256."""
    wanted = typed.casefold()
    return next((one for one in in_use().values() if wanted in (one.called.casefold(), one.name)), None)


def content_of(name: str) -> tuple[bytes, str] | None:
    """Its bytes, and "png" or "jpg"; None where it may not be shown."""
    shown = Picture.objects.in_use().filter(pk=bytes.fromhex(name))
    found = File.objects.filter(pk__in=shown.values("file")).first()
    return (bytes(found.content), ENDINGS[found.type]) if found else None


def as_svg(content: bytes, ending: str) -> str:
    """The picture in a drawing, for print that knows drawings only."""
    kind = "image/png" if ending == "png" else "image/jpeg"
    data = base64.b64encode(content).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<image width="100" height="100" href="data:{kind};base64,{data}"/></svg>'
    )
