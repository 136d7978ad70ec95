"""All services that were asked, and one of them through the years."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from charters import published as charters_published
from charters.easytext import parted
from config.lib.public_pages import Page, public_page
from participation import actions_shown, kept_page, published, results_easy, service_page
from participation.actions_shown import ShownAction
from participation.kept_page import list_url
from participation.models import Service
from participation.models.kinds import ServiceKind
from participation.panel_screens import PICTURES
from participation.service_page import Family
from post.links import in_full
from post.models import Generation

from .results_easy import Place, easy_page

# How many names make letters worth while, and how many words of names a screen of easy read has.
MANY = 36
WORDS_OF_NAMES = 14


@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    """By name; of many a part, from the service or the letter that the address names."""
    start = _start(request)

    def make() -> Page:
        some = kept_page.some_services(start)
        context = {
            "some": some,
            "start": start,
            "letters": [(letter, list_url(letter.lower())) for letter in some.letters],
            "before": {"href": list_url(some.before)} if some.before else None,
            "after": {"href": list_url(some.after)} if some.after else None,
            "easy_url": list_url(None, easy=True),
            "canonical": in_full(list_url(None)),
        }
        return Page("participation/results/services.html", context)

    return _list(request, "services", start, make)


@require_safe
def services_easy(request: HttpRequest) -> HttpResponseBase:
    """Three on a screen; where there are many, first the letters that they begin with."""
    start = _start(request)

    def make() -> Page:
        some = kept_page.some_services(start, MANY)
        ask_letter = not start and some.after is not None
        names = parted(some.services, text_of=lambda one: one.name, most=WORDS_OF_NAMES)
        here = names[0] if names else []
        after = some.services[len(here)].slug if len(some.services) > len(here) else some.after
        context = {
            "services": [] if ask_letter else [(one, PICTURES[ServiceKind(one.kind)]) for one in here],
            "letters": [(one, list_url(one.lower(), easy=True)) for one in some.letters] if ask_letter else [],
            "next_url": list_url(after, easy=True) if after and not ask_letter else "",
            "back_url": list_url(None, easy=True) if start else reverse("participation:is_it_kept_easy"),
            "plain_url": list_url(None),
        }
        return Page("participation/results/services_easy.html", context)

    return _list(request, "services easy", start, make)


def _start(request: HttpRequest) -> str:
    """Only what names a place in the list, so that nobody fills the cache with what they make up."""
    start = request.GET.get("from", "")[:80]
    known = kept_page.is_letter(start) or (start and Service.objects.filter(slug=start).exists())
    return start.lower() if known else ""


def _list(request: HttpRequest, name: str, start: str, make: Callable[[], Page]) -> HttpResponseBase:
    return public_page(request, key=(name, published.generation(), start), make=make)


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every year that is published, and what it will do."""

    def make(of: Family) -> Page:
        years, actions = _known(of)
        context: dict[str, Any] = {
            **service_page.context(of, years),
            "actions": actions,
            "easy_url": reverse("participation:service_easy", args=[slug]),
            "canonical": in_full(reverse("participation:service", args=[slug])),
        }
        return Page("participation/results/service.html", context)

    return _one(request, slug, "service", make)


@require_safe
def service_easy(request: HttpRequest, slug: str, page: int = 1, *, whole: bool = False) -> HttpResponseBase:
    """The newest year, and what it will do."""

    def make(of: Family) -> Page:
        years, actions = _known(of)
        name = of.service.name
        screens = results_easy.service(of.service, years, service_page.not_sent(of), actions)
        return easy_page(name, screens, Place("service", [slug]), page, whole=whole)

    return _one(request, slug, "service_easy", make)


def _one(request: HttpRequest, slug: str, name: str, make: Callable[[Family], Page]) -> HttpResponseBase:
    """The page of a service; that of the one which it became part of. Raises Http404 for what was never asked."""
    found = service_page.found(slug)
    if found is None:
        raise Http404
    if found.merged_into:
        return HttpResponsePermanentRedirect(reverse(f"participation:{name}", args=[found.merged_into.slug]))
    counts = Generation.together(published.GENERATION, charters_published.GENERATION)
    key = (name, counts, timezone.localdate(), found.pk)
    return public_page(request, key=key, make=lambda: make(service_page.family(found)))


def _known(of: Family) -> tuple[list[service_page.OneYear], list[ShownAction]]:
    """Raises Http404 where nothing is known: a name on the register alone is no page."""
    actions = actions_shown.shown(service_page.actions_of(of), on=timezone.localdate())
    years = service_page.years(of)
    if not years and not actions and not service_page.told_of().filter(pk=of.service.pk).exists():
        raise Http404
    return years, actions
