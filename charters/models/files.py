from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .checks import IsDigestOf, SizeFits, known
from .kinds import PUBLIC, FileType

# Ten megabytes: a poster for the wall, made for print, is seldom more than half of it.
LARGEST_FILE = 10 * 1024 * 1024


class FileQuerySet(models.QuerySet["File"]):
    def public(self) -> Self:
        """Files that a published version shows."""
        # Asked for by their names: DISTINCT beside a join would compare contents of ten megabytes.
        shown = self.model._default_manager.filter(shown_in__version__state__in=PUBLIC)
        return self.filter(pk__in=shown.values("pk"))


class File(models.Model):
    """Bytes that never change, named by their own SHA-256: a logo, a poster. Kept once, however often it is used."""

    hash = models.BinaryField(_("SHA-256"), primary_key=True, max_length=32, editable=False)
    content = models.BinaryField(_("content"))
    type = models.TextField(_("type"), choices=FileType)
    size = models.PositiveIntegerField(_("size in bytes"))

    objects = FileQuerySet.as_manager()
    serving_rights = frozenset({"SELECT", "INSERT", "DELETE"})

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=Q(IsDigestOf("content", "hash")),
                name="charters_file_named_by_content",
                violation_error_message=_("A file is named by the SHA-256 of its bytes."),
            ),
            models.CheckConstraint(
                condition=Q(SizeFits("content", "size")),
                name="charters_file_size_fits",
                violation_error_message=_("The size of a file is the number of its bytes."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST_FILE),
                name="charters_file_not_too_large",
                violation_error_message=_("A file has 10 megabytes at most, and is not empty."),
            ),
            known(
                "type",
                FileType.values,
                "charters_file_type",
                _("Choose a PDF, a picture (PNG or JPEG) or a document (Word or ODT)."),
            ),
        ]

    def __str__(self) -> str:
        return self.hex[:12]

    @property
    def hex(self) -> str:
        """Its name in addresses and documents."""
        return bytes(self.hash).hex()
