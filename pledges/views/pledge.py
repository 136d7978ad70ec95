"""The words people sign: the pledge, its versions, and the privacy notice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.body import explained_in_common
from config.lib.public_pages import Page, public_page
from config.lib.wordtext import Block, blocks
from pledges.models import NoticeVersion, Pledge, PledgeWording
from pledges.models.wordings import Wording
from pledges.stands_on import versions_of, with_versions

W = TypeVar("W", bound=Wording)


@require_safe
def pledge(request: HttpRequest) -> HttpResponseBase:
    """The words that can be signed today, or a kind word while there are none."""
    return _pledge(request, None)


@require_safe
def pledge_version(request: HttpRequest, n: int) -> HttpResponseBase:
    """One version for ever: those who signed it can always read what they signed."""
    return _pledge(request, n)


def _pledge(request: HttpRequest, n: int | None) -> HttpResponseBase:
    wordings = pledge_wordings()
    shown = version_of(wordings, n)
    the_pledge = wordings[0].pledge if wordings else None
    is_open = bool(the_pledge and the_pledge.is_open)
    title = the_pledge.title if the_pledge else _("The pledge")
    kept_until = the_pledge.kept_until if the_pledge else None
    versions = versions_of(shown) if shown else ()
    known = {"title": title, "is_open": is_open, "kept_until": kept_until, "stands_on": versions}
    return public_page(
        request,
        key=("pledge", title, is_open, kept_until, key_of(wordings), versions),
        make=lambda: Page("pledges/pledge.html", known | _words(wordings, shown, "pledges:pledge", n)),
    )


def pledge_wordings() -> list[PledgeWording]:
    """The published versions of the pledge that is open, or else of the newest, newest first, with what each
    stands on."""
    pledges = Pledge.objects.filter(wordings__published_at__isnull=False)
    newest = pledges.order_by("-is_open", "-wordings__published_at").values("pk")[:1]
    wordings = PledgeWording.objects.filter(pledge__in=newest, published_at__isnull=False)
    return list(with_versions(wordings).select_related("pledge").order_by("-n"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponseBase:
    """The privacy notice in its newest version."""
    return _privacy(request, None)


@require_safe
def privacy_version(request: HttpRequest, n: int) -> HttpResponseBase:
    """One version of the notice for ever: consents name the one that was shown."""
    return _privacy(request, n)


def _privacy(request: HttpRequest, n: int | None) -> HttpResponseBase:
    published = notices()
    shown = version_of(published, n)
    return public_page(
        request,
        key=("privacy", key_of(published)),
        make=lambda: Page("standing/privacy.html", _words(published, shown, "privacy", n)),
    )


def notices() -> list[NoticeVersion]:
    """The published versions of the privacy notice, newest first."""
    return list(NoticeVersion.objects.filter(published_at__isnull=False).order_by("-n"))


def version_of(wordings: Sequence[W], n: int | None) -> W | None:
    """The version with this number, or the newest (None where there is none). Raises Http404."""
    if n is None:
        return wordings[0] if wordings else None
    for wording in wordings:
        if wording.n == n:
            return wording
    raise Http404


def key_of(wordings: Sequence[Wording]) -> tuple[tuple[object, ...], ...]:
    """Published words never change; after an older backup was restored, though, their numbers are used again."""
    return tuple((wording.pk, wording.n, wording.published_at) for wording in wordings)


def _words(wordings: Sequence[Wording], shown: Wording | None, name: str, n: int | None) -> dict[str, object]:
    easy_url = reverse(f"{name}_easy") if n is None else reverse(f"{name}_version_easy", args=[n])
    return {
        "easy_url": easy_url if shown and shown.easy else "",
        "wording": shown,
        "blocks": [_explained(block) for block in blocks(shown.standard)] if shown else [],
        "newest": wordings[0] if wordings else None,
        "others": [wording for wording in wordings if wording is not shown],
    }


def _explained(block: Block) -> Block:
    """With its hard words as links; a heading stays as it is."""
    if block.kind == "heading":
        return block
    return replace(block, text=explained_in_common(block.text), items=tuple(map(explained_in_common, block.items)))
