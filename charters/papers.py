"""The printed files of versions, as pages name them and as they are served."""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charters.models.kinds import PaperKind
from config.lib.public_pages import marked, not_modified

# What stands in addresses, which people print: never to be renamed.
NAMES = {
    PaperKind.CHARTER: "charter",
    PaperKind.LARGE_PRINT: "large-print",
    PaperKind.EASY_READ: "easy-read",
    PaperKind.POSTER: "poster",
}
TITLES = {
    PaperKind.CHARTER: gettext_lazy("All the words"),
    PaperKind.LARGE_PRINT: gettext_lazy("All the words in large print"),
    PaperKind.EASY_READ: gettext_lazy("Easy read"),
    PaperKind.POSTER: gettext_lazy("A poster for the wall, A3"),
}
NAMED = re.compile(rf"({'|'.join(NAMES.values())})(?:-([2-9]|[1-9][0-9]{{1,2}}))?", re.ASCII)
# Seconds in which a file that was taken back may still be given out, by each process.
ASKED_EVERY = 1.0
# Bytes of files in each process: some hundred charters, each in every form.
MOST_KEPT = 32 * 1024 * 1024
# Addresses in each process; all of them were found, so nobody fills it by asking.
MOST_FOUND = 10_000
# Shown by the browser's own viewer, and never more: it can load nothing, send nothing, stand in no other page. Some
# viewers are pages of the browser that come with a style of their own, and some do not start under `sandbox`.
VIEWED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'"

FOUND = """
SELECT encode(f.hash, 'hex') FROM charters_storedfile f JOIN charters_version v ON v.id = f.version_id
    JOIN charters_charter c ON c.id = v.charter_id
WHERE c.slug = %s AND v.n = %s AND f.kind = %s AND f.part = %s AND v.state IN ('published', 'superseded')
"""
CONTENT = "SELECT content FROM charters_storedfile WHERE hash = decode(%s, 'hex')"


class Paper(NamedTuple):
    """A printed file without its bytes. `size` is that of the file, `parts` how many there are of its kind."""

    kind: str
    part: int
    pages: int
    size: int
    hex: str
    parts: int = 1

    @property
    def title(self) -> str:
        said = str(TITLES[PaperKind(self.kind)])
        if self.parts == 1:
            return said
        return _("%(title)s, part %(part)s of %(parts)s") % {"title": said, "part": self.part, "parts": self.parts}

    @property
    def what(self) -> str:
        """ "PDF, 4 pages, 96 KB"."""
        pages = ngettext("%(n)s page", "%(n)s pages", self.pages) % {"n": self.pages}
        return _("PDF, %(pages)s, %(size)s") % {"pages": pages, "size": filesizeformat(self.size)}


def name_of(kind: str, part: int) -> str:
    """What stands in the address before ".pdf"."""
    return NAMES[PaperKind(kind)] + (f"-{part}" if part > 1 else "")


def named(name: str) -> tuple[PaperKind, int] | None:
    """The kind and part of such a name; None for what names no file that there could be."""
    found = NAMED.fullmatch(name)
    if found is None:
        return None
    kind = next(kind for kind, name_ in NAMES.items() if name_ == found[1])
    return kind, int(found[2] or 1)


def addresses(slug: str, n: int) -> Callable[[Paper], str]:
    """Gives the address of each printed file of a version. Django is asked once."""
    before, _name, after = reverse("charters:paper", args=[slug, n, "name"]).rpartition("name")
    return lambda one: f"{before}{name_of(one.kind, one.part)}{after}"


def ordered(found: Sequence[Sequence[object]]) -> tuple[Paper, ...]:
    """Rows of kind, part, pages, size and hash, in the order in which readers are shown them."""
    papers = [Paper(*row) for row in found]  # type: ignore[arg-type]
    kinds = [one.kind for one in papers]
    papers = [one._replace(parts=kinds.count(one.kind)) for one in papers]
    return tuple(sorted(papers, key=lambda one: (PaperKind.values.index(one.kind), one.part)))


def links(slug: str, n: int, papers: Sequence[Paper]) -> list[dict[str, str]]:
    """For templates/charters/_printed.html."""
    address = addresses(slug, n)
    return [{"title": one.title, "what": one.what, "href": address(one)} for one in papers]


def easy_links(slug: str, n: int, papers: Sequence[Paper]) -> list[dict[str, str]]:
    """The booklet, for the buttons of an easy-read page (components/easy_buttons.html): one for each of its parts."""
    booklet = [one for one in papers if one.kind == PaperKind.EASY_READ]
    said = (
        {1: _("Print it")}
        if len(booklet) == 1
        else {one.part: _("Print part %(n)s") % {"n": one.part} for one in booklet}
    )
    address = addresses(slug, n)
    return [{"text": said[one.part], "href": address(one)} for one in booklet]


def response(content: bytes, name: str) -> HttpResponse:
    """A PDF for the browser's own viewer, and called so where it is saved."""
    headers = {
        "Content-Disposition": str(content_disposition_header(False, name)),
        "Content-Security-Policy": VIEWED,
        "Content-Length": str(len(content)),
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def answer(request: HttpRequest, name: str, sha256: str, content: bytes) -> HttpResponseBase:
    """The file, or that the reader's copy still stands.

    Not for ever, unlike charter.json: the owner of a picture may take it back. So caches ask whether it stands.
    """
    etag = f'"{sha256}"'
    return not_modified(request, etag) or marked(response(content, name), etag)


def file_name(slug: str, n: int, name: str) -> str:
    """What it is called where it is saved."""
    return f"{slug}-version-{n}-{name}.pdf"


class Shelf:
    """Files near at hand, so that serving one costs no question to the database most of the time.

    A page must tell at once when something is taken back, and asks each time. A printed file may lie on somebody's
    kitchen table: one second more or less, in which a process does not ask again, changes nothing, and under load it
    is the difference between reading a file and asking a database. Bytes are kept by their hash, so they are never
    wrong; whether an address still leads to them is what is asked.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._size = most, 0
        self._lock = Lock()
        self._content: OrderedDict[str, bytes] = OrderedDict()
        self._found: OrderedDict[tuple[object, ...], tuple[float, str]] = OrderedDict()

    def near(self, slug: str, n: int, kind: str, part: int) -> tuple[str, bytes] | None:
        """The SHA-256 and the bytes of a file for which the database need not be asked."""
        sha256 = self._lately((slug, n, kind, part), monotonic())
        content = self._content.get(sha256)
        return (sha256, content) if content is not None else None

    def _lately(self, place: tuple[object, ...], now: float) -> str:
        """The SHA-256 of what was found at this place a moment ago; "" where it has to be asked for."""
        asked, sha256 = self._found.get(place, (0.0, ""))
        return sha256 if now - asked < ASKED_EVERY else ""

    def find(self, slug: str, n: int, kind: str, part: int) -> str | None:
        """The SHA-256 of a file that can be read now; None where there is none."""
        place, now = (slug, n, kind, part), monotonic()
        sha256 = self._lately(place, now)
        if sha256:
            return sha256
        with connection.cursor() as cursor:
            cursor.execute(FOUND, place)
            row = cursor.fetchone()
        with self._lock:
            self._found.pop(place, None)
            if row is None:
                return None
            self._found[place] = (now, row[0])
            if len(self._found) > MOST_FOUND:
                self._found.popitem(last=False)
        return str(row[0])

    def content(self, sha256: str) -> bytes | None:
        """The bytes; None where they have gone since they were found."""
        with self._lock:
            if sha256 in self._content:
                self._content.move_to_end(sha256)
                return self._content[sha256]
        with connection.cursor() as cursor:
            cursor.execute(CONTENT, [sha256])
            row = cursor.fetchone()
        if row is None:
            return None
        self._keep(sha256, bytes(row[0]))
        return bytes(row[0])

    def _keep(self, sha256: str, content: bytes) -> None:
        """What was asked for longest ago makes room."""
        with self._lock:
            if sha256 in self._content or len(content) > self._most:
                return
            self._content[sha256] = content
            self._size += len(content)
            while self._size > self._most:
                _gone, old = self._content.popitem(last=False)
                self._size -= len(old)

    def clear(self) -> None:
        with self._lock:
            self._content.clear()
            self._found.clear()
            self._size = 0


shelf = Shelf()
