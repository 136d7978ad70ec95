"""What stands beside the clauses of a version: meeting rules, glossary, references, attachments, credits."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .charters import Charter
from .checks import from_one, known
from .files import File
from .kinds import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_TITLE, ReferenceKind
from .versions import Version


class MeetingRules(models.Model):
    """How meetings are held, where a charter says so. What it does not say is empty.

    `longest_minutes` is in minutes; `notice_days` and `papers_days` are calendar days before the meeting.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="meeting_rules")
    earliest = models.TimeField(_("not before"), null=True, blank=True)
    latest = models.TimeField(_("not after"), null=True, blank=True)
    longest_minutes = models.PositiveSmallIntegerField(_("minutes at most"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("days' notice"), null=True, blank=True)
    papers_days = models.PositiveSmallIntegerField(_("papers so many days before"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting rules")
        verbose_name_plural = _("meeting rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lt=F("latest")),
                name="charters_meetingrules_hours",
                violation_error_message=_("The earliest hour comes before the latest."),
            ),
            models.CheckConstraint(
                condition=(Q(longest_minutes__isnull=True) | Q(longest_minutes__gte=1, longest_minutes__lte=1440))
                & (Q(notice_days__isnull=True) | Q(notice_days__lte=366))
                & (Q(papers_days__isnull=True) | Q(papers_days__lte=366)),
                name="charters_meetingrules_sensible",
                violation_error_message=_("A meeting is shorter than a day, and notice shorter than a year."),
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=False)
                | Q(latest__isnull=False)
                | Q(longest_minutes__isnull=False)
                | Q(notice_days__isnull=False)
                | Q(papers_days__isnull=False),
                name="charters_meetingrules_say_something",
                violation_error_message=_("Fill in at least one of the rules."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("meeting rules"))


class GlossaryWord(models.Model):
    """A word of the charter and what it means."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="glossary")
    position = models.PositiveIntegerField(_("place"))
    word = models.TextField(_("word"))
    meaning = models.TextField(_("what it means"))

    class Meta:
        verbose_name = _("word explained")
        verbose_name_plural = _("words explained")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="charters_glossaryword_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another word stands in this place."),
            ),
            models.UniqueConstraint(
                fields=["version", "word"],
                name="charters_glossaryword_one",
                violation_error_message=_("This word is explained already."),
            ),
            from_one("charters_glossaryword_from_one"),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(meaning="") & fits("word", 100) & fits("meaning", LONGEST_LINE),
                name="charters_glossaryword_worded",
                violation_error_message=_("Write the word (100 letters at most) and what it means (500)."),
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Reference(models.Model):
    """Another document that this one is read with, or that goes before it: one of our charters, or one elsewhere."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="references")
    position = models.PositiveIntegerField(_("place"))
    kind = models.TextField(_("kind"), choices=ReferenceKind)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.TextField(_("title"))
    address = models.TextField(
        _("web address"), blank=True, default="", validators=[URLValidator(schemes=["http", "https"])]
    )

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="charters_reference_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another reference stands in this place."),
            ),
            from_one("charters_reference_from_one"),
            known("kind", ReferenceKind.values, "charters_reference_kind", _("Choose the kind from the list.")),
            models.CheckConstraint(
                condition=~Q(title="") & fits("title", LONGEST_TITLE),
                name="charters_reference_titled",
                violation_error_message=_("A reference has a title of 200 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(address="")
                | (Q(address__regex=r"^https?://[^\s]+$", charter__isnull=True) & fits("address", LONGEST_ADDRESS)),
                name="charters_reference_one_place",
                violation_error_message=_("Give a charter of ours or a web address that starts with https://."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A file that goes with a version, such as the designed poster."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField(_("place"))
    title = models.TextField(_("title"))
    name = models.TextField(_("file name"))
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="charters_attachment_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another attachment stands in this place."),
            ),
            from_one("charters_attachment_from_one"),
            models.CheckConstraint(
                condition=~Q(title="") & fits("title", LONGEST_TITLE),
                name="charters_attachment_titled",
                violation_error_message=_("An attachment has a title of 200 letters at most."),
            ),
            models.CheckConstraint(
                # It stands at the end of an address, and in a header.
                condition=Q(name__regex=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)$") & fits("name", 100),
                name="charters_attachment_file_name",
                violation_error_message=_("A file name is made of letters, figures, hyphens and one ending."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Credit(models.Model):
    """Who helped. It stands outside the document: a person's name can be taken out, and nothing else changes."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="credits")
    position = models.PositiveIntegerField(_("place"))
    text = models.TextField(_("who, and for what"))

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="charters_credit_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another credit stands in this place."),
            ),
            from_one("charters_credit_from_one"),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_LINE),
                name="charters_credit_worded",
                violation_error_message=_("A credit has words, 500 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return _("credit %(position)s") % {"position": self.position}


class VersionFile(models.Model):
    """That a published version shows a file. The database writes these rows when it is published, nobody else."""

    # Nothing to be done when a version goes: only one that was never published can, and has none.
    version = models.ForeignKey(Version, on_delete=models.DO_NOTHING, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="shown_in")

    serving_rights = frozenset({"SELECT"})

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "file"],
                name="charters_versionfile_one",
                violation_error_message=_("This version shows this file already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)
