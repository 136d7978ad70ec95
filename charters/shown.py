"""A version as its page shows it: everything decided here, so that the template only shows.

A published version never changes, and what stands beside it seldom does: what was made of them is kept under a name
that says all it depends on. When something else is published, pages are asked for anew and only put together again.
"""

from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charters import body, known, metadata, papers, published, words
from charters.document import Document
from charters.known import Fact
from charters.published import Beside, PublicVersion, Shelf
from config.lib.public_pages import digest_of, remembered
from post.links import in_full


class Pieces(NamedTuple):
    """For the gaps of templates/charters/charter.html."""

    title: str
    canonical: str
    feed: str
    metadata: SafeString
    main: SafeString


def pieces(shelf: Shelf, version: PublicVersion) -> Pieces:
    """What is special about the page of this version."""
    beside = published.beside(version)
    facts = known.facts(shelf.charter.slug) if version is shelf.in_force else {}
    place = digest_of(version, shelf.before(version), shelf.in_force, beside, facts)
    return remembered(f"charter:{place}", lambda: _made(shelf, version, beside, facts))


def _made(shelf: Shelf, version: PublicVersion, beside: Beside, facts: dict[str, Fact]) -> Pieces:
    document = published.documents((version,))[version.n]
    led, agreed = addresses(shelf, version), _agreed(document, beside)
    numbered = _("%(title)s, version %(n)s") % {"title": document.title, "n": version.n}
    ways = [*pills(shelf, version, led["easy_url"]), *_to_papers(beside)]
    shown = {**context(shelf, version, document, beside, facts), **led, "pills": ways}
    return Pieces(
        title=document.title if version is shelf.in_force else numbered,
        canonical=led["canonical"],
        feed=reverse("charters:charter_feed", args=[shelf.charter.slug]),
        metadata=metadata.of_version(shelf, version, document, agreed),
        main=render_to_string("charters/_version.html", shown),
    )


def context(
    shelf: Shelf, version: PublicVersion, document: Document, beside: Beside, facts: dict[str, Fact]
) -> dict[str, Any]:
    """For templates/charters/_version.html."""
    # By their places, because a partner may have another name now than when the document was frozen.
    partners = [
        {"name": one.name, "logo": body.logo_address(one), "agreed": has_agreed}
        for one, has_agreed in zip(document.partners, beside.answers, strict=True)
    ]
    return {
        "charter": shelf.charter,
        "version": version,
        "title": document.title,
        "is_in_force": version is shelf.in_force,
        "now_url": reverse("charters:charter", args=[shelf.charter.slug]) if shelf.in_force else "",
        "about": about(version, document, _agreed(document, beside)),
        "partners": partners,
        "checks": [{"group": one.group, "readers": one.readers, "day": words.day(one.at)} for one in beside.checks],
        "credits": beside.credits,
        "papers": papers.links(shelf.charter.slug, version.n, beside.papers),
        **body.context(shelf.charter.slug, document, facts=facts),
    }


def _agreed(document: Document, beside: Beside) -> list[str]:
    """The names of the partners who agreed."""
    return [one.name for one, has_agreed in zip(document.partners, beside.answers, strict=True) if has_agreed]


def about(version: PublicVersion, document: Document, names: list[str]) -> list[str]:
    """Which version this is, since when, who agreed it, and until when it is looked at again; a sentence each."""
    since = {"n": version.n, "since": words.day_of(version)}
    if version.superseded_at is not None:
        until = {**since, "until": words.day(version.superseded_at)}
        said = [_("Version %(n)s, in force from %(since)s to %(until)s.") % until]
    else:
        said = [_("Version %(n)s, in force since %(since)s.") % since]
    if names:
        said.append(_("Agreed by %(names)s.") % {"names": words.listed(names)})
    if document.review_by and version.superseded_at is None:
        said.append(_("Looked at again by %(day)s.") % {"day": words.day(document.review_by)})
    return said


def pills(shelf: Shelf, version: PublicVersion, easy_url: str) -> list[dict[str, str]]:
    """Where else to go from a version."""
    slug, before = shelf.charter.slug, shelf.before(version)
    found = [{"text": _("Read in easy read"), "href": easy_url}]
    if before is not None:
        href = reverse("charters:compare", args=[slug, before.n, version.n])
        found.append({"text": _("What changed from version %(n)s") % {"n": before.n}, "href": href})
    found.append({"text": _("All versions"), "href": reverse("charters:versions", args=[slug])})
    found.append({"text": _("Words we explain"), "href": reverse("charters:charter_words", args=[slug])})
    return found


def _to_papers(beside: Beside) -> list[dict[str, str]]:
    return [{"text": _("Print or keep"), "href": "#paper"}] if beside.papers else []


def addresses(shelf: Shelf, version: PublicVersion) -> dict[str, str]:
    """The same version in easy read, and the one address that search engines keep it under."""
    slug = shelf.charter.slug
    permanent = reverse("charters:version", args=[slug, version.n])
    if version is shelf.in_force:
        easy, canonical = reverse("charters:charter_easy", args=[slug]), reverse("charters:charter", args=[slug])
    else:
        easy, canonical = reverse("charters:version_easy", args=[slug, version.n]), permanent
    return {
        "easy_url": easy,
        "canonical": in_full(canonical),
        "permanent": permanent,
        "permanent_in_full": in_full(permanent),
    }
