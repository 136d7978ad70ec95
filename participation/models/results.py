"""Published results of a round: frozen for ever. A correction is a new one, with a note."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import JsonIsObject, fits

from .kinds import LONGEST_REASON
from .rounds import Round
from .services import Service


class Snapshot(models.Model):
    """All figures of a round as they were published. Public pages, CSV, JSON and PDF read this and nothing else."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="snapshots")
    # 1, and one more for each correction.
    n = models.PositiveSmallIntegerField(_("number"))
    note = models.TextField(_("what was corrected"), blank=True, default="")
    document = models.JSONField(_("results"))
    published_at = models.DateTimeField(_("published"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("published results")
        verbose_name_plural = _("published results")
        ordering = ["-round__year", "-n"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "n"],
                name="participation_snapshot_once",
                violation_error_message=_("These results are published already."),
            ),
            models.CheckConstraint(
                condition=Q(n=1, note="") | (Q(n__gt=1) & ~Q(note="") & fits("note", LONGEST_REASON)),
                name="participation_snapshot_note",
                violation_error_message=_("A correction says what was corrected, in 2,000 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(JsonIsObject("document")),
                name="participation_snapshot_document",
                violation_error_message=_("Results have names."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, {self.n}"


class ServiceResult(models.Model):
    """One service's part of published results: its page, year by year, is made of these."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="results")
    # As it was called then.
    name = models.TextField(_("name"))
    document = models.JSONField(_("results"))

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("published result of a service")
        verbose_name_plural = _("published results of services")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "service"],
                name="participation_serviceresult_once",
                violation_error_message=_("This service is in these results already."),
            ),
            models.CheckConstraint(
                condition=Q(JsonIsObject("document")),
                name="participation_serviceresult_document",
                violation_error_message=_("Results have names."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.name}"
