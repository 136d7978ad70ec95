"""Pages and files that are the same for everyone, and the reader's own /reading.css."""

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from charters import pictures
from config.lib import area
from config.lib.reading import SIZES, Reading
from config.lib.responses import SeeOther

COOKIE = "reading"
YEAR = 365 * 24 * 60 * 60
# Standing pages may be kept by any cache for this long, in seconds: short, so that a new telephone number is soon seen.
KEPT = 300


@require_safe
@cache_control(public=True, max_age=KEPT)
def area_css(request: HttpRequest) -> HttpResponse:
    """The area's colours."""
    return HttpResponse(area.css(settings.AREA), content_type="text/css; charset=utf-8")


def from_our_pages(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this POST.

    This is instead of a CSRF token, which would need a cookie on pages that set none. A page with the referrer policy
    `no-referrer` sends `Origin: null`, so Sec-Fetch-Site is asked first.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


@csrf_exempt
@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """GET: the reader's size, colours and pictures as CSS. POST: change them, and go back to the page.

    Both live at one address because the cookie's path is this address: no other page is ever sent it.
    """
    now = Reading.parse(request.COOKIES.get(COOKIE, ""))
    if request.method != "POST":
        return HttpResponse(now.css(), content_type="text/css; charset=utf-8")
    if not from_our_pages(request):
        raise PermissionDenied
    then = after(now, request.POST.get("what", ""))
    response = changed(request, then)
    if then == Reading():
        response.delete_cookie(COOKIE, path=reverse("reading"), samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            str(then),
            max_age=YEAR,
            path=reverse("reading"),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def after(now: Reading, what: str) -> Reading:
    """The look that a button of the band leads to. A button that is not ours changes nothing."""
    return {
        "bigger": now.bigger(),
        "colours": now.other_colours(),
        "words": now.without_pictures(),
        "pictures": now.with_pictures(),
        "reset": Reading(),
    }.get(what, now)


def changed(request: HttpRequest, then: Reading) -> HttpResponse:
    """Back to the page; or, for static/js/site.js, where the new CSS is and what to tell a screen reader."""
    if request.POST.get("stay"):
        # The address differs for each look, or the browser would not fetch it again.
        return JsonResponse({"css": f"{reverse('reading')}?{then}", "words": said(then, request.POST.get("what", ""))})
    back = request.POST.get("next", "")
    return SeeOther(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


def said(then: Reading, what: str) -> str:
    if what in ("words", "pictures"):
        return _("Words only, without pictures.") if then.words_only else _("The pictures are back.")
    colours = {
        "cream": _("Colours: dark on cream."),
        "white": _("Colours: black on white."),
        "dark": _("Colours: light on dark."),
        "yellow": _("Colours: yellow on black."),
    }[then.colours]
    return _("Size %(n)s of %(of)s.") % {"n": SIZES.index(then.size) + 1, "of": len(SIZES)} + " " + colours


def standing(request: HttpRequest, page: str) -> HttpResponse:
    """A page of words only."""
    easy_url = reverse(f"{page}_easy")
    return render(request, f"standing/{page}.html", {"prepared": PREPARED, "easy_url": easy_url})


def credits_page(request: HttpRequest) -> HttpResponse:
    """Whose work we use. Whoever drew a picture must be found from it."""
    drawn = [picture for picture in pictures.index().values() if picture.drawn_by == "healthicons"]
    return render(request, "standing/credits.html", {"health_icons": drawn, "easy_url": reverse("credits_easy")})


def help_easy(request: HttpRequest) -> HttpResponse:
    """Help in easy read: nobody has to leave easy read to find it."""
    return render(request, "standing/help_easy.html", {"plain_url": reverse("help")})


# The day the accessibility statement was prepared and last reviewed: change it when you review the statement.
PREPARED = date(2026, 11, 27)
_kept = cache_control(public=True, max_age=KEPT)(require_safe(standing))

urlpatterns = [
    path("area.css", area_css, name="area_css"),
    path("reading.css", reading, name="reading"),
    path("help/easy-read/", cache_control(public=True, max_age=KEPT)(require_safe(help_easy)), name="help_easy"),
    path("credits/", cache_control(public=True, max_age=KEPT)(require_safe(credits_page)), name="credits"),
    *[path(f"{page}/", _kept, {"page": page}, name=page) for page in ("accessibility", "cookies", "help")],
]
