"""Answers on their way: a signing form that somebody has begun on one device."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DRAFT_LIFETIME = timedelta(days=1)


def a_day_from_now() -> datetime:
    return timezone.now() + DRAFT_LIFETIME


class DraftQuerySet(models.QuerySet["Draft"]):
    def alive(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def expired(self, *, on: datetime) -> Self:
        return self.filter(expires_at__lte=on)


class Draft(models.Model):
    """Personal, so it lives for a day at most, behind a cookie that only the signing pages are sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # SHA-256 of the cookie: a copy of this table opens no draft.
    key = models.BinaryField(unique=True, editable=False)
    answers = models.JSONField(default=dict)
    expires_at = models.DateTimeField(default=a_day_from_now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(key=b""),
                name="pledges_draft_has_key",
                violation_error_message=_("A draft needs its key."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
