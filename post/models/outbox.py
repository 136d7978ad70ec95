import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.errors import NotFailed, NotWaiting
from post.models.checks import JsonIsObject, fits

# How long to wait after each attempt that failed. When they are used up the row stays, marked as failed.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """The reading vocabulary of the outbox."""

    def queued(self) -> "OutboxQuerySet":
        return self.filter(state=Outbox.State.QUEUED)

    def failed(self) -> "OutboxQuerySet":
        return self.filter(state=Outbox.State.FAILED)

    def due(self, on: datetime) -> "OutboxQuerySet":
        return self.queued().filter(not_before__lte=on)

    def about(self, app: str, pk: uuid.UUID) -> "OutboxQuerySet":
        return self.filter(about_app=app, about_id=pk)


class Outbox(models.Model):
    """One letter that is still to go. Delivery deletes it, so that no address is kept longer than needed.

    It holds the address and which letter, never the text: the worker writes the letter when it sends it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to go")
        FAILED = "failed", _("could not be sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.TextField(_("address"))
    about_app = models.TextField(_("about: app"))
    about_id = models.UUIDField(_("about: id"))
    template = models.TextField(_("letter"))
    ids = models.JSONField(_("ids the letter needs"), default=dict, blank=True)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    state = models.TextField(_("state"), choices=State, default=State.QUEUED)
    attempts = models.SmallIntegerField(_("attempts"), default=0)
    message_id = models.TextField(_("Message-ID"), editable=False)
    created_at = models.DateTimeField(_("queued at"), default=timezone.now, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter waiting")
        verbose_name_plural = _("letters waiting")
        indexes = [
            models.Index(fields=["about_app", "about_id"], name="post_outbox_about"),
            models.Index(fields=["state", "not_before"], name="post_outbox_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"],
                name="post_outbox_message_id_once",
                violation_error_message=_("Two letters cannot share a Message-ID."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "failed"]),
                name="post_outbox_state_known",
                violation_error_message=_("A letter is waiting or has failed, nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(attempts__gte=0),
                name="post_outbox_attempts_not_negative",
                violation_error_message=_("Attempts are counted from 0 up."),
            ),
            models.CheckConstraint(
                condition=Q(state="queued") | Q(attempts__gt=0),
                name="post_outbox_failed_was_tried",
                violation_error_message=_("A letter that has failed was tried at least once."),
            ),
            models.CheckConstraint(
                # A line break in an address would let one letter become two.
                condition=Q(recipient__regex=r"^[^\r\n]+@[^\s@]+$") & fits("recipient", 320),
                name="post_outbox_recipient_is_address",
                violation_error_message=_("A letter needs one e-mail address of at most 320 characters."),
            ),
            models.CheckConstraint(
                condition=Q(template__regex=r"^[a-z_]+/[a-z0-9_]+$") & fits("template", 100),
                name="post_outbox_template_is_name",
                violation_error_message=_("A letter is named like pledges/confirm."),
            ),
            models.CheckConstraint(
                condition=Q(about_app__regex=r"^[a-z_]+$") & fits("about_app", 40),
                name="post_outbox_about_app_is_name",
                violation_error_message=_("A letter is about something in one app."),
            ),
            models.CheckConstraint(
                condition=Q(JsonIsObject("ids")),
                name="post_outbox_ids_are_named",
                violation_error_message=_("The ids that a letter needs each have a name."),
            ),
            models.CheckConstraint(
                condition=Q(message_id__regex=r"^<[^\s<>@]+@[^\s<>@]+>$") & fits("message_id", 255),
                name="post_outbox_message_id_is_one",
                violation_error_message=_("A Message-ID stands between < and > and holds one @."),
            ),
        ]

    def __str__(self) -> str:
        """Its id: an address must not turn up in logs or on the desk's pages."""
        return f"letter {self.pk}"

    def put_off(self, *, on: datetime) -> datetime | None:
        """Count an attempt that failed; say when to try again, or None when the last attempt has failed."""
        if self.state != self.State.QUEUED:
            raise NotWaiting(f"{self} is not waiting.")
        self.attempts += 1
        pause = PAUSES[self.attempts - 1] if self.attempts <= len(PAUSES) else None
        if pause is None:
            self.state = self.State.FAILED
        else:
            self.not_before = on + pause
        self.save(update_fields=["attempts", "state", "not_before"])
        return self.not_before if pause else None

    def try_again(self, *, on: datetime) -> None:
        """Let a letter that has failed start over, from the first attempt."""
        if self.state != self.State.FAILED:
            raise NotFailed(f"{self} has not failed.")
        self.state, self.attempts, self.not_before = self.State.QUEUED, 0, on
        self.save(update_fields=["attempts", "state", "not_before"])
