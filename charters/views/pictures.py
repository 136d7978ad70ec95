"""Pictures that staff uploaded: each one, and a page that thanks who made them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.easytext import Line, plain_line, screens
from charters.models import File, Picture
from charters.uploaded import ENDINGS
from config.lib.public_pages import Page

from .answers import Made, answered
from .easy_screens import numbered, screen_of
from .files import SEALED, digest

# The bytes never change, but they can be taken back: no cache anywhere shows them for longer than a day.
A_DAY = "public, max-age=86400"


@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Its bytes, for everybody, from the moment that staff cleared it until somebody takes it back; then 410."""
    found = Picture.objects.filter(cleared_at__isnull=False, pk=digest(sha256)).first()
    if found is None:
        raise Http404
    if found.withdrawn_at is not None:
        return HttpResponse(status=410, headers={"Cache-Control": "no-store"})
    response = get_conditional_response(request, etag=f'"{found.hex}"')
    if response is None:
        response = _bytes(found)
    response["Cache-Control"] = A_DAY
    response["ETag"] = f'"{found.hex}"'
    return response


def _bytes(found: Picture) -> HttpResponse:
    """Shown as a picture and as nothing else, whatever its bytes could be taken for."""
    file = File.objects.get(pk=found.pk)
    headers = {
        "Content-Disposition": f'inline; filename="picture.{ENDINGS[file.type]}"',
        "Content-Security-Policy": SEALED,
    }
    return HttpResponse(file.content, content_type=file.type, headers=headers)


@require_safe
def pictures(request: HttpRequest) -> HttpResponseBase:
    """All that may be shown, with who made them."""

    def make() -> Made:
        found = list(Picture.objects.in_use().order_by("name"))
        return Page("charters/pictures.html", {"pictures": found, "easy_url": reverse("charters:pictures_easy")})

    return answered(request, make)


@require_safe
def pictures_easy(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """The same in easy read."""

    def make() -> Made:
        lines = [plain_line("heart", _("We thank the people who made these pictures."))]
        lines += [
            Line(picture=one.hex, text=_("%(who)s made this.") % {"who": one.credit.rstrip(".")}, alt=one.seen)
            for one in Picture.objects.in_use().order_by("name")
        ]
        context = {
            "title": _("Our pictures"),
            "plain_url": reverse("charters:pictures"),
            "done_url": reverse("charters:charters_easy"),
            **screen_of(screens(lines), page, partial(numbered, "charters:pictures_easy")),
        }
        return Page("charters/easy_words.html", context)

    return answered(request, make, easy=True)
