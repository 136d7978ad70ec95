"""A version on paper before anybody else sees it: each kind made as it would be now, and how many pages it has."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.actions import document_of
from charters.document import Document
from charters.linting.checking import MOST_PAGES
from charters.models import Version
from charters.models.kinds import PaperKind
from charters.paper import Edition
from charters.papers import Paper, name_of, named, ordered, response
from charters.printing import Printed, printed, reading_kit
from config.lib.pdf import NotPrintable

from .pages import page, version_or_404


@require_safe
def papers_view(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(request, version_id)
    made = {kind: _shown(version, kind) for kind in PaperKind}
    long = sum(one.pages for one, _address in made[PaperKind.EASY_READ] or [])
    context: dict[str, Any] = {
        "papers": [shown for kind in PaperKind for shown in made[kind] or []],
        "faulty": any(shown is None for shown in made.values()),
        "long": long if long > MOST_PAGES else 0,
        "most": MOST_PAGES,
    }
    return page(request, "papers", version, title=_("See it on paper"), **context)


@require_safe
def paper_view(request: HttpRequest, version_id: int, paper: str) -> HttpResponse:
    version, wanted = _version(request, version_id), named(paper)
    try:
        made = {one.part: one for one in _made(version, wanted[0])} if wanted else {}
    except NotPrintable:
        made = {}
    found = made.get(wanted[1]) if wanted else None
    if found is None:
        raise Http404
    return response(found.content, f"{version.charter.slug}-draft-{version.n}-{paper}.pdf")


@require_safe
def reading_kit_view(request: HttpRequest, version_id: int) -> HttpResponse:
    """What a group needs on paper to read the easy read and say what is hard."""
    version = _version(request, version_id)
    try:
        made = reading_kit(Document.parse(document_of(version)), _edition(version))
    except NotPrintable as fault:
        raise Http404 from fault
    return response(made, f"{version.charter.slug}-draft-{version.n}-reading-kit.pdf")


def _version(request: HttpRequest, version_id: int) -> Version:
    """One that is still being written: what is published has its files on its own page."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    version = version_or_404(version_id)
    if not version.is_open:
        raise Http404
    return version


def _made(version: Version, kind: PaperKind) -> list[Printed]:
    """As a draft, which says so on each page. Raises NotPrintable."""
    return printed(kind, Document.parse(document_of(version)), _edition(version))


def _edition(version: Version) -> Edition:
    charter = version.charter
    return Edition(charter.slug, charter.kind, version.n, timezone.now(), version.hex, is_draft=True)


def _shown(version: Version, kind: PaperKind) -> list[tuple[Paper, str]] | None:
    """Each file of this kind, and the address of its preview; None where it cannot be made."""
    try:
        made = _made(version, kind)
    except NotPrintable:
        return None
    papers = ordered([(kind, one.part, one.pages, len(one.content), "") for one in made])
    return [(one, reverse("admin:charters_paper", args=[version.pk, name_of(kind, one.part)])) for one in papers]
