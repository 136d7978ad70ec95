"""A signature through its states, what it shows, and what moderators decided."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import ORGANISATION_KINDS, Judgement, Kind, Reason, State

from .people import Subject
from .wordings import NoticeVersion, Pledge, PledgeWording, PurposeWording

# The privacy notice promises it: answers that nobody confirmed are deleted after a week.
UNCONFIRMED_FOR = timedelta(days=7)


class WrongState(Exception):
    """The signature has moved on: what was asked cannot be done from the state it is in now."""


class SignatureQuerySet(models.QuerySet["Signature"]):
    def awaiting_moderation(self) -> Self:
        """What a moderator has to decide, oldest first."""
        return self.filter(state__in=[State.AWAITING, State.HELD]).order_by("confirmed_at", "subject_id")

    def unconfirmed(self) -> Self:
        return self.filter(state=State.UNCONFIRMED)

    def never_confirmed(self, *, on: datetime) -> Self:
        """Those whose link has run out: nobody can confirm them any more."""
        return self.unconfirmed().filter(created_at__lte=on - UNCONFIRMED_FOR)

    def counted(self) -> Self:
        """Those who stand behind the pledge, named or not."""
        return self.filter(state=State.APPROVED)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["state", "confirmed_at", "decided_at", "left_at"],
    model_name="SignatureEvent",
)
class Signature(models.Model):
    """That somebody stands behind a pledge. No personal data: that hangs on Person and Revision."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, primary_key=True, related_name="signature")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="signatures")
    kind = models.TextField(_("who signs"), choices=Kind)
    state = models.TextField(_("state"), choices=State, default=State.UNCONFIRMED)
    # The form that was filled in: sending it twice makes one signature.
    draft_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    wording = models.ForeignKey(PledgeWording, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [
            models.Index(
                fields=["confirmed_at", "subject"],
                condition=models.Q(state__in=["awaiting", "held"]),
                name="pledges_signature_queue",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="pledges_signature_kind",
                violation_error_message=_("Choose who signs from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="pledges_signature_state",
                violation_error_message=_("This is not a state a signature can be in."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="unconfirmed", confirmed_at__isnull=True)
                | (~models.Q(state="unconfirmed") & models.Q(confirmed_at__isnull=False)),
                name="pledges_signature_confirmed_fits",
                violation_error_message=_("A signature is confirmed when, and only when, it has a time of signing."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["approved", "rejected"], decided_at__isnull=False)
                | models.Q(state__in=["unconfirmed", "held", "awaiting", "changes_asked"], decided_at__isnull=True)
                | models.Q(state="withdrawn"),
                name="pledges_signature_decided_fits",
                violation_error_message=_("A decided signature has a time of decision, others have none."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", left_at__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(left_at__isnull=True)),
                name="pledges_signature_left_fits",
                violation_error_message=_("Somebody who left has a time of leaving, others have none."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.subject_id.hex[:8].upper()

    @property
    def is_organisation(self) -> bool:
        return self.kind in ORGANISATION_KINDS

    @property
    def can_be_undone(self) -> bool:
        """Whether the last decision is young enough to take back: its mail has not gone out yet."""
        return self.decided_at is not None and timezone.now() - self.decided_at < settings.UNDO_WINDOW

    def _leave_states(self, *states: State) -> None:
        if self.state not in states:
            raise WrongState(self.state)

    def mark_confirmed(self, *, held: bool, at: datetime) -> None:
        self._leave_states(State.UNCONFIRMED)
        self.state = State.HELD if held else State.AWAITING
        self.confirmed_at = at
        self.save(update_fields=["state", "confirmed_at"])

    def mark_decided(self, state: State) -> None:
        self._leave_states(State.AWAITING, State.HELD)
        self.state = state
        self.decided_at = timezone.now()
        self.save(update_fields=["state", "decided_at"])

    def mark_undecided(self) -> None:
        self._leave_states(State.APPROVED, State.REJECTED)
        self.state = State.AWAITING
        self.decided_at = None
        self.save(update_fields=["state", "decided_at"])

    def mark_withdrawn(self) -> None:
        if self.state in (State.UNCONFIRMED, State.WITHDRAWN):
            raise WrongState(self.state)
        self.state = State.WITHDRAWN
        self.left_at = timezone.now()
        self.save(update_fields=["state", "left_at"])


class PendingConsent(models.Model):
    """A box that was ticked but not yet confirmed by e-mail. Confirming moves it into the ledger."""

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="pending_consents")
    wording = models.ForeignKey(PurposeWording, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("ticked"))

    class Meta:
        verbose_name = _("unconfirmed choice")
        verbose_name_plural = _("unconfirmed choices")
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "wording"],
                name="pledges_pendingconsent_uq",
                violation_error_message=_("This choice was already made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.wording_id}"


class Revision(models.Model):
    """What a signature says of itself. An edit waits as pending while the live one stays up."""

    class Stage(models.TextChoices):
        PENDING = "pending", _("Waiting")
        LIVE = "live", _("Live")

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="revisions")
    name_shown = models.TextField(_("name"))
    role = models.TextField(_("role"), blank=True, default="")
    organisation_typed = models.TextField(_("organisation"), blank=True, default="")
    promise = models.TextField(_("what they will do"), blank=True, default="")
    state = models.TextField(_("state"), choices=Stage, default=Stage.PENDING)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("details")
        verbose_name_plural = _("details")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "live"]),
                name="pledges_revision_state",
                violation_error_message=_("Details are either waiting or live."),
            ),
            models.UniqueConstraint(
                fields=["signature"],
                condition=models.Q(state="pending"),
                name="pledges_revision_one_pending",
                violation_error_message=_("Other changes are already waiting."),
            ),
            models.UniqueConstraint(
                fields=["signature"],
                condition=models.Q(state="live"),
                name="pledges_revision_one_live",
                violation_error_message=_("Only one set of details can be live."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name_shown=""),
                name="pledges_revision_has_name",
                violation_error_message=_("A name is needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.state}"


class Decision(models.Model):
    """What a moderator decided, when and why. Append-only: an undo is a new row."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT"})

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.TextField(_("decision"), choices=Judgement)
    reason = models.TextField(_("reason"), choices=Reason, blank=True, default="")
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=Judgement.values),
                name="pledges_decision_act",
                violation_error_message=_("Choose a decision from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(act="reject", reason__in=Reason.values)
                | (~models.Q(act="reject") & models.Q(reason="")),
                name="pledges_decision_reason_fits",
                violation_error_message=_("Turning somebody down needs a reason from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.act}"
