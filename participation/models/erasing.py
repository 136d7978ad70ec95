from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .kinds import LONGEST_REASON
from .rounds import Return
from .sets import Question


class Erasure(models.Model):
    """That a piece of evidence was erased, and why: it named somebody, say. Nothing of what it said is kept.

    Only with this on record does the database let evidence of a submitted return go.
    """

    # No foreign key: the evidence itself is gone.
    evidence = models.UUIDField(_("piece of evidence"), primary_key=True)
    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="erasures")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("erased"), default=timezone.now, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT"})

    class Meta:
        verbose_name = _("evidence that was erased")
        verbose_name_plural = _("evidence that was erased")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & fits("reason", LONGEST_REASON),
                name="participation_erasure_reason",
                violation_error_message=_("Say why it was erased, in 2,000 letters at most. Name nobody."),
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {str(self.pk)[:8]}"
