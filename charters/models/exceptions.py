"""Marks of the linter that staff left as they are, and why."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .charters import Charter
from .kinds import LONGEST_LINE

LONGEST_RULE = 40


class LintExceptionQuerySet(models.QuerySet["LintException"]):
    def reasons(self, charter_id: int, texts: Collection[str] | None = None) -> dict[tuple[str, str], str]:
        """Why, by the rule and the words of the line: of these lines, or of all."""
        found = self.filter(charter=charter_id)
        if texts is not None:
            found = found.filter(text__in=texts)
        return {(rule, text): reason for rule, text, reason in found.values_list("rule", "text", "reason")}


class LintException(models.Model):
    """In this charter, what a rule says of a line with exactly these words stays so, for a reason.

    It is about words, not about a row: the same words stand in many versions, and rows are written anew with each save.
    It is never changed, only taken back. The reason names nobody; `by` is for staff who want to ask.
    """

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="exceptions")
    rule = models.TextField(_("rule"))
    text = models.TextField(_("words of the line"))
    reason = models.TextField(_("why it stays so"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # The database sets it.
    at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = LintExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark that was left so")
        verbose_name_plural = _("marks that were left so")
        ordering = ["charter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "rule", "text"],
                name="charters_lintexception_one",
                violation_error_message=_("This was left so already."),
            ),
            models.CheckConstraint(
                condition=Q(rule__regex=r"^[a-z]+(-[a-z]+)*$") & fits("rule", LONGEST_RULE),
                name="charters_lintexception_rule",
                violation_error_message=_("A rule has a name in small letters."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_LINE),
                name="charters_lintexception_of_words",
                violation_error_message=_("A line has words, 500 letters at most."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & fits("reason", LONGEST_LINE),
                name="charters_lintexception_reasoned",
                violation_error_message=_("Say why, in 500 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"
