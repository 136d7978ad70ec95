"""Pictures that staff upload: what each shows, who made it, and whether it may be shown."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .checks import known
from .files import File
from .kinds import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_REASON, Licence

# It stands in a small box beside a line, and between the bars of a line that is typed.
LONGEST_NAME = 60


class PictureQuerySet(models.QuerySet["Picture"]):
    def in_use(self) -> Self:
        """Those that a page may show."""
        return self.filter(cleared_at__isnull=False, withdrawn_at__isnull=True)


class Picture(models.Model):
    """A file and what is said about it. Documents name it by the SHA-256 of its bytes, so it never becomes another.

    Until somebody has said that it may be shown (`cleared_at`) only staff see it. After that it is never deleted; when
    it is taken back its bytes and the name of who made it go, and what stays says that it was there.
    """

    hash = models.BinaryField(_("SHA-256"), primary_key=True, max_length=32, editable=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField(_("name"))
    shows = models.TextField(_("what is seen, and what it means"))
    words = ArrayField(models.TextField(), verbose_name=_("words that find it"), default=list, blank=True)
    credit = models.TextField(_("who made it"), blank=True)
    licence = models.TextField(_("licence"), choices=Licence)
    licence_text = models.TextField(_("the licence, in a few words"), blank=True, default="")
    source = models.TextField(_("where it comes from"), blank=True, default="")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    cleared_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was taken back"), blank=True, default="")

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(withdrawn_at__isnull=True),
                name="charters_picture_name_once",
                violation_error_message=_("Another picture has this name."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains="|") & fits("name", LONGEST_NAME),
                name="charters_picture_named",
                violation_error_message=_("A picture has a name of 60 letters at most, without a bar."),
            ),
            models.CheckConstraint(
                condition=~Q(shows="") & fits("shows", LONGEST_LINE),
                name="charters_picture_told",
                violation_error_message=_("Say what is seen, in 500 letters at most."),
            ),
            models.CheckConstraint(
                condition=((Q(withdrawn_at__isnull=True) & ~Q(credit="")) | Q(withdrawn_at__isnull=False, credit=""))
                & fits("credit", LONGEST_LINE),
                name="charters_picture_credited",
                violation_error_message=_("Say who made it, in 500 letters at most."),
            ),
            known("licence", Licence.values, "charters_picture_licence", _("Choose a licence of the list.")),
            models.CheckConstraint(
                condition=(
                    (Q(licence=Licence.OTHER) & ~Q(licence_text="")) | (~Q(licence=Licence.OTHER) & Q(licence_text=""))
                )
                & fits("licence_text", LONGEST_LINE),
                name="charters_picture_licence_told",
                violation_error_message=_("Another licence is said in words; those of the list are not."),
            ),
            models.CheckConstraint(
                condition=Q(source__regex=r"^(https?://[^\s]+)?$") & fits("source", LONGEST_ADDRESS),
                name="charters_picture_source",
                violation_error_message=_("Where it comes from is a web address that starts with https://."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="", file__isnull=False, file=F("hash"))
                | (
                    Q(withdrawn_at__isnull=False, cleared_at__isnull=False, file__isnull=True) & ~Q(withdrawn_reason="")
                ),
                name="charters_picture_kept",
                violation_error_message=_("A picture that is taken back has a reason, and no bytes any more."),
            ),
            models.CheckConstraint(
                condition=Q(fits("withdrawn_reason", LONGEST_REASON)),
                name="charters_picture_reason",
                violation_error_message=_("A reason has 2,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hex(self) -> str:
        """Its name in addresses and documents."""
        return bytes(self.hash).hex()

    @property
    def is_in_use(self) -> bool:
        return self.cleared_at is not None and self.withdrawn_at is None

    @property
    def seen(self) -> str:
        """What is seen, without what it is meant to mean: "A tree: growing up" shows a tree."""
        return self.shows.partition(":")[0]

    @property
    def licence_said(self) -> str:
        return self.licence_text or str(Licence(self.licence).label)
