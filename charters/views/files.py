"""The bytes of a version for programs, and the files that belong to one."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from charters import published
from charters.body import LOGO_ENDINGS
from charters.models import Attachment, File, Version
from charters.models.kinds import PUBLIC
from charters.published import NotPublic, PublicVersion, Withdrawn

# Bytes that never change, whoever asks: any cache may keep them for a year, and need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"
# A file is saved, or shown inside a page of ours, and never more: it can start nothing, load nothing, send nothing.
SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def charter_json(request: HttpRequest, slug: str, n: int) -> HttpResponseBase:
    """The document of a version, to the byte: its SHA-256 is the one that the page shows."""
    try:
        version = published.shelf(slug).version(n)
    except NotPublic:
        raise Http404 from None
    except Withdrawn as gone:
        return _taken_back(gone.version)
    found = get_conditional_response(request, etag=f'"{version.hex}"')
    if found is None:
        document = Version.objects.values_list("document", flat=True).get(pk=version.pk)
        found = HttpResponse(document, content_type="application/json")
    return _for_ever(found, version.hex)


def _taken_back(version: PublicVersion) -> HttpResponse:
    said = {"withdrawn_at": version.withdrawn_at, "reason": version.withdrawn_reason}
    return JsonResponse(said, status=410, headers={"Cache-Control": "no-store"})


@require_safe
def file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A logo or an attachment of a version that can be read. Whatever else is kept here is not there."""
    named = Attachment.objects.filter(file=OuterRef("pk"), name=name, version__state__in=PUBLIC)
    found = File.objects.public().filter(Exists(named) | _is_logo(name), pk=digest(sha256)).first()
    if found is None:
        raise Http404
    response = get_conditional_response(request, etag=f'"{found.hex}"')
    if response is None:
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": SEALED}
        response = HttpResponse(found.content, content_type=found.type, headers=headers)
    return _for_ever(response, found.hex)


def _is_logo(name: str) -> Q:
    """Logos have no names of their own: they are called what they are."""
    kinds = [kind for kind, ending in LOGO_ENDINGS.items() if name == f"logo.{ending}"]
    return Q(type__in=kinds)


def digest(sha256: str) -> bytes:
    """The bytes that are written so. Raises Http404 for what names no file."""
    try:
        return bytes.fromhex(sha256)
    except ValueError:
        raise Http404 from None


def _for_ever(response: HttpResponseBase, sha256: str) -> HttpResponseBase:
    response["Cache-Control"] = FOR_EVER
    response["ETag"] = f'"{sha256}"'
    return response
