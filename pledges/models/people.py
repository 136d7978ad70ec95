"""Somebody without a name (Subject) and everything personal about them (Person), kept well apart."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.kinds import FIRST_NAME_LONGEST, AgeBand
from post.models.checks import fits

from .wordings import Pledge

# What looks like a gap between two words. To PostgreSQL only the first of these is white space.
GAPS = r"[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\ufeff]"


class Subject(models.Model):
    """Whom the ledger speaks of: a random number and the head of their chain. No personal data, ever.

    The ledger's trigger alone moves `ledger_n` and `ledger_head`; nobody can delete a subject with entries.
    """

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT", "DELETE"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ledger_n = models.PositiveIntegerField(default=0, editable=False)
    ledger_head = models.BinaryField(default=b"", editable=False)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ledger_n=0, ledger_head=b"")
                | (models.Q(ledger_n__gt=0) & ~models.Q(ledger_head=b"")),
                name="pledges_subject_head_fits_n",
                violation_error_message=_("A chain has a head when, and only when, it has entries."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What staff and signatories call it in a letter or on the telephone."""
        return self.id.hex[:8].upper()


class Person(models.Model):
    """The root of all that is personal: deleting this row takes everything personal along (by trigger)."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, primary_key=True, related_name="person")
    # Without an index of its own: two below begin with it.
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, related_name="people", db_index=False)
    name = models.TextField(_("name"))
    email = models.TextField(_("e-mail"))
    canonical = models.TextField(_("address without its variations"))
    name_norm = models.TextField(_("name without its variations"))
    age_band = models.TextField(_("age"), choices=AgeBand, default=AgeBand.ADULT)
    slot = models.PositiveSmallIntegerField(_("place among those of one address"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # For finding those of the same name, whatever their address.
        indexes = [models.Index(fields=["pledge", "name_norm"], name="pledges_person_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "canonical", "name_norm"],
                name="pledges_person_signs_once",
                violation_error_message=_("This person has already signed with this address."),
            ),
            models.UniqueConstraint(
                fields=["pledge", "canonical", "slot"],
                condition=models.Q(slot__isnull=False),
                name="pledges_person_slot_uq",
                violation_error_message=_("This place is taken."),
            ),
            models.CheckConstraint(
                condition=models.Q(slot__isnull=True) | models.Q(slot__range=(1, 3)),
                name="pledges_person_slot_range",
                violation_error_message=_("One address can sign three times."),
            ),
            models.CheckConstraint(
                condition=models.Q(age_band__in=AgeBand.values),
                name="pledges_person_age_band",
                violation_error_message=_("Choose an age from the list."),
            ),
            models.CheckConstraint(
                # FACTS: of who is under 18 only a first name is asked. A name with a space in it is more than that.
                condition=models.Q(age_band=AgeBand.ADULT)
                | (~models.Q(name__regex=GAPS) & fits("name", FIRST_NAME_LONGEST)),
                name="pledges_person_first_name_only",
                violation_error_message=_("Under 18 we only keep a first name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(email="") & ~models.Q(canonical="") & ~models.Q(name_norm=""),
                name="pledges_person_complete",
                violation_error_message=_("A name and an e-mail address are needed."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_id.hex[:8].upper()
