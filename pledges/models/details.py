"""What a signature says of itself, and the boxes that were ticked with it before it was confirmed."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import GivenBy, ShownIn

from .signatures import Signature
from .wordings import PurposeWording
from .words import words_of


class PendingConsent(models.Model):
    """A box that was ticked but not yet confirmed by e-mail. Confirming moves it into the ledger."""

    # Without indexes of their own: what is unique below begins with the one, and nobody looks for the other.
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="pending_consents", db_index=False)
    wording = models.ForeignKey(PurposeWording, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField(_("ticked"))
    given_by = models.TextField(choices=GivenBy, default=GivenBy.SELF)
    shown_in = models.TextField(choices=ShownIn, default=ShownIn.STANDARD)

    class Meta:
        verbose_name = _("unconfirmed choice")
        verbose_name_plural = _("unconfirmed choices")
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "wording"],
                name="pledges_pendingconsent_uq",
                violation_error_message=_("This choice was already made."),
            ),
            models.CheckConstraint(
                condition=models.Q(given_by__in=GivenBy.values),
                name="pledges_pendingconsent_given_by",
                violation_error_message=_("Choose from the list who gave the answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(shown_in__in=ShownIn.values),
                name="pledges_pendingconsent_shown_in",
                violation_error_message=_("Words are read in easy read or in full."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.wording_id}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def left_over(self, *, on: datetime) -> Self:
        """What was kept for undoing a decision that can no longer be undone."""
        kept = self.filter(state__in=[Revision.Stage.REPLACED, Revision.Stage.REFUSED])
        return kept.filter(signature__decided_at__lte=on - settings.UNDO_WINDOW)

    def latest_of(self, signature: Signature) -> "Revision":
        """What somebody said of themselves last: the change that waits, else what is live."""
        open_ones = self.filter(signature=signature, state__in=[Revision.Stage.PENDING, Revision.Stage.LIVE])
        return open_ones.order_by("-state")[0]  # "pending" comes after "live"


class Revision(models.Model):
    """What a signature says of itself. An edit waits as pending while the live one stays up.

    What an edit replaced, or an edit that was refused, is kept until the decision can no longer be undone.
    """

    class Stage(models.TextChoices):
        PENDING = "pending", _("Waiting")
        LIVE = "live", _("Live")
        REPLACED = "replaced", _("Replaced just now")
        REFUSED = "refused", _("Refused just now")

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="revisions")
    name_shown = models.TextField(_("name"))
    role = models.TextField(_("role"), blank=True, default="")
    organisation_typed = models.TextField(_("organisation"), blank=True, default="")
    promise = models.TextField(_("what they will do"), blank=True, default="")
    state = models.TextField(_("state"), choices=Stage, default=Stage.PENDING)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("details")
        verbose_name_plural = _("details")
        indexes = [
            # What staff find somebody by (pledges/finding.py): the words are the row's own, and go with it.
            GinIndex(
                words_of("organisation_typed", "name_shown"),
                condition=models.Q(state__in=["pending", "live"]),
                name="pledges_revision_words",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "live", "replaced", "refused"]),
                name="pledges_revision_state",
                violation_error_message=_("Details are waiting, live, replaced or refused."),
            ),
            models.UniqueConstraint(
                fields=["signature"],
                condition=models.Q(state="replaced"),
                name="pledges_revision_one_replaced",
                violation_error_message=_("Only the last details are kept for undoing."),
            ),
            models.UniqueConstraint(
                fields=["signature"],
                condition=models.Q(state="refused"),
                name="pledges_revision_one_refused",
                violation_error_message=_("Only the last refused details are kept for undoing."),
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
                # Live without a name: an organisation's, which a colleague took over whose name nobody looked at yet.
                condition=~models.Q(name_shown="")
                | (models.Q(state__in=["live", "replaced"]) & ~models.Q(organisation_typed="")),
                name="pledges_revision_has_name",
                violation_error_message=_("A name is needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.state}"
