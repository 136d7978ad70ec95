"""Which versions of charters signatories were told of. Nothing here is about one of them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charters.models import Version

from .wordings import Pledge


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def under_way(self) -> Self:
        """Not everybody was looked at yet: one at most for each pledge."""
        return self.filter(finished_at__isnull=True)


class Announcement(models.Model):
    """One round of letters to those who take news, about all versions that nobody was told of when it began.

    It goes through the signatories in the order of their numbers, so that after a crash it goes on where it was.
    """

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT", "UPDATE"})

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    # The number of the signatory that was looked at last. Once all were, it is nobody's.
    reached = models.UUIDField(_("gone through until"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.UniqueConstraint(
                fields=["pledge"],
                condition=Q(finished_at__isnull=True),
                name="pledges_announcement_one_at_a_time",
                violation_error_message=_("Another announcement is under way."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(reached__isnull=True, finished_at__gte=F("begun_at")),
                name="pledges_announcement_finished_fits",
                violation_error_message=_("An announcement that is finished is at nobody's number."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def finish(self, *, at: datetime) -> None:
        """Everybody was looked at."""
        self.reached, self.finished_at = None, max(at, self.begun_at)
        self.save(update_fields=["reached", "finished_at"])


class AnnouncedVersion(models.Model):
    """That a version is told of in this announcement, and so in no other."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT"})

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="versions")
    # Without an index of its own: the rule below makes one.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="announced", db_index=False)

    class Meta:
        verbose_name = _("version announced")
        verbose_name_plural = _("versions announced")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                name="pledges_announcedversion_once",
                violation_error_message=_("This version was told of already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
