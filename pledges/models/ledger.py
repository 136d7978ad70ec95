"""The consent ledger: who was told what, said yes or took it back, when and how. Nothing personal in it.

Each subject has a chain. The database's trigger numbers, dates and hashes an entry and moves the subject's
head; nobody can change, delete or truncate entries (migrations/0002_guards.py). `pledges.ledger` checks it all.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.kinds import Act, Channel, GivenBy, Purpose, ShownIn

from .people import Subject
from .wordings import NoticeVersion, PurposeWording


class ConsentEntryQuerySet(models.QuerySet["ConsentEntry"]):
    def in_force(self, subject_id: UUID) -> dict[str, "ConsentEntry"]:
        """The purposes this subject agrees to now, each with the entry that says so."""
        latest = self.filter(subject_id=subject_id).order_by("purpose", "-seq").distinct("purpose")
        return {entry.purpose: entry for entry in latest.select_related("wording", "notice") if entry.act == Act.GIVE}


class ConsentEntry(models.Model):
    """One act of consent. `id`, `seq`, `at`, `prev` and `hash` are the database's to set."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT"})

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents")
    seq = models.PositiveIntegerField(default=0, editable=False)
    purpose = models.TextField(choices=Purpose)
    act = models.TextField(choices=Act)
    wording = models.ForeignKey(PurposeWording, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField(choices=Channel, default=Channel.WEB)
    given_by = models.TextField(choices=GivenBy, default=GivenBy.SELF)
    shown_in = models.TextField(choices=ShownIn, default=ShownIn.STANDARD)
    # When the person said so; `at` is when it entered the ledger (after their e-mail was confirmed).
    given_at = models.DateTimeField()
    at = models.DateTimeField(editable=False, null=True)
    prev = models.BinaryField(default=b"", editable=False)
    hash = models.BinaryField(default=b"", editable=False)

    objects = ConsentEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent entry")
        verbose_name_plural = _("consent ledger")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "seq"],
                name="pledges_consententry_seq_uq",
                violation_error_message=_("An entry with this number exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values),
                name="pledges_consententry_purpose",
                violation_error_message=_("Choose a purpose from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=Act.values),
                name="pledges_consententry_act",
                violation_error_message=_("An entry gives or withdraws."),
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values),
                name="pledges_consententry_channel",
                violation_error_message=_("Choose a channel from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(given_by__in=GivenBy.values),
                name="pledges_consententry_given_by",
                violation_error_message=_("Choose from the list who gave the answer."),
            ),
            models.CheckConstraint(
                # No more than this: a backup from before the pledge was closed must take it back again (replaying.py).
                condition=~models.Q(channel="ended") | models.Q(act="withdraw"),
                name="pledges_consententry_ended",
                violation_error_message=_("Nobody says yes because a pledge has ended."),
            ),
            models.CheckConstraint(
                condition=~models.Q(given_by="organisation") | models.Q(act="withdraw"),
                name="pledges_consententry_own_yes",
                violation_error_message=_("An organisation says yes for nobody."),
            ),
            models.CheckConstraint(
                condition=models.Q(shown_in__in=ShownIn.values),
                name="pledges_consententry_shown_in",
                violation_error_message=_("Words are read in easy read or in full."),
            ),
            models.CheckConstraint(
                condition=models.Q(at__isnull=False) & models.Q(given_at__lte=models.F("at")),
                name="pledges_consententry_times",
                violation_error_message=_("An answer cannot enter the ledger before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id.hex[:8].upper()} {self.seq}"
