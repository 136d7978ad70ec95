"""The home page, what search engines may read, and what every template may know about the area."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from charters import published, shelves
from charters.easytext import Line, plain_line
from config.lib.public_pages import NAMES_KEPT_SECONDS, Page, public_page
from config.lib.wordtext import promises
from participation import keeping
from participation.asked import asked_to_sign
from participation.keeping import Kept
from participation.known_promises import results_of
from participation.models.kinds import PanelKind
from pledges import listing, signed
from pledges.models import PledgeWording as Wording
from pledges.signed import Figures
from pledges.terms import current_terms
from pledges.views.listing import counted_words
from pledges.views.pledge import pledge_wordings
from post import links
from post.models import Generation

# How many answers the home page shows.
PROMISES_SHOWN = 3
DAY = 86_400
# Private pages are behind links nobody can guess; this keeps a leaked one out of search engines.
NOT_FOR_ROBOTS = ("/pledge/yours/", "/pledge/confirm/", "/pledge/stop/", "/admin/", "/dev/")
YOUNG = str(PanelKind.YOUNG_PEOPLE)
GENERATIONS = (listing.GENERATION, published.GENERATION, keeping.GENERATION)


def area(request: HttpRequest) -> dict[str, object]:
    """Template context: whose portal this is."""
    return {"area": settings.AREA}


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What is promised, who promised, and is it kept: three figures and three sentences."""
    generations = Generation.together(*GENERATIONS)
    return public_page(request, key=("home", *generations), make=lambda: _page(generations[0]))


@require_safe
def home_easy(request: HttpRequest) -> HttpResponseBase:
    """Where to go, in easy read, and the three figures: nobody has to leave it on the way from page to page."""
    generations, can_sign = Generation.together(*GENERATIONS), current_terms() is not None
    key = ("home easy", *generations, can_sign)
    return public_page(request, key=key, make=lambda: _easy(generations[0], can_sign=can_sign))


def _page(generation: int) -> Page:
    wording = next((wording for wording in pledge_wordings() if wording.pledge.is_open), None)
    of_charters = shelves.promises_in_force()
    context = {
        "wording": wording,
        "has_charters": of_charters.charters > 0,
        "cards": [
            _promised(of_charters, len(promises(wording.standard)) if wording else 0, wording),
            _signed(signed.figures(generation)),
            _kept(keeping.newest()),
        ],
        "others": listing.newest_promises(PROMISES_SHOWN, generation),
        "easy_url": reverse("home_easy"),
    }
    return Page("home.html", context, kept_seconds=NAMES_KEPT_SECONDS)


def _promised(of_charters: shelves.InForce, of_pledge: int, wording: Wording | None) -> dict[str, Any]:
    """What is promised: in charters; before one is in force, in the pledge."""
    if of_charters.charters:
        n, how_many = of_charters.promises, of_charters.charters
        text = ngettext("In %(n)s charter that is in force.", "In %(n)s charters that are in force.", how_many)
        about = {
            "text": text % {"n": how_many},
            "href": reverse("charters:charters"),
            "link_text": _("See the charters"),
        }
    elif wording:
        n, href = of_pledge, reverse("pledges:pledge")
        about = {"text": wording.pledge.title, "href": href, "link_text": _("Read the promises")}
    else:
        return {"what": _("The pledge is being written"), "text": _("You can read it here soon.")}
    return {"figure": n, "what": ngettext("promise", "promises", n), **about}


def _signed(figures: Figures) -> dict[str, Any]:
    """Who promised. Where people are so few that it is not said how many, the figure is that of organisations."""
    n = figures.organisations if figures.total is None else figures.total
    asked = asked_to_sign()
    said = [f"{signed.words(figures)}."] if n else [_("A few people have signed.") if figures.total is None else ""]
    if asked.of:
        some = {"signed": counted_words(asked.signed), "n": counted_words(asked.of)}
        said.append(_("%(signed)s of the %(n)s services that we asked have signed.") % some)
    what = ngettext("has signed the pledge", "have signed the pledge", n)
    return {"figure": counted_words(n), "what": what, "text": " ".join(filter(None, said)),
            "href": reverse("pledges:signatories"), "link_text": _("See who has signed")}  # fmt: skip


def _kept(results: keeping.Results | None) -> dict[str, Any]:
    """Is it kept: by the account of services, and by that of young people beside it."""
    by_services = results.by_most() if results else keeping.NOBODY
    if results is None or not by_services.of:
        return {"what": _("Is it kept?"), "text": _("We have not published that yet. Services are asked every year.")}
    by_young = results.by_most(YOUNG)
    young = _("Young people say %(kept)s of %(n)s.") if by_young.of else _("Young people have not been asked.")
    return {
        "figure": _of(by_services),
        "what": ngettext("promise kept by most services", "promises kept by most services", by_services.of),
        "text": young % {"kept": by_young.kept, "n": by_young.of},
        "href": results_of(results.year),
        "link_text": _("See the results of %(year)s") % {"year": results.year},
    }


def _of(kept: Kept) -> str:
    return _("%(kept)s of %(n)s") % {"kept": kept.kept, "n": kept.of}


def _easy(generation: int, *, can_sign: bool) -> Page:
    of_charters = shelves.promises_in_force()
    context = {
        "can_sign": can_sign,
        "has_charters": of_charters.charters > 0,
        "figures": _easy_figures(of_charters, signed.figures(generation), keeping.newest()),
        "plain_url": reverse("home"),
    }
    return Page("home_easy.html", context)


def _easy_figures(of_charters: shelves.InForce, figures: Figures, results: keeping.Results | None) -> list[Line]:
    """The three figures, in short lines; of what nobody knows yet, nothing."""
    n = figures.organisations if figures.total is None else figures.total
    promised = ngettext("There is %(n)s promise.", "There are %(n)s promises.", of_charters.promises)
    have_signed = ngettext("%(n)s has signed.", "%(n)s have signed.", n)
    found = [plain_line("list", promised % {"n": of_charters.promises})] if of_charters.promises else []
    found += [plain_line("writing-hand", have_signed % {"n": counted_words(n)})] if n else []
    by_services, by_young = (results.by_most(kind) if results else keeping.NOBODY for kind in ("", YOUNG))
    if by_services.of:
        found.append(plain_line("tick", _("Most services keep %(kept)s of %(of)s.") % by_services._asdict()))
    if by_young.of:
        found.append(plain_line("people", _("Young people say %(kept)s of %(of)s.") % by_young._asdict()))
    return found


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    sitemap = f"Sitemap: {links.absolute('sitemap')}"
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), "", sitemap, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
