"""What a service answers, with its evidence, and what a reviewer hands back."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models.checks import IsDigestOf, SizeFits, known
from charters.models.files import LARGEST_FILE
from charters.models.kinds import FileType
from post.models.checks import fits

from .kinds import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_REASON,
    EvidenceKind,
    EvidenceState,
    Level,
)
from .rounds import Return
from .sets import Question


class Answer(models.Model):
    """The answer to one question: a level, or why it does not apply; what is done, and what has changed.

    It may be begun without a level. The database counts its revision up with each change: whoever saves says which
    one they saw.
    """

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, null=True, blank=True)
    not_applicable = models.TextField(_("why it does not apply"), blank=True, default="")
    note = models.TextField(_("what you do"), blank=True, default="")
    changed = models.TextField(_("what changed since last year"), blank=True, default="")
    revision = models.PositiveIntegerField(editable=False, default=1)
    at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "question"],
                name="participation_answer_once",
                violation_error_message=_("This question is answered already."),
            ),
            known("level", Level.values, "participation_answer_level", _("Choose one of the four levels.")),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(not_applicable=""),
                name="participation_answer_one_of_two",
                violation_error_message=_("Choose a level, or say why the question does not apply. Not both."),
            ),
            *(
                models.CheckConstraint(
                    condition=fits(field, longest),
                    name=f"participation_answer_{field}",
                    violation_error_message=message,
                )
                for field, longest, message in (
                    ("not_applicable", LONGEST_REASON, _("A reason has 2,000 letters at most.")),
                    ("note", LONGEST_NOTE, _("This has 4,000 letters at most.")),
                    ("changed", LONGEST_REASON, _("This has 2,000 letters at most.")),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.question_id}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def waiting(self) -> Self:
        """What nobody of our staff has looked at."""
        return self.filter(state=EvidenceState.WAITING)


class Evidence(models.Model):
    """What shows that an answer is so: a note, a link or a file. Public only after staff have approved it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="evidence")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="evidence")
    kind = models.TextField(_("kind"), choices=EvidenceKind)
    text = models.TextField(_("what it shows"))
    url = models.TextField(_("address"), blank=True, default="")
    at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    state = models.TextField(_("state"), choices=EvidenceState, default=EvidenceState.WAITING)
    reason = models.TextField(_("why it is not shown"), blank=True, default="")
    decided_at = models.DateTimeField(_("looked at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("pieces of evidence")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(state="waiting"), name="participation_evid_waiting"),
        ]
        constraints = [
            known("kind", EvidenceKind.values, "participation_evidence_kind", _("Choose a note, a link or a file.")),
            known("state", EvidenceState.values, "participation_evidence_state", _("Choose from the list.")),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_NOTE),
                name="participation_evidence_says",
                violation_error_message=_("Say what it shows, in 4,000 letters at most."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="link") & Q(url__regex=r"^https?://[^\s/]+(/\S*)?$") & fits("url", LONGEST_ADDRESS))
                | (~Q(kind="link") & Q(url="")),
                name="participation_evidence_address",
                violation_error_message=_("A link begins with https:// and has 2,000 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(state="refused") | Q(reason=""),
                name="participation_evidence_reason_to_refuse",
                violation_error_message=_("A reason says why it is not shown."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(reason="") & fits("reason", LONGEST_REASON)),
                name="participation_evidence_refused_for_a_reason",
                violation_error_message=_("Say why it is not shown, in 2,000 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="participation_evidence_decided_at",
                violation_error_message=_("What was looked at says when."),
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {str(self.pk)[:8]}"


class EvidenceFile(models.Model):
    """The bytes of a file given as evidence. Its own row, so that lists of evidence never read them."""

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, primary_key=True, related_name="file")
    name = models.TextField(_("name"))
    content = models.BinaryField(_("content"))
    hash = models.BinaryField(_("SHA-256"), max_length=32, editable=False)
    type = models.TextField(_("type"), choices=FileType)
    size = models.PositiveIntegerField(_("size in bytes"))

    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(IsDigestOf("content", "hash")),
                name="participation_evidencefile_hash",
                violation_error_message=_("A file is named by the SHA-256 of its bytes."),
            ),
            models.CheckConstraint(
                condition=Q(SizeFits("content", "size")) & Q(size__gt=0, size__lte=LARGEST_FILE),
                name="participation_evidencefile_size",
                violation_error_message=_("A file has 10 megabytes at most, and is not empty."),
            ),
            known(
                "type",
                FileType.values,
                "participation_evidencefile_type",
                _("Choose a PDF, a picture (PNG or JPEG) or a document (Word or ODT)."),
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"^[A-Za-z0-9_-]+\.[a-z]+$") & fits("name", LONGEST_NAME),
                name="participation_evidencefile_name",
                violation_error_message=_("A file has a plain name."),
            ),
        ]

    def __str__(self) -> str:
        return f"file of {self.evidence_id}"


class HandBack(models.Model):
    """That a submitted return went back to its service, and why. Kept for good."""

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="hand_backs")
    # Which submission went back, counted from 1.
    submission = models.PositiveSmallIntegerField(_("submission"))
    reason = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("handed back"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("return handed back")
        verbose_name_plural = _("returns handed back")
        ordering = ["of_return", "submission"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "submission"],
                name="participation_handback_once",
                violation_error_message=_("It was handed back already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & fits("reason", LONGEST_REASON),
                name="participation_handback_reason",
                violation_error_message=_("Say what is missing, in 2,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.submission}"
