"""Services as a CSV file at the desk: looked at first, then taken in by one press; an example, and what we have."""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from participation.actions.importing import Plan, plan, take_in
from participation.models import Service
from participation.service_csv import LARGEST_CSV, CannotRead, Row, Sheet, read, write

from .service_forms import SendListForm
from .showing import Crumb, address, page, refused, told

# Of each kind of row so many are shown; how many more there are is said.
SHOWN = 100
# Letters of what a page carries along in a hidden box: a request without files has 256 kB at most, box and all.
CARRIED = 200_000
EXAMPLE: tuple[tuple[str, ...], ...] = (
    ("Thistlewick School", "school", "large", "Lee Lead", "office@thistlewick.example", "2026-03-02"),
    ("Pebblewing Nursery", "early_years", "small", "", "hello@pebblewing.example", ""),
    ("Speech Therapy", "health", "24", "Sam Spoke", "speech@nhs.example", "02/03/2026"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest) -> HttpResponse:
    """A file shows what it would do. The page of that has the button which does it."""
    _only_with(request, "add", "change")
    if request.method != "POST":
        return _send(request, SendListForm())
    if "rows" in request.POST:
        return _do(request, unpacked(request.POST["rows"]))
    form = SendListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _send(request, form)
    content: bytes = form.cleaned_data["file"]
    # A list too long to be carried along is chosen once more; only the very same file is taken without another look.
    if request.POST.get("seen") == _hash(content):
        return _do(request, content)
    try:
        sheet = read(content)
    except CannotRead as wrong:
        form.add_error("file", str(wrong))
        return _send(request, form)
    return _look(request, sheet, content)


def _look(request: HttpRequest, sheet: Sheet, content: bytes) -> HttpResponse:
    found = plan(sheet.rows)
    bad = sorted([*sheet.bad, *found.bad], key=lambda one: one.line)
    carried = packed([*found.added, *(change.row for change in found.changed)])
    context: dict[str, Any] = {
        "plan": found,
        "unused": ", ".join(sheet.unused[:20]),
        "added": _some(found.added),
        "changed": _some(found.changed),
        "bad": _some(bad),
        "carried": carried if len(carried) <= CARRIED else "",
        "seen": _hash(content),
        "form": SendListForm(),
    }
    return page(request, "import_preview", _("What this file would do"), crumbs=_crumbs(), **context)


def _some(rows: list[Any]) -> dict[str, Any]:
    """The first of them, how many there are, and how many more than are shown."""
    return {"shown": rows[:SHOWN], "all": len(rows), "more": max(len(rows) - SHOWN, 0)}


def _do(request: HttpRequest, content: bytes | None) -> HttpResponse:
    again = address("service_import")
    if content is None:
        return refused(request, _("Nothing was saved: the list was damaged on its way. Choose the file again."), again)
    try:
        done = take_in(rows=read(content).rows)
    except CannotRead as wrong:
        return refused(request, str(wrong), again)
    except IntegrityError:
        words = _("Nothing was saved: somebody else changed the register at the same moment. Choose the file again.")
        return refused(request, words, again)
    return told(request, _counted(done), address("service_changelist"))


def _counted(done: Plan) -> str:
    added, changed = len(done.added), len(done.changed)
    said = [
        ngettext("%(n)s service was added.", "%(n)s services were added.", added) % {"n": added},
        ngettext("%(n)s service was changed.", "%(n)s services were changed.", changed) % {"n": changed},
    ]
    return " ".join(said)


def packed(rows: Iterable[Row]) -> str:
    """Rows as one word that a hidden box carries: our own CSV, made small."""
    told_so = write((r.name, r.kind, r.size, r.lead, r.email, r.asked_on or "") for r in rows)
    return base64.urlsafe_b64encode(zlib.compress(told_so.encode(), 9)).decode()


def unpacked(word: str) -> bytes | None:
    """What `packed` made, or None for anything else. Whatever it says is read and judged as a file is."""
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(base64.urlsafe_b64decode(word.encode("ascii", "replace")), LARGEST_CSV + 1)
    except (zlib.error, binascii.Error, ValueError):
        return None
    return content if opened.eof and content else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _send(request: HttpRequest, form: SendListForm) -> HttpResponse:
    return page(request, "import", _("Import services from a list"), crumbs=_crumbs(), form=form)


@require_GET
def example_view(request: HttpRequest) -> HttpResponse:
    _only_with(request, "view")
    return _file("example.csv", EXAMPLE)


@require_GET
def export_view(request: HttpRequest) -> HttpResponse:
    """All on the register, in the form in which they can be imported again."""
    _only_with(request, "view")
    services = Service.objects.standing().order_by("name", "pk")
    rows = services.values_list("name", "kind", "size", "lead__name", "lead__email", "asked_on")
    return _file("services.csv", ([cell or "" for cell in row] for row in rows))


def _file(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """With the mark by which spreadsheets know UTF-8."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse("\ufeff" + write(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _only_with(request: HttpRequest, *rights: str) -> None:
    if not all(request.user.has_perm(f"participation.{right}_service") for right in rights):
        raise PermissionDenied


def _crumbs() -> list[Crumb]:
    return [(address("service_changelist"), _("Services"))]
