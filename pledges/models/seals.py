"""Seals over the consent ledger, and withdrawals on their way to the erasure list. Nothing personal in either."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from post.models.checks import OctetLength

from .ledger import ConsentEntry


class Seal(models.Model):
    """The fingerprint of the ledger at one moment. Whoever keeps a copy can later tell whether it was rewritten.

    Only the database's function pledges_seal() makes one (migrations/0013_seals.py); `pledges.seals` checks them.
    """

    serving_rights: ClassVar = frozenset({"SELECT"})

    n = models.PositiveIntegerField(_("number"), primary_key=True)
    # The last entry that is under it, and how many entries there are up to that one.
    upto_id = models.BigIntegerField(_("up to entry"))
    count = models.BigIntegerField(_("entries"))
    root = models.BinaryField(_("SHA-256"), max_length=32)
    prev = models.BinaryField(_("the one before"), max_length=32, default=b"")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.UniqueConstraint(
                fields=["upto_id"],
                name="pledges_seal_upto_once",
                violation_error_message=_("Two seals cannot end with the same entry."),
            ),
            models.CheckConstraint(
                condition=Q(n__gt=0) & Q(count__gte=models.F("n")) & Q(upto_id__gte=models.F("count")),
                name="pledges_seal_counts",
                violation_error_message=_("A seal has a number, and at least one entry more than the one before."),
            ),
            models.CheckConstraint(
                condition=Q(OctetLength("root", 32)) & (Q(n=1, prev=b"") | (Q(n__gt=1) & Q(OctetLength("prev", 32)))),
                name="pledges_seal_roots",
                violation_error_message=_("A seal is a hash of 32 bytes and names the one before, unless it is first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.n)


class ErasureNote(models.Model):
    """That a consent was taken back and the erasure list does not say so yet (pledges/actions/erasure_list.py).

    A trigger writes it with the entry; the job that writes the list deletes it.
    """

    serving_rights: ClassVar = frozenset({"SELECT", "DELETE"})

    entry = models.OneToOneField(ConsentEntry, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("withdrawal to note")
        verbose_name_plural = _("withdrawals to note")

    def __str__(self) -> str:
        return str(self.entry_id)
