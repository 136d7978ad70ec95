"""Who has to agree to a version, what they answered, and who checked its easy read."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import OctetLength, fits

from .checks import IsDigestOf, from_one, known
from .kinds import LONGEST_REASON, LONGEST_TITLE, Answer
from .partners import Partner
from .versions import Version


class VersionPartner(models.Model):
    """A partner of one version. Without the agreement of a required one it is not published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="versions")
    position = models.PositiveIntegerField(_("place"))
    required = models.BooleanField(_("has to agree"), default=True)

    class Meta:
        verbose_name = _("partner of a version")
        verbose_name_plural = _("partners of a version")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "partner"],
                name="charters_versionpartner_one",
                violation_error_message=_("This partner is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                name="charters_versionpartner_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another partner stands in this place."),
            ),
            from_one("charters_versionpartner_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.partner)


class AgreementRequest(models.Model):
    """That a partner was sent a link, and to which content."""

    version_partner = models.ForeignKey(VersionPartner, on_delete=models.CASCADE, related_name="requests")
    hash = models.BinaryField(_("SHA-256 of the content"), max_length=32)
    at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("request to agree")
        verbose_name_plural = _("requests to agree")
        constraints = [
            models.CheckConstraint(
                condition=Q(OctetLength("hash", 32)),
                name="charters_agreementrequest_hash",
                violation_error_message=_("Content is named by its SHA-256."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.version_partner)


class AnswerQuerySet(models.QuerySet["Agreement"]):
    def standing(self) -> Self:
        """Answers to exactly the content that the version has now; the last of each partner decides."""
        return self.filter(hash=F("version__hash"))


class Agreement(models.Model):
    """What a partner answered, to exactly which content. Kept for ever; it counts only while the content is this."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="agreements")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="answers")
    hash = models.BinaryField(_("SHA-256 of the content"), max_length=32)
    act = models.TextField(_("answer"), choices=Answer)
    reason = models.TextField(_("why not"), blank=True, default="")
    # The database sets it.
    at = models.DateTimeField(_("answered"), default=timezone.now, editable=False)

    objects = AnswerQuerySet.as_manager()
    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("answer of a partner")
        verbose_name_plural = _("answers of partners")
        ordering = ["pk"]
        constraints = [
            known("act", Answer.values, "charters_agreement_act", _("Choose whether you agree or not.")),
            models.CheckConstraint(
                condition=(Q(act="decline") & ~Q(reason="")) | Q(act="agree", reason=""),
                name="charters_agreement_reason_to_decline",
                violation_error_message=_("Tell us why you do not agree."),
            ),
            models.CheckConstraint(
                condition=fits("reason", LONGEST_REASON),
                name="charters_agreement_reason_not_too_long",
                violation_error_message=_("A reason has 2,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_act_display()}"


class AgreedText(models.Model):
    """Content that a partner was asked about or answered to, so that they can be shown what has changed since."""

    hash = models.BinaryField(_("SHA-256"), primary_key=True, max_length=32, editable=False)
    document = models.BinaryField(_("document"))

    # Triggers keep it when a partner is asked, and when one answers.
    serving_rights = frozenset({"SELECT"})

    class Meta:
        verbose_name = _("content that was answered")
        verbose_name_plural = _("contents that were answered")
        constraints = [
            models.CheckConstraint(
                condition=Q(IsDigestOf("document", "hash")),
                name="charters_agreedtext_named_by_content",
                violation_error_message=_("Content is named by its SHA-256."),
            ),
        ]

    def __str__(self) -> str:
        return bytes(self.hash).hex()[:12]


class ReaderCheck(models.Model):
    """That a group of readers went through the easy read of exactly this content. No reader is named."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reader_checks")
    hash = models.BinaryField(_("SHA-256 of the content"), max_length=32)
    group = models.TextField(_("name of the group"))
    count = models.PositiveSmallIntegerField(_("how many readers"))
    # The database sets it.
    at = models.DateTimeField(_("checked"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("check by readers")
        verbose_name_plural = _("checks by readers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(group="") & fits("group", LONGEST_TITLE),
                name="charters_readercheck_named_group",
                violation_error_message=_("Name the group that read it, in 200 letters at most. Name no reader."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=1000),
                name="charters_readercheck_count",
                violation_error_message=_("Say how many read it: 1 to 1,000."),
            ),
        ]

    def __str__(self) -> str:
        return self.group
