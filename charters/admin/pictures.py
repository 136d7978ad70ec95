"""All pictures that a line of easy read may have, to look through and to find one by a word."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from charters import pictures, uploaded
from config.lib.texts import clean_line


def pictures_view(request: HttpRequest) -> HttpResponse:
    """GET; ?q= is a word, which is nobody's name."""
    if not request.user.has_perm("charters.view_version"):
        raise PermissionDenied
    asked = clean_line(request.GET.get("q", ""))[:80].casefold()
    found = [
        picture for picture in pictures.index().values() if all(word in _words_of(picture) for word in asked.split())
    ]
    own = [one for one in uploaded.in_use().values() if all(word in _words_of_own(one) for word in asked.split())]
    context = {**admin.site.each_context(request), "title": _("Find a picture"), "q": asked, "found": found}
    context |= {"own": own, "in_all": len(own) + len(found)}
    return TemplateResponse(request, "admin/charters/pictures.html", context)


def _words_of(picture: pictures.Picture) -> str:
    return " ".join((picture.name, picture.shows, *picture.words)).casefold()


def _words_of_own(one: uploaded.Uploaded) -> str:
    return " ".join((one.called, one.shows, *one.words)).casefold()
