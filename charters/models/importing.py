"""A document that was read and not yet saved: staff look at what was understood of it first."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .charters import Charter

# Long enough to come back to it after a meeting; what was forgotten does not stay.
KEEP_IMPORTED = timedelta(days=1)


class ImportedQuerySet(models.QuerySet["ImportedDocument"]):
    def forgotten(self, *, on: datetime) -> Self:
        return self.filter(created_at__lte=on - KEEP_IMPORTED)


class ImportedDocument(models.Model):
    """What was understood, and what staff have answered so far. Gone when it is saved, or after a day.

    `charter` is the charter it will be a version of; without one, `start` says what the new charter is called. `seen`
    is the SHA-256 of the version that it was held against, so that nobody saves over what a colleague wrote meanwhile.
    `export` is the file itself where it is one of our own exports, which are saved exactly as they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    start = models.JSONField(default=dict, blank=True)
    understood = models.JSONField()
    seen = models.TextField(blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    export = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document that was read")
        verbose_name_plural = _("documents that were read")
        constraints = [
            models.CheckConstraint(
                condition=Q(charter__isnull=False, start={}) | (Q(charter__isnull=True) & ~Q(start={})),
                name="charters_importeddocument_for_one_charter",
                violation_error_message=_("A document is for a charter that is there, or begins a new one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
