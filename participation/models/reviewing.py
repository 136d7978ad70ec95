"""What comes of a return: the level that staff and panel agree on, and the service's answer to a difference."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models.checks import known
from post.models.checks import fits

from .kinds import LONGEST_REASON, Level
from .rounds import Return
from .sets import Question


class AgreedLevel(models.Model):
    """A level that was agreed after review, and why it is another one. The service's own stays as it was.

    Kept for good; the newest counts.
    """

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="agreed")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    # To which submission it was said (the database says it): a return that went back is looked at anew.
    submission = models.PositiveSmallIntegerField(_("submission"), default=0, editable=False)
    level = models.PositiveSmallIntegerField(_("agreed level"), choices=Level)
    reason = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("agreed"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("agreed level")
        verbose_name_plural = _("agreed levels")
        ordering = ["pk"]
        indexes = [models.Index(fields=["of_return", "question"], name="participation_agreed_of")]
        constraints = [
            known("level", Level.values, "participation_agreedlevel_level", _("Choose one of the four levels.")),
            models.CheckConstraint(
                condition=~Q(reason="") & fits("reason", LONGEST_REASON),
                name="participation_agreedlevel_reason",
                violation_error_message=_("Say why, in 2,000 letters at most. Everybody can read it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.question_id}"


class PublicReply(models.Model):
    """What a service says in public where a panel sees it two levels otherwise, or more. The newest counts."""

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    submission = models.PositiveSmallIntegerField(_("submission"), default=0, editable=False)
    text = models.TextField(_("answer"))
    at = models.DateTimeField(_("answered"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("public answer of a service")
        verbose_name_plural = _("public answers of services")
        ordering = ["pk"]
        indexes = [models.Index(fields=["of_return", "question"], name="participation_reply_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_REASON),
                name="participation_publicreply_text",
                violation_error_message=_("Answer in 2,000 letters at most. Everybody can read it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.question_id}"


class AskedToAnswer(models.Model):
    """That a service was asked by letter to answer differences in public: once for each time it submits."""

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="asked_to_answer")
    submission = models.PositiveSmallIntegerField(_("submission"))
    at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("asking for a public answer")
        verbose_name_plural = _("asking for public answers")
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "submission"],
                name="participation_askedtoanswer_once",
                violation_error_message=_("This service was asked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.submission}"
