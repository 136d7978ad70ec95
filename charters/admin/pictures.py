"""All pictures that a line of easy read may have, to look through and to find one by a word."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from charters import pictures, uploaded
from charters.picture_search import search
from config.lib.texts import clean_line


def pictures_view(request: HttpRequest) -> HttpResponse:
    """GET; ?q= is a word, which is nobody's name."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    asked = clean_line(request.GET.get("q", ""))[:80].casefold()
    found, own = list(pictures.index().values()), list(uploaded.in_use().values())
    if asked:
        found, own = search(asked), _own(asked, own)
    context = {**admin.site.each_context(request), "title": _("Find a picture"), "q": asked, "found": found}
    context |= {"own": own, "in_all": len(own) + len(found)}
    return TemplateResponse(request, "admin/charters/pictures.html", context)


def _own(asked: str, uploads: list[uploaded.Uploaded]) -> list[uploaded.Uploaded]:
    """Those of staff that the words lead to."""
    by_name = {one.name: one for one in uploads}
    among = [pictures.Picture(one.name, one.shows, (one.called, *one.words)) for one in uploads]
    return [by_name[one.name] for one in search(asked, among=among)]
