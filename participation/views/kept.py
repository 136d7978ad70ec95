"""Is it kept? In all the words, and in easy read."""

from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import published as charters_published
from charters.easytext import screens
from charters.views.easy_screens import numbered, screen_of
from config.lib.public_pages import Page, public_page
from participation import kept_page, published, results_easy
from participation.models import Action
from post.links import in_full
from post.models import Generation


@require_safe
def is_it_kept(request: HttpRequest) -> HttpResponseBase:
    """What is late depends on the day."""
    counts = Generation.together(published.GENERATION, charters_published.GENERATION)

    def make() -> Page:
        address = reverse("participation:is_it_kept")
        led = {"easy_url": reverse("participation:is_it_kept_easy"), "canonical": in_full(address)}
        return Page("participation/results/kept.html", {**kept_page.page(), **led})

    return public_page(request, key=("is it kept", counts, timezone.localdate()), make=make)


@require_safe
def is_it_kept_easy(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """The same, and then where to go: the newest year, or a service."""
    key = ("is it kept easy", published.generation(), timezone.localdate())
    return public_page(request, key=key, make=lambda: _easy(page))


def _easy(page: int) -> Page:
    latest = published.latest()
    late = Action.objects.overdue(on=timezone.localdate()).count()
    told = screens(results_easy.kept(latest.document if latest else None, late))
    # The last screen asks where to go.
    parted = [*told, []] if latest else told
    context = {
        "title": _("Is it kept?"),
        "year_url": reverse("participation:audit_easy", args=[latest.round.year]) if latest else "",
        "plain_url": reverse("participation:is_it_kept"),
        **screen_of(parted, page, partial(numbered, "participation:is_it_kept_easy")),
    }
    return Page("participation/results/kept_easy.html", context)
