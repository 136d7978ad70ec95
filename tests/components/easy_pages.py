"""Sample easy-read pages of the tests' own: every component of easy read, as a page would use it."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from config import urls as site

SOURCES = Path(__file__).resolve().parent / "easy"
SAID = [
    {"text": "We ask you first.", "picture": "hand-up"},
    {"text": "We ask before we make a plan.", "picture": "calendar"},
    {"text": "A plan is what we will do next.", "picture": "plan", "alt": "A plan"},
]


def page(request: HttpRequest, source: str, error: str = "") -> HttpResponse:
    """The page; a POST says on the page what was sent."""
    sent = [{"text": f"{name}: {value}"} for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {"lines": sent or SAID, "error": error, "plain_url": "/help/"}
    text = (SOURCES / ("lines.html" if sent else source)).read_text(encoding="utf-8")
    return HttpResponse(Template(text).render(RequestContext(request, context)))


urlpatterns = [
    path("lines/", page, {"source": "lines.html"}),
    path("choice/", page, {"source": "choice.html"}),
    path("field/", page, {"source": "field.html"}),
    path("error/", page, {"source": "field.html", "error": "Write your first name."}),
    path("check/", page, {"source": "check.html"}),
    *site.urlpatterns,
]
