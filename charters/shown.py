"""A version as its page shows it: everything decided here, so that the template only shows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from charters import words
from charters.absolute import absolute
from charters.body import Body, language
from charters.published import Beside, PublicVersion, Shelf


def page(shelf: Shelf, version: PublicVersion, body: Body, beside: Beside) -> dict[str, Any]:
    """The context of a version's page."""
    charter, led = shelf.charter, addresses(shelf, version)
    return {
        "charter": charter,
        "version": version,
        "title": body.title,
        "is_in_force": version is shelf.in_force,
        "now_url": reverse("charters:charter", args=[charter.slug]) if shelf.in_force else "",
        "about": about(version, body, agreed(body, beside)),
        "body": body.html,
        # By their places, because a partner may have another name now than when the document was frozen.
        "partners": list(zip(body.partners, beside.answers, strict=True)),
        "checks": [{"group": one.group, "readers": one.readers, "day": words.day(one.at)} for one in beside.checks],
        "credits": beside.credits,
        "hash": version.hex,
        "pills": pills(shelf, version, led["easy_url"]),
        **language(body.language),
        **led,
    }


def agreed(body: Body, beside: Beside) -> list[str]:
    """The names of the partners who agreed."""
    return [one.name for one, has_agreed in zip(body.partners, beside.answers, strict=True) if has_agreed]


def about(version: PublicVersion, body: Body, names: list[str]) -> list[str]:
    """Which version this is, since when, who agreed it, and until when it is looked at again; a sentence each."""
    since = {"n": version.n, "since": words.day_of(version)}
    if version.superseded_at is not None:
        until = {**since, "until": words.day(version.superseded_at)}
        said = [_("Version %(n)s, in force from %(since)s to %(until)s.") % until]
    else:
        said = [_("Version %(n)s, in force since %(since)s.") % since]
    if names:
        said.append(_("Agreed by %(names)s.") % {"names": words.listed(names)})
    if body.review_by and version.superseded_at is None:
        said.append(_("Looked at again by %(day)s.") % {"day": words.day(body.review_by)})
    return said


def pills(shelf: Shelf, version: PublicVersion, easy_url: str) -> list[dict[str, str]]:
    """Where else to go from a version."""
    slug, before = shelf.charter.slug, shelf.before(version)
    found = [{"text": _("Read in easy read"), "href": easy_url}]
    if before is not None:
        href = reverse("charters:compare", args=[slug, before.n, version.n])
        found.append({"text": _("What changed from version %(n)s") % {"n": before.n}, "href": href})
    found.append({"text": _("All versions"), "href": reverse("charters:versions", args=[slug])})
    return found


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
        "canonical": absolute(canonical),
        "permanent": permanent,
        "permanent_in_full": absolute(permanent),
    }
