from django.db import models
from django.utils.translation import gettext_lazy as _

from post.models.checks import OctetLength


class Tally(models.Model):
    """How many letters one mailbox was sent, or one network caused, in one stretch of time.

    The key is a keyed hash of all three (whose, what, since when), so nothing in it can be read, and two rows of one
    mailbox have nothing in common. Gone after a day.
    """

    key = models.BinaryField(_("keyed hash"), primary_key=True, max_length=32, editable=False)
    since = models.DateTimeField(_("since"))
    n = models.IntegerField(_("count"))

    class Meta:
        verbose_name = _("count of letters")
        verbose_name_plural = _("counts of letters")
        indexes = [models.Index(fields=["since"], name="post_tally_since")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(OctetLength("key", 32)),
                name="post_tally_key_is_sha256",
                violation_error_message=_("A count is kept under a hash of 32 bytes."),
            ),
            models.CheckConstraint(
                condition=models.Q(n__gt=0),
                name="post_tally_counts_from_one",
                violation_error_message=_("Letters are counted from 1 up."),
            ),
        ]

    def __str__(self) -> str:
        """How many; never whose."""
        return f"{self.n} letters"
