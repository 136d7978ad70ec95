"""A year's audit: who is asked, until when, with which questions, and who holds a link."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models.checks import known
from post.models.checks import fits

from .actions import Action
from .kinds import IS_MAILBOX, LONGEST_NAME, LONGEST_REASON, ReturnState
from .panels import Panel
from .services import Service
from .sets import QuestionSet


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self, *, on: date) -> Self:
        """Answers are taken on this day."""
        return self.filter(opens_on__lte=on, closes_on__gte=on)


class Round(models.Model):
    """One year's audit. Its questions are frozen from the moment it is made."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("question set")
    )
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("due"))
    closes_on = models.DateField(_("closes"))
    # Results are published by the worker, from the moment that staff ask; a correction says what was corrected.
    publish_asked_at = models.DateTimeField(_("publishing was asked for"), null=True, blank=True, editable=False)
    publish_note = models.TextField(_("what is corrected"), blank=True, default="", editable=False)
    # Services that were on the register by then are invited by the worker.
    invite_asked_at = models.DateTimeField(_("invitations were asked for"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit round")
        verbose_name_plural = _("audit rounds")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2999),
                name="participation_round_year",
                violation_error_message=_("A year has four digits, such as 2026."),
            ),
            models.CheckConstraint(
                condition=fits("publish_note", LONGEST_REASON),
                name="participation_round_publish_note",
                violation_error_message=_("Say what was corrected in 2,000 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("closes_on")),
                name="participation_round_in_order",
                violation_error_message=_("A round opens first, then it is due, then it closes."),
            ),
        ]

    def __str__(self) -> str:
        return _("Audit of %(year)s") % {"year": self.year}

    def is_open(self, *, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on


class ReturnQuerySet(models.QuerySet["Return"]):
    def submitted(self) -> Self:
        return self.filter(state=ReturnState.SUBMITTED)

    def outstanding(self) -> Self:
        """Invited, and not submitted."""
        return self.filter(state=ReturnState.OPEN, invited_at__isnull=False)

    def overdue(self, *, on: date) -> Self:
        """Outstanding after the day it was due, with whatever more time it was given."""
        due = Coalesce("more_time_until", "round__due_on")
        return self.outstanding().annotate(due=due).filter(due__lt=on)


class Return(models.Model):
    """What one service answers in one round. Locked by the database when it is submitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="returns")
    is_short = models.BooleanField(_("short form"), default=False)
    state = models.TextField(_("state"), choices=ReturnState, default=ReturnState.OPEN)
    # Counted up by the database each time it is submitted.
    submission = models.PositiveSmallIntegerField(_("how often submitted"), default=0, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    # Set by the database with the first answer, and when it is submitted.
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    more_time_until = models.DateField(_("more time until"), null=True, blank=True)
    is_reminded = models.BooleanField(_("is reminded"), default=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        indexes = [
            models.Index(fields=["round", "state", "submitted_at"], name="participation_return_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "service"],
                name="participation_return_once",
                violation_error_message=_("This service has a return in this round already."),
            ),
            known("state", ReturnState.values, "participation_return_state", _("A return is open or submitted.")),
            models.CheckConstraint(
                condition=Q(state="open") | Q(submitted_at__isnull=False),
                name="participation_return_submitted_at",
                violation_error_message=_("A return that is submitted says when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.year}: {self.service.name}"

    @property
    def due_on(self) -> date:
        return self.more_time_until or self.round.due_on

    @property
    def closes_on(self) -> date:
        """The last day on which it can be answered; more time for one service counts."""
        return max(self.round.closes_on, self.more_time_until or self.round.closes_on)

    def is_open(self, *, on: date) -> bool:
        return self.state == ReturnState.OPEN and self.round.opens_on <= on <= self.closes_on


class Holder(models.Model):
    """Somebody with a private link: to a return, or to a panel's page. Their links go with them (by trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, null=True, related_name="holders")
    of_panel = models.ForeignKey(Panel, on_delete=models.CASCADE, null=True, related_name="holders")
    of_action = models.ForeignKey(Action, on_delete=models.CASCADE, null=True, related_name="holders")
    name = models.TextField(_("name"), blank=True, default="")
    email = models.TextField(_("e-mail"))
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    is_reminded = models.BooleanField(_("is reminded"), default=True)

    class Meta:
        verbose_name = _("holder of a link")
        verbose_name_plural = _("holders of links")
        constraints = [
            models.CheckConstraint(
                condition=Q(of_return__isnull=False, of_panel__isnull=True, of_action__isnull=True)
                | Q(of_return__isnull=True, of_panel__isnull=False, of_action__isnull=True)
                | Q(of_return__isnull=True, of_panel__isnull=True, of_action__isnull=False),
                name="participation_holder_of_one",
                violation_error_message=_("A link opens a return, the page of a panel, or an action."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "of_return",
                name="participation_holder_of_return_once",
                violation_error_message=_("This address has a link already."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "of_panel",
                name="participation_holder_of_panel_once",
                violation_error_message=_("This address has a link already."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "of_action",
                name="participation_holder_of_action_once",
                violation_error_message=_("This address has a link already."),
            ),
            models.CheckConstraint(
                condition=Q(email__regex=IS_MAILBOX) & fits("email", 320),
                name="participation_holder_email",
                violation_error_message=_("Type one e-mail address, of 320 letters at most."),
            ),
            models.CheckConstraint(
                condition=fits("name", LONGEST_NAME),
                name="participation_holder_name",
                violation_error_message=_("A name has 200 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        """A reference: nobody's name turns up in logs."""
        return f"holder {str(self.pk)[:8]}"


class Reminder(models.Model):
    """That a service was reminded of its return. One for each time: 28, 14, 7 and 1 days before, then weekly."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="reminders")
    # Days before it was due; below zero after it.
    days = models.SmallIntegerField(_("days before it was due"))
    at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "days"],
                name="participation_reminder_once",
                violation_error_message=_("This reminder has gone already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.days}"
