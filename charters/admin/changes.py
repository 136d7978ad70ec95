"""What a version changes, at any time while it is written: against the version in force, or another one before it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import changes, words
from charters.actions import document_of
from charters.comparing import compare_documents
from charters.document import Document
from charters.models import Version
from charters.models.kinds import VersionState

from .pages import page, version_or_404


@require_safe
def changes_view(request: HttpRequest, version_id: int) -> HttpResponse:
    """?with= is the number of the other version."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    version = version_or_404(version_id)
    before = Version.objects.once_public().filter(charter=version.charter_id, n__lt=version.n)
    earlier = list(before.defer("document").order_by("-n"))
    asked = request.GET.get("with", "")
    other = next((one for one in earlier if str(one.n) == asked), None) if asked else _first(version, earlier)
    is_unknown = bool(asked) and other is None
    context: dict[str, Any] = {
        "title": _("What version %(n)s changes") % {"n": version.n},
        "earlier": earlier,
        "other": other,
        "in_force": next((one for one in earlier if one.state == VersionState.PUBLISHED), None),
        "is_unknown": is_unknown,
        "note": words.paragraphs(version.note),
        "changes": _changes(other, version) if other else None,
    }
    return page(request, "changes", version, status=404 if is_unknown else 200, **context)


def _first(version: Version, earlier: Sequence[Version]) -> Version | None:
    """The version in force, for one that is being written; for one that was published the one before it."""
    if version.is_open:
        return next((one for one in earlier if one.state == VersionState.PUBLISHED), None)
    return earlier[0] if earlier else None


def _changes(old: Version, new: Version) -> dict[str, Any]:
    """No promise leads to a page of its own: what is new has none yet."""
    return changes.page(compare_documents(*(Document.parse(document_of(one)) for one in (old, new))))
