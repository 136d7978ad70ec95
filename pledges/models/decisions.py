"""What moderators decided and noted about a signature, and which newer words its signatory stands by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import Judgement, Reason, ShownIn

from .signatures import Signature
from .wordings import PledgeWording


class Affirmation(models.Model):
    """That a signatory read a newer version of the pledge and stands by it. Append-only."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT"})

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="affirmations")
    wording = models.ForeignKey(PledgeWording, on_delete=models.PROTECT, related_name="+")
    shown_in = models.TextField(choices=ShownIn, default=ShownIn.STANDARD)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("affirmation")
        verbose_name_plural = _("affirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "wording"],
                name="pledges_affirmation_uq",
                violation_error_message=_("They stand by this version already."),
            ),
            models.CheckConstraint(
                condition=models.Q(shown_in__in=ShownIn.values),
                name="pledges_affirmation_shown_in",
                violation_error_message=_("Words are read in easy read or in full."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.wording_id}"


class Note(models.Model):
    """What a moderator wrote down for colleagues. It may speak of a person, so it goes when they leave."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT", "DELETE"})

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="pledges_note_has_text",
                violation_error_message=_("Write something in the note."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.at:%Y-%m-%d}"


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
                condition=models.Q(act__in=["reject", "ask"], reason__in=Reason.values)
                | (~models.Q(act__in=["reject", "ask"]) & models.Q(reason="")),
                name="pledges_decision_reason_fits",
                violation_error_message=_("Turning down or asking for a change needs a reason from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id.hex[:8].upper()} {self.act}"
