"""A version exactly as readers will see it, made to stand in a frame of our own pages, as wide as a phone or a desk.

It is made of the templates, parts and sheets of the public pages, and nothing of the page around them. What leads to a
page that a draft does not have yet is no link; all else opens beside the frame.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import body, uploaded, words
from charters.document import Document
from charters.easy_reading import Screen, screens_of, screens_of_opening, screens_of_part
from charters.models import Charter, Version
from charters.models.kinds import ReferenceKind
from charters.views.easy_screens import Part, parts_of

from .framing import may_be_framed
from .pages import version_or_404
from .passages import OPENING, Passage, passage

EASY = "easy"


@require_safe
@may_be_framed
def reader_view(request: HttpRequest, version_id: int) -> HttpResponse:
    """?form=easy is easy read, anything else all the words; ?section= one of them, or `opening`; without it all."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    version, asked = version_or_404(version_id), request.GET.get("section", "")
    is_easy = request.GET.get("form") == EASY
    with uploaded.asked_once():
        found = passage(version, asked)
        context: dict[str, Any] = {"title": version.title}
        if found is None:
            context["nothing"] = _("This section is not there any more.")
        else:
            context |= {"is_titled": asked in ("", OPENING), **body.language(version.language)}
            context |= (_in_easy_read if is_easy else _in_all_the_words)(version, asked, found)
        template = "admin/charters/reader_easy.html" if is_easy else "admin/charters/reader.html"
        response = render(request, template, context, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _in_all_the_words(version: Version, asked: str, found: Passage) -> dict[str, Any]:
    document = found.document
    slug = version.charter.slug if version.is_public else ""
    shown = body.context(slug, document, foretold=True) | {
        "attachments": [_attachment(one) for one in document.attachments],
        "read_with": _references(document, ReferenceKind.READ_WITH),
        "overridden_by": _references(document, ReferenceKind.OVERRIDDEN_BY),
    }
    if asked:
        # The words that are explained stand at the end of the whole.
        shown["glossary"] = ()
    main = _stays(render_to_string("charters/_body.html", shown))
    return {"main": main, "nothing": _nothing_said(asked, document)}


def _stays(html: str) -> SafeString:
    """What leads to another place of the page stays in the frame. Quotes in what anybody typed are escaped."""
    return mark_safe(html.replace(' href="#', ' target="_self" href="#'))  # noqa: S308  made by a template


def _attachment(given: Any) -> dict[str, str]:
    """The file for staff: its public address is there only once the version is."""
    href = reverse("admin:charters_file", args=[given.sha256])
    return {"title": given.title, "what": words.file_words(given), "href": href}


def _references(document: Document, kind: ReferenceKind) -> list[dict[str, str]]:
    """A charter of which nothing was ever public has no page."""
    slugs = [one.charter for one in document.references if one.kind == kind and one.charter]
    there = Charter.objects.filter(slug__in=slugs, versions__published_at__isnull=False) if slugs else ()
    shown = {one.slug for one in there}
    return [
        {"title": one.title, "href": "" if one.charter and one.charter not in shown else body.reference_address(one)}
        for one in document.references
        if one.kind == kind
    ]


def _nothing_said(asked: str, document: Document) -> str:
    """Why there is nothing to read; "" where there is something."""
    if asked == OPENING:
        return "" if document.intro else _("There are no opening words yet.")
    if not asked:
        return "" if document.clauses else _("There is no clause in it yet.")
    says = any(section.intro or section.clauses for section in document.walk())
    return "" if says else _("Nothing stands in this section yet.")


def _in_easy_read(version: Version, asked: str, found: Passage) -> dict[str, Any]:
    document, kind = found.document, version.charter.kind
    if asked == OPENING:
        screens = screens_of_opening(document, kind, of=found.of)
    elif asked:
        screens = screens_of_part(document, before=found.before, of=found.of)
    else:
        screens = screens_of(document, kind)
    parts = list(_parts(screens, is_titled=asked in ("", OPENING)))
    return {
        "parts": parts,
        "has_headings": any(screen.heads for screen in screens),
        "nothing": _nothing_easy(asked, document, screens),
    }


def _parts(screens: list[Screen], *, is_titled: bool) -> Iterable[Part]:
    """As the page of all of them has it (charters/views/easy.py), each place called so that it can be scrolled to."""
    said = [("" if is_titled and n == 0 else screen.said, screen.lines) for n, screen in enumerate(screens)]
    called: set[str] = set()
    for part, screen in zip(parts_of(said, lambda _n: ""), screens, strict=True):
        yield part._replace(heads=screen.heads, place="" if screen.anchor in called else screen.anchor)
        called.add(screen.anchor)


def _nothing_easy(asked: str, document: Document, screens: list[Screen]) -> str:
    if asked == OPENING or any(screen.anchor for screen in screens):
        return ""
    if asked:
        return _("Nothing in this section is in easy read yet.")
    return _("Nothing in it is in easy read yet.") if document.clauses else _("There is no clause in it yet.")
