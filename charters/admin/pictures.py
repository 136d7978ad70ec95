"""All pictures that a line of easy read may have, to look through and to find one by a word."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from charters import pictures
from config.lib.texts import clean_line


def pictures_view(request: HttpRequest) -> HttpResponse:
    """GET; ?q= is a word, which is nobody's name."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    asked = clean_line(request.GET.get("q", ""))[:80].casefold()
    found = pictures.search(asked) if asked else list(pictures.index().values())
    context = {**admin.site.each_context(request), "title": _("Find a picture"), "q": asked, "found": found}
    return TemplateResponse(request, "admin/charters/pictures.html", context)
