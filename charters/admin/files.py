"""Logos and attachments for who writes versions, also those that nobody else may see yet."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from charters.models import File
from charters.models.kinds import FileType

# It is shown or saved and never more: it can start nothing, load nothing, send nothing.
SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"
SHOWN = (FileType.PNG, FileType.JPEG)


def file_view(request: HttpRequest, sha256: str) -> HttpResponse:
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    try:
        found = File.objects.filter(pk=bytes.fromhex(sha256)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    how = "inline" if found.type in SHOWN else "attachment"
    headers = {"Content-Disposition": how, "Content-Security-Policy": SEALED}
    return HttpResponse(found.content, content_type=found.type, headers=headers)
