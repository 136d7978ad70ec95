"""An organisation's signature on its way to a colleague."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import TOLD_BY, Channel
from post.models.checks import fits

from .signatures import Signature

INVITED_FOR = timedelta(days=14)


def two_weeks_from_now() -> datetime:
    return timezone.now() + INVITED_FOR


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self, *, on: datetime | None = None) -> Self:
        return self.filter(expires_at__gt=on or timezone.now())

    def expired(self, *, on: datetime) -> Self:
        return self.filter(expires_at__lte=on)


class HandOver(models.Model):
    """An invitation to a colleague to take a signature over: one at a time, for two weeks.

    It holds the colleague's address, so it goes when they take over, when whoever signed leaves, or when its time is
    over. Only an approved signature of an organisation can be handed over (by trigger).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, related_name="hand_over")
    email = models.TextField(_("e-mail of the colleague"))
    # Whoever of our staff was told of it; none where the signatory asked.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.TextField(
        _("how we were told"),
        choices=[(way.value, way.label) for way in TOLD_BY],
        default=Channel.WEB,
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("runs out"), default=two_weeks_from_now)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handing over")
        verbose_name_plural = _("handings over")
        indexes = [models.Index(fields=["expires_at"], name="pledges_handover_expires")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__regex=r"^[^\r\n]+@[^\s@]+$") & fits("email", 320),
                name="pledges_handover_address",
                violation_error_message=_("A colleague is invited by e-mail."),
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["web", "email", "telephone", "paper"]),
                name="pledges_handover_channel",
                violation_error_message=_("Choose from the list how we were told."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="pledges_handover_expires_after_asking",
                violation_error_message=_("An invitation runs out after it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.channel}"
