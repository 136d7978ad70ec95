"""News of charters for feed readers: every version that was published, newest first, as Atom."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters import published
from charters.models import Version
from config.lib.public_pages import KEPT_SECONDS, Kept
from post.links import in_full

from .answers import Made, answered

# Feed readers look every few hours; older news is on the page of all versions.
NEWEST = 30


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Every charter."""

    def make() -> Made:
        title = _("Charters of %(area)s") % {"area": settings.AREA["name"]}
        return _feed(title, reverse("charters:charters"), reverse("charters:feed"), _newest())

    return answered(request, make)


@require_safe
def of_charter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One charter."""

    def make() -> Made:
        shelf = published.shelf(slug)
        address, own_address = (reverse(f"charters:{name}", args=[slug]) for name in ("charter", "charter_feed"))
        return _feed(shelf.versions[-1].title, address, own_address, _newest(charter=shelf.charter.pk))

    return answered(request, make)


def _newest(**chosen: int) -> Iterable[Version]:
    found = Version.objects.public().filter(**chosen).select_related("charter").order_by("-published_at", "-pk")
    return found.defer("document", "intro", "easy_intro", "easy_note")[:NEWEST]


def _feed(title: str, address: str, own_address: str, versions: Iterable[Version]) -> Kept:
    feed = Atom1Feed(
        title=title,
        link=in_full(address),
        feed_url=in_full(own_address),
        description="",
        language=settings.LANGUAGE_CODE,
        author_name=settings.AREA["council"],
    )
    for version in versions:
        link = in_full(reverse("charters:version", args=[version.charter.slug, version.n]))
        feed.add_item(
            title=_("%(title)s, version %(n)s") % {"title": version.title, "n": version.n},
            link=link,
            description=version.note,
            # Its address is a promise, so it is a name that stays.
            unique_id=link,
            pubdate=version.published_at,
            updateddate=version.superseded_at or version.published_at,
        )
    content = feed.writeString("utf-8").encode()
    return Kept(content, {"Content-Type": "application/atom+xml; charset=utf-8"}, KEPT_SECONDS)
