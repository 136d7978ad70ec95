"""What a group of readers understood of the easy read, line by line, and what staff answered. No reader is named."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .agreeing import ReaderCheck
from .charters import ClauseKey
from .checks import known
from .kinds import LONGEST_REASON, Understood


class ReadingResultQuerySet(models.QuerySet["ReadingResult"]):
    def newest(self) -> Self:
        """Of the results about the same words and picture, the last one: it decides."""
        return self.order_by("text", "picture", "-pk").distinct("text", "picture")


class ReadingResult(models.Model):
    """How a group of readers understood one line. It keeps the line as they read it.

    A line is its words and its picture: its row is written anew whenever somebody saves, and what was read of it stays.
    `clause_key` says beside which clause it stood; none where it stood beside a heading or in the opening words.
    """

    # "check" is the name that Django's own checks of a model have.
    reader_check = models.ForeignKey(ReaderCheck, on_delete=models.PROTECT, related_name="results")
    text = models.TextField(_("words"))
    picture = models.TextField(_("picture"), blank=True, default="")
    clause_key = models.ForeignKey(ClauseKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("what the readers said"), choices=Understood)

    objects = ReadingResultQuerySet.as_manager()
    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("result of a reading session")
        verbose_name_plural = _("results of reading sessions")
        ordering = ["pk"]
        constraints = [
            # Digests, because a line of a heading may be longer than what an index takes.
            models.UniqueConstraint(
                F("reader_check"),
                MD5("text"),
                MD5("picture"),
                name="charters_readingresult_one",
                violation_error_message=_("This session has a result for this line already."),
            ),
            known("answer", Understood.values, "charters_readingresult_answer", _("Choose what the readers said.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.text}"


class ReadingReply(models.Model):
    """Why a line stays as it is, although readers did not understand it."""

    result = models.OneToOneField(ReadingResult, on_delete=models.PROTECT, primary_key=True, related_name="reply")
    words = models.TextField(_("why it stays"))
    # The database sets it.
    at = models.DateTimeField(_("answered"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("answer to readers")
        verbose_name_plural = _("answers to readers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & fits("words", LONGEST_REASON),
                name="charters_readingreply_worded",
                violation_error_message=_("Say why the line stays as it is, in 2,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
