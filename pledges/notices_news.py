"""The letter about new versions of the charters that somebody stands behind."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from charters.document import Document
from charters.models import Version
from charters.words import paragraphs
from post import links
from post.letters import Letter, NothingToSend

from .kinds import Purpose
from .models import ConsentEntry, Signature
from .notice_parts import person_of
from .notices_easy import reads_easy
from .stands_on import StandsOn, versions_of


class News(NamedTuple):
    """One new version: its change note in both forms, and where it and what changed can be read."""

    name: str
    n: int
    note: list[str]
    easy_note: list[str]
    link: str
    changes_link: str


def new_versions(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Versions of this announcement that are still in force, and that its reader does not stand behind already."""
    person = person_of(about_id)
    signature: Signature = person.subject.signature
    if Purpose.NEWS not in ConsentEntry.objects.in_force(about_id):
        raise NothingToSend
    easy, stands_on = reads_easy(about_id), versions_of(signature.stands_by)
    versions = _still_new(ids["announcement"], signature.confirmed_at)
    known = {(on.slug, on.n) for on in stands_on}
    found = [_news(one, stands_on, easy) for one in versions if (one.charter.slug, one.n) not in known]
    if not found:
        raise NothingToSend
    several = len(found) > 1
    return Letter(
        subject=_("Our promises have changed") if several else _("“%(title)s” has changed") % {"title": found[0].name},
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "news": found,
            "link": found[0].link,
            "pages": [{"name": one.name, "link": one.link} for one in found],
        },
    )


def _still_new(announcement: int, signed_at: datetime | None) -> list[Version]:
    """Those in force now that came into force after this reader signed."""
    found = Version.objects.published().filter(announced__announcement=announcement, published_at__gt=signed_at)
    return list(found.select_related("charter").order_by("title"))


def _news(version: Version, stands_on: tuple[StandsOn, ...], easy: bool) -> News:
    assert version.document is not None  # noqa: S101 - a published version has one
    document, slug, form = Document.parse(version.document), version.charter.slug, "_easy" if easy else ""
    before = _compared_with(version, stands_on)
    return News(
        name=document.title,
        n=version.n,
        note=paragraphs(document.note),
        easy_note=[line.text for line in document.easy_note],
        link=links.absolute(f"charters:version{form}", slug, version.n),
        changes_link=links.absolute(f"charters:compare{form}", slug, before, version.n) if before else "",
    )


def _compared_with(version: Version, stands_on: tuple[StandsOn, ...]) -> int | None:
    """The version they stand behind, or else the one before this, as long as it can be read."""
    readable = Version.objects.public().filter(charter=version.charter, n__lt=version.n).order_by("-n")
    numbers = list(readable.values_list("n", flat=True))
    theirs = [on.n for on in stands_on if on.slug == version.charter.slug and on.n in numbers]
    return next(iter(theirs or numbers), None)
