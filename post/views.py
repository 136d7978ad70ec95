"""Signs of life, and the mail of a development site."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from post import dev_mail
from post.health import readiness

# A letter styles itself inline, which our own pages never do. It may show itself and nothing more.
LETTER_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive. Touches nothing, so that a database that is away does not get the site restarted."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Alive with database, queue and periodic jobs."""
    ready, state = readiness()
    return JsonResponse(state, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


@require_safe
@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    """The messages that were sent, newest first, so that a newcomer can click a link."""
    _only_in_development()
    return render(request, "post/dev_mail.html", {"mails": dev_mail.newest_first()})


@require_safe
@never_cache
def mail_html(request: HttpRequest, file: str, n: int) -> HttpResponse:
    """One message as a mail program shows it."""
    _only_in_development()
    mail = dev_mail.find(file, n)
    if mail is None or not mail.html:
        raise Http404
    return HttpResponse(mail.html, headers={"Content-Security-Policy": LETTER_CSP})


def _only_in_development() -> None:
    """The addresses are not even routed otherwise; this holds if somebody routes them by mistake."""
    if not settings.DEBUG:
        raise Http404
