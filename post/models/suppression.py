from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.keyed import mailbox_hash
from post.models.checks import OctetLength

REASONS = ["unsubscribed", "not_me"]
STOPS = "SELECT 1 FROM post_suppression WHERE hash = %s AND reason = ANY (%s)"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """The reading vocabulary of mailboxes that told us to stop."""

    def of(self, address: str) -> Self:
        """What the mailbox of this address told us, if it did."""
        return self.filter(pk=mailbox_hash(address))


class Suppression(models.Model):
    """A mailbox that told us to stop, known by a keyed hash: who reads this table learns no address from it.

    It outlives the person, because "stop" means for ever; whoever turns our letters on again lifts it.
    """

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("no letters that they did not ask for")
        NOT_ME = "not_me", _("somebody else typed this address")

    hash = models.BinaryField(_("keyed hash of the mailbox"), primary_key=True, max_length=32, editable=False)
    reason = models.TextField(_("reason"), choices=Reason)
    at = models.DateTimeField(_("told us at"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox that told us to stop")
        verbose_name_plural = _("mailboxes that told us to stop")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(OctetLength("hash", 32)),
                name="post_suppression_hash_is_sha256",
                violation_error_message=_("A mailbox is kept as a hash of 32 bytes."),
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=REASONS),
                name="post_suppression_reason_known",
                violation_error_message=_("A mailbox told us to stop for one of the known reasons."),
            ),
        ]

    def __str__(self) -> str:
        """Why; never whose."""
        return f"stopped: {self.reason}"

    @staticmethod
    def stops(address: str, reasons: Iterable[str]) -> bool:
        """Whether the mailbox of this address told us to stop for one of these reasons."""
        wanted = list(reasons)
        if not wanted:
            return False
        with connection.cursor() as cursor:  # in plain SQL: each letter asks it
            cursor.execute(STOPS, [mailbox_hash(address), wanted])
            return cursor.fetchone() is not None

    @staticmethod
    def note(address: str, reason: "Suppression.Reason", *, on: datetime) -> None:
        """Remember it. "It was not me" is the stronger of the two, and nothing weaker takes its place."""
        row = Suppression(hash=mailbox_hash(address), reason=reason, at=on)
        if reason == Suppression.Reason.NOT_ME:
            Suppression.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["hash"], update_fields=["reason", "at"]
            )
        else:
            Suppression.objects.bulk_create([row], ignore_conflicts=True)
