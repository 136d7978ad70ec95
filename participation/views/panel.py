"""A panel's pages, in easy read: one press is one answer, saved at once. Only presses change anything."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from charters import uploaded
from config.lib.network import network_of
from config.lib.responses import SeeOther
from participation import panel_screens
from participation.actions import panels
from participation.models import Panel
from participation.models.kinds import Level
from participation.panel_screens import DO_NOT_KNOW, Screen
from post import links
from post.models import Token
from post.private import private_page

from .panel_visit import Visit, panels_page, shown

READ = ("GET", "HEAD")
USED = {"yes": True, "no": False}
LEVELS: dict[str, int | None] = {**{str(level): int(level) for level in Level}, DO_NOT_KNOW: None}


@panels_page(*READ)
def start(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What it is about. A group that has begun goes on where it stopped; it can read this again."""
    # The one thing that reading changes: when the link was first opened.
    Panel.objects.filter(pk=visit.panel.pk, opened_at=None, sent_at=None).update(opened_at=timezone.now())
    if not visit.sheet.services:
        return shown(request, "nothing")
    read, asked = panel_screens.easy_start(visit.panel.round), request.GET.get("screen", "")
    if not asked and visit.sheet.is_begun:
        return visit.go_on()
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    number = max(1, min(number, len(read)))
    context = {
        "lines": read[number - 1],
        "next_url": f"?screen={number + 1}" if number < len(read) else visit.address_of(next(visit.sheet.screens)),
        "back_url": f"?screen={number - 1}" if number > 1 else "",
        "is_last": number == len(read),
    }
    return shown(request, "start", context)


@panels_page(*READ, "POST")
def used(request: HttpRequest, visit: Visit, slug: str) -> HttpResponseBase:
    """Did you use this service?"""
    screen = visit.sheet.find(slug)
    if screen is None:
        return visit.go_on()
    was_used = USED.get(request.POST.get("answer", ""))
    if was_used is not None:
        panels.say_used(panel_id=visit.panel.pk, service=slug, was_used=was_used)
        return visit.go_on_after(screen)
    return _ask(request, visit, screen, "used", {"was_used": screen.row.was_used})


@panels_page(*READ, "POST")
def rate(request: HttpRequest, visit: Visit, slug: str, key: str) -> HttpResponseBase:
    """One question about a service, and its four levels. A long question is read first, on a screen before it."""
    screen = visit.sheet.find(slug, key)
    if screen is None:
        return visit.go_on()
    pressed = request.POST.get("answer", "")
    if pressed in LEVELS:
        panels.rate(panel_id=visit.panel.pk, service=slug, question=key, level=LEVELS[pressed])
        return visit.go_on_after(screen)
    with uploaded.asked_once():
        parted, reads = screen.is_parted, "answer" not in request.GET and request.method != "POST"
        context = {
            "lines": screen.lines[-1:] if parted and not reads else screen.lines,
            "choices": [] if parted and reads else panel_screens.easy_choices(screen, visit.sheet.level(screen)),
            "next_url": "?answer" if parted and reads else "",
        }
        if parted and not reads:
            context["back_url"] = request.path
        return _ask(request, visit, screen, "rate", context)


def _ask(request: HttpRequest, visit: Visit, screen: Screen, name: str, context: dict[str, object]) -> HttpResponse:
    before = visit.sheet.before(screen)
    last_read = len(panel_screens.easy_start(visit.panel.round))
    shared = {
        "name": screen.row.service.name,
        "picture": screen.picture,
        "progress": visit.sheet.easy_progress(screen),
        "back_url": visit.address_of(before) if before else f"{visit.address()}?screen={last_read}",
        # Something was sent, and none of the answers.
        "is_wrong": request.method == "POST",
    }
    return shown(request, name, shared | context)


@panels_page(*READ, "POST")
def check(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """All answers, each with a way to change it; POST sends them."""
    if visit.sheet.first_open is not None or not visit.sheet.services:
        return visit.go_on() if visit.sheet.services else SeeOther(visit.address())
    if request.method == "POST":
        panels.send(panel_id=visit.panel.pk)
        return SeeOther(visit.address("_sent"))
    last = list(visit.sheet.screens)[-1]
    return shown(request, "check", {"services": _listed(visit), "back_url": visit.address_of(last)})


def _listed(visit: Visit) -> list[dict[str, object]]:
    """What was answered, as the page shows it: each service with its answers and where each is changed."""
    with uploaded.asked_once():
        return [
            {
                "name": screen.row.service.name,
                "picture": screen.picture,
                "rows": [{"said": row, "change_url": visit.address_of(row.screen)} for row in rows],
            }
            for screen, rows in panel_screens.rows(visit.sheet)
        ]


@panels_page(*READ, answers=False)
def sent(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Thank you, and what comes next."""
    if visit.panel.sent_at is None:
        return SeeOther(visit.address())
    return shown(request, "sent", {"answers_url": visit.address("_answers")})


@panels_page(*READ, answers=False)
def answers(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What was sent, to look at."""
    if visit.panel.sent_at is None:
        return SeeOther(visit.address())
    return shown(request, "answers", {"services": _listed(visit)})


@private_page
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """One press mails a new link to the holder's own address. For a link that we do not know it says the same."""
    about_id = links.about(token, scope=Token.Scope.PANEL)
    if about_id is not None:
        panels.renew_link(holder_id=about_id, network=network_of(request))
    return SeeOther(reverse("participation:panel_link_sent", args=[token]))


@private_page
@require_safe
def link_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Look in the mailbox. The same for everybody."""
    return shown(request, "link_sent")
