"""A file that a service gave as evidence, once staff have looked at it and it stands in published results."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from charters.views.files import SEALED
from config.lib.public_pages import CACHE_CONTROL
from participation.models import EvidenceFile, ServiceResult
from participation.models.kinds import EvidenceState


@require_safe
def evidence(request: HttpRequest, evidence_id: UUID, name: str) -> HttpResponseBase:
    """It is saved, never shown as a page of ours. Caches ask each time: staff may take it back."""
    shown = {"answers": [{"evidence": [str(evidence_id)]}]}
    published = ServiceResult.objects.filter(
        service=OuterRef("evidence__of_return__service"),
        snapshot__round=OuterRef("evidence__of_return__round"),
        document__contains=shown,
    )
    found = EvidenceFile.objects.filter(
        Exists(published), pk=evidence_id, name=name, evidence__state=EvidenceState.APPROVED
    ).first()
    if found is None:
        raise Http404
    etag = f'"{bytes(found.hash).hex()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        headers = {
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Security-Policy": SEALED,
            "X-Content-Type-Options": "nosniff",
        }
        response = HttpResponse(found.content, content_type=found.type, headers=headers)
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response
