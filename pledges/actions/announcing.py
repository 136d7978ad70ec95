"""Telling those who take news of new versions of the charters that they stand behind, in one letter for all of them.

Of the charters that the pledge itself names, and no others: those are the promises they signed for. A charter that it
does not name is not theirs, and each letter counts against what they were promised.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from charters.models import Version
from pledges.models import AnnouncedVersion, Announcement, Person, Pledge, Signature
from pledges.stands_on import LINK
from post.actions import queue_letter

# What people say yes to is news six times a year at most. What comes on top waits, and goes together in one letter.
MOST, WITHIN = 6, timedelta(days=365)
# Signatories at one go. Those who are written to are locked meanwhile, and somebody among them may want to leave.
LOOKED_AT = 500


@transaction.atomic
def begin_announcement(*, on: datetime) -> Announcement | None:
    """For all versions that nobody was told of; None where there are none, or where it is not time yet."""
    # Of two workers at once the second sees what the first has begun.
    pledge = Pledge.objects.open().select_for_update(no_key=True).first()
    if pledge is None:
        return None
    of_the_year = Announcement.objects.filter(pledge=pledge, begun_at__gt=on - WITHIN)
    if Announcement.objects.under_way().filter(pledge=pledge).exists() or of_the_year.count() >= MOST:
        return None
    versions = list(untold(pledge))
    if not versions:
        return None
    announcement = Announcement.objects.create(pledge=pledge, begun_at=on)
    AnnouncedVersion.objects.bulk_create(
        AnnouncedVersion(announcement=announcement, version=version) for version in versions
    )
    return announcement


def untold(pledge: Pledge) -> QuerySet[Version]:
    """Versions in force that came after the ones the pledge names, and were published after it named them.

    So nothing is news that was there when the pledge was written, nor what newer words of the pledge name already:
    those have a letter of their own. A version that was superseded before anybody looked is not in force any more.
    """
    named = LINK.objects.filter(pledgewording__pledge=pledge, pledgewording__published_at__isnull=False)
    older = named.filter(
        version__charter=OuterRef("charter"),
        version__n__lt=OuterRef("n"),
        pledgewording__published_at__lt=OuterRef("published_at"),
    )
    told = AnnouncedVersion.objects.filter(version=OuterRef("pk"))
    found = Version.objects.published().filter(Exists(older))
    return found.exclude(Exists(named.filter(version=OuterRef("pk")))).exclude(Exists(told)).order_by("pk")


@transaction.atomic
def tell_of_new_versions(*, on: datetime) -> int:
    """Writes to the next of those who take news; how many signatories were looked at.

    The letters and how far it has come are written in one transaction, so that nobody is written to twice.
    """
    under_way = Announcement.objects.under_way().filter(pledge__in=Pledge.objects.open())
    announcement = under_way.select_for_update(skip_locked=True, of=("self",)).first()
    if announcement is None:
        return 0
    looked_at = _next(announcement)
    if not looked_at:
        announcement.finish(at=on)
        return 0
    for person in _to_write_to(announcement, looked_at):
        queue_letter(
            recipient=person.email,
            about_app="pledges",
            about_id=person.pk,
            template="pledges/new_versions",
            ids={"announcement": announcement.pk},
        )
    announcement.reached = looked_at[-1]
    announcement.save(update_fields=["reached"])
    return len(looked_at)


def _next(announcement: Announcement) -> list[UUID]:
    everybody = Signature.objects.order_by("pk")
    if announcement.reached is not None:
        everybody = everybody.filter(pk__gt=announcement.reached)
    return list(everybody.values_list("pk", flat=True)[:LOOKED_AT])


def _to_write_to(announcement: Announcement, looked_at: list[UUID]) -> QuerySet[Person]:
    """Who stands behind the pledge since before the newest of these versions, and takes news. Nobody who leaves."""
    newest = announcement.versions.aggregate(at=Max("version__published_at"))["at"]
    takers = Signature.objects.taking_news().filter(
        pk__in=looked_at, pledge=announcement.pledge_id, confirmed_at__lt=newest
    )
    return Person.objects.filter(pk__in=takers.values("pk")).order_by("pk").select_for_update(no_key=True)
