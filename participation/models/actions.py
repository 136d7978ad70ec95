"""What a service will do about a low answer, by when, and what came of it."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models import ClauseKey
from charters.models.checks import known
from post.models.checks import fits

from .kinds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_REASON, LONGEST_SENTENCE, StepKind
from .services import Service
from .sets import Question


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def overdue(self, *, on: date) -> Self:
        """Everybody can see these."""
        return self.open().filter(due_on__lt=on)


class Action(models.Model):
    """Something that a service will do, for a promise, by a day. Done only with evidence (by trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="actions", verbose_name=_("service"))
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", verbose_name=_("question"))
    clause_key = models.ForeignKey(
        ClauseKey, on_delete=models.PROTECT, related_name="actions", verbose_name=_("for which promise")
    )
    what = models.TextField(_("what will be done"))
    # A role, such as "the head of support": no name.
    who = models.TextField(_("who does it"))
    first_due_on = models.DateField(_("first promised for"))
    # Moves with a step alone, which says why; the first date stays in sight.
    due_on = models.DateField(_("due"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["clause_key", "due_on"], name="participation_action_promise"),
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="participation_action_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & fits("what", LONGEST_SENTENCE),
                name="participation_action_what",
                violation_error_message=_("Say what will be done, in 300 letters at most."),
            ),
            models.CheckConstraint(
                condition=~Q(who="") & fits("who", LONGEST_NAME),
                name="participation_action_who",
                violation_error_message=_("Say who does it by their role, in 200 letters at most. Name nobody."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def is_overdue(self, *, on: date) -> bool:
        return self.done_at is None and self.due_on < on


class ActionStep(models.Model):
    """What came of an action: how far it is, a new day and why, or evidence. Kept for good."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(_("kind"), choices=StepKind)
    text = models.TextField(_("what is so"))
    due_on = models.DateField(_("new day"), null=True, blank=True)
    url = models.TextField(_("link"), blank=True, default="")
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("step of an action")
        verbose_name_plural = _("steps of actions")
        ordering = ["pk"]
        constraints = [
            known("kind", StepKind.values, "participation_actionstep_kind", _("Choose from the list.")),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_REASON),
                name="participation_actionstep_text",
                violation_error_message=_("Say it in 2,000 letters at most. Everybody can read it."),
            ),
            models.CheckConstraint(
                condition=Q(kind="moved", due_on__isnull=False) | (~Q(kind="moved") & Q(due_on__isnull=True)),
                name="participation_actionstep_new_day",
                violation_error_message=_("Say which day it is now."),
            ),
            models.CheckConstraint(
                condition=Q(url="")
                | (Q(kind="evidence") & Q(url__regex=r"^https?://[^\s/]+(/\S*)?$") & fits("url", LONGEST_ADDRESS)),
                name="participation_actionstep_link",
                violation_error_message=_("A link begins with https:// and goes with evidence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.kind}"


class ActionReminder(models.Model):
    """That whoever looks after an action was reminded of it: once for each time, and each day it was promised for."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(_("due"))
    # Days before it was due; below zero after it.
    days = models.SmallIntegerField(_("days before it was due"))
    at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("reminder of an action")
        verbose_name_plural = _("reminders of actions")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "due_on", "days"],
                name="participation_actionreminder_once",
                violation_error_message=_("This reminder has gone already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.days}"
