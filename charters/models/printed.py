from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from .checks import known
from .kinds import PaperKind
from .versions import Version

# Bytes. A booklet of 24 pages with pictures has less than a tenth of it.
LARGEST_PRINTED = 20 * 1024 * 1024


class StoredFile(models.Model):
    """A PDF of a version that is public, kept as the bytes it was made as. charter.json is the document itself.

    Easy read that would be too long for one booklet is kept in parts, from 1.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="printed")
    kind = models.TextField(_("kind"), choices=PaperKind)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    content = models.BinaryField(_("content"))
    pages = models.PositiveIntegerField(_("pages"))
    hash = models.GeneratedField(
        expression=Func(F("content"), function="sha256"), output_field=models.BinaryField(), db_persist=True
    )
    size = models.GeneratedField(
        expression=Func(F("content"), function="octet_length"),
        output_field=models.PositiveIntegerField(_("size in bytes")),
        db_persist=True,
    )
    # The database sets it.
    made_at = models.DateTimeField(_("made"), auto_now_add=True, editable=False)

    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("printed file")
        verbose_name_plural = _("printed files")
        ordering = ["version", "kind", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "part"],
                name="charters_storedfile_one",
                violation_error_message=_("This version is printed as this already."),
            ),
            known("kind", PaperKind.values, "charters_storedfile_kind", _("Choose a kind from the list.")),
            models.CheckConstraint(
                condition=Q(part=1) | Q(part__gt=1, kind=PaperKind.EASY_READ),
                name="charters_storedfile_parts",
                violation_error_message=_("Only easy read has parts. They are counted from 1."),
            ),
            models.CheckConstraint(
                condition=Q(pages__gt=0, size__gt=0, size__lte=LARGEST_PRINTED),
                name="charters_storedfile_size",
                violation_error_message=_("A printed file has pages, and 20 megabytes at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"

    @property
    def hex(self) -> str:
        return bytes(self.hash).hex()
