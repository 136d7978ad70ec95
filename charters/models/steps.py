"""What was done to a draft, act by act: its history, and what undo reads backwards."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .checks import known
from .versions import Version

# Long enough to answer who changed what when the next version is written.
KEEP_STEPS = timedelta(days=2 * 365)


class Act(models.TextChoices):
    """What somebody did, as the history says it."""

    ADD_CLAUSE = "add_clause", _("added a clause")
    CHANGE_CLAUSE = "change_clause", _("changed a clause")
    MOVE_CLAUSE = "move_clause", _("moved a clause")
    SPLIT_CLAUSE = "split_clause", _("split a clause")
    JOIN_CLAUSES = "join_clauses", _("joined two clauses")
    DELETE_CLAUSE = "delete_clause", _("deleted a clause")
    ADD_SECTION = "add_section", _("added a section")
    CHANGE_SECTION = "change_section", _("changed a section")
    MOVE_SECTION = "move_section", _("moved a section")
    DELETE_SECTION = "delete_section", _("deleted a section")
    CHANGE_OPENING = "change_opening", _("changed the opening words")
    CHANGE_NOTE = "change_note", _("changed what is said of the last version")
    UNDO = "undo", _("took back")
    REDO = "redo", _("did again")


class StepQuerySet(models.QuerySet["Step"]):
    def of_sitting(self, *, version: int, by: int, since: datetime) -> Self:
        """What this member of staff did here themselves, newest first: not what they took back or did again."""
        own = self.filter(version=version, by=by, at__gte=since, taken_from__isnull=True)
        return own.order_by("-pk")

    def forgotten(self, *, on: datetime) -> Self:
        return self.filter(at__lte=on - KEEP_STEPS)


class Step(models.Model):
    """One act on a draft by one member of staff.

    `rows` are those that it changed: `what` (clause, section, version), `id`, and what stood there `before` and
    `after`, None where there was nothing. Changes of one row within a short while are one step, from `began` to `at`.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.TextField(_("what was done"), choices=Act)
    rows = models.JSONField(_("what changed"))
    began = models.DateTimeField(_("from"), db_default=Now(), editable=False)
    at = models.DateTimeField(_("until"), db_default=Now(), editable=False)
    # Which step was taken back, or done again.
    taken_from = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    is_undone = models.BooleanField(_("taken back"), default=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of writing")
        verbose_name_plural = _("steps of writing")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "by", "-id"], name="charters_step_of_sitting")]
        constraints = [
            known("act", Act.values, "charters_step_act", _("Choose what was done from the list.")),
            models.CheckConstraint(
                condition=Q(act__in=[Act.UNDO, Act.REDO], taken_from__isnull=False, is_undone=False)
                | (~Q(act__in=[Act.UNDO, Act.REDO]) & Q(taken_from__isnull=True)),
                name="charters_step_taken_from",
                violation_error_message=_("Only what takes back or does again says of what."),
            ),
            models.CheckConstraint(
                condition=Q(began__lte=models.F("at")),
                name="charters_step_times",
                violation_error_message=_("A step begins before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_act_display()}"
