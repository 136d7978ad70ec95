"""All charters of which something can be read, for the pages that list them."""

from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from charters import words
from charters.document import Document
from charters.models import Version
from charters.models.kinds import ClauseKind


class Listed(NamedTuple):
    """One charter in a list."""

    title: str
    what: str
    promises: str
    since: str
    href: str
    easy_href: str


class InForce(NamedTuple):
    """How many charters are in force, and how many promises they hold together."""

    charters: int
    promises: int


def promises_in_force() -> InForce:
    """Counted by the rows that documents are made of, which a published version keeps as they were."""
    promised = Count("clauses", filter=Q(clauses__kind=ClauseKind.COMMITMENT))
    found = Version.objects.published().aggregate(charters=Count("pk", distinct=True), promises=promised)
    return InForce(found["charters"], found["promises"])


def in_force() -> list[Version]:
    """The versions in force with their documents, by the titles of their charters."""
    found = Version.objects.published().select_related("charter").only("n", "published_at", "document", "charter")
    return list(found.order_by("charter__title", "pk"))


def page() -> dict[str, Any]:
    """The context of the list: charters in force, and those of which only old versions are left."""
    return {"charters": listed(), "others": _ended()}


def listed() -> list[Listed]:
    """The charters in force."""
    return [_listed(version) for version in in_force()]


def _listed(version: Version) -> Listed:
    charter = version.charter
    assert version.document is not None  # noqa: S101  a published version has one
    document = Document.parse(version.document)
    since = {"n": version.n, "since": words.day_of(version)}
    return Listed(
        title=document.title,
        what=words.what_it_is(charter.kind),
        promises=words.promises(len(document.promises)) if document.promises else "",
        since=_("Version %(n)s, in force since %(since)s.") % since,
        href=reverse("charters:charter", args=[charter.slug]),
        easy_href=reverse("charters:charter_easy", args=[charter.slug]),
    )


def _ended() -> list[dict[str, str]]:
    """Charters without a version in force, of which an older one can be read."""
    old = Version.objects.superseded().select_related("charter").only("title", "charter")
    forced = Version.objects.published().values("charter")
    newest = old.exclude(charter__in=forced).order_by("charter_id", "-n").distinct("charter_id")
    return [
        {"title": version.title, "href": reverse("charters:versions", args=[version.charter.slug])}
        for version in newest
    ]
