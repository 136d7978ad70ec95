"""What a version is made of: sections, clauses, and the easy-read lines beside each clause."""

import hashlib
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .charters import ClauseKey
from .checks import from_one, known, lines
from .kinds import (
    IS_KEY,
    LONGEST_CLAUSE,
    LONGEST_HEADING,
    LONGEST_INTRO,
    LONGEST_LINE,
    Actor,
    ClauseKind,
)
from .partners import Partner
from .versions import Version


class Section(models.Model):
    """A part of a version. Without a heading it is an untitled group, without a label it is not numbered."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="sections")
    depth = models.PositiveSmallIntegerField(_("level"), default=1)
    position = models.PositiveIntegerField(_("place"))
    label = models.TextField(_("number"), blank=True, default="")
    heading = models.TextField(_("heading"), blank=True, default="")
    intro = models.TextField(_("opening words"), blank=True, default="")
    easy = models.JSONField(_("heading and opening words in easy read"), default=list, blank=True)
    # What the page that made it called it: sent twice, it is made once.
    made_as = models.TextField(editable=False, blank=True, default="")
    # The database counts it up with each change of the words or of what it stands in; whatever is written, never down.
    revision = models.PositiveIntegerField(editable=False, default=1)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["version", "depth", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "parent", "position"],
                name="charters_section_place",
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another section stands in this place."),
            ),
            models.UniqueConstraint(
                fields=["version", "made_as"],
                condition=~Q(made_as=""),
                name="charters_section_made_once",
                violation_error_message=_("This section was made already."),
            ),
            models.CheckConstraint(
                condition=Q(made_as="") | Q(made_as__regex=IS_KEY),
                name="charters_section_made_as",
                violation_error_message=_("A page calls a section by a key."),
            ),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=3),
                name="charters_section_three_levels",
                violation_error_message=_("A charter has three levels of sections at most."),
            ),
            from_one("charters_section_from_one"),
            models.CheckConstraint(
                condition=fits("label", 20) & fits("heading", LONGEST_HEADING) & fits("intro", LONGEST_INTRO),
                name="charters_section_not_too_long",
                violation_error_message=_("A number has 20 letters at most, a heading 300, opening words 20,000."),
            ),
            lines("easy", "charters_section_easy"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.label, self.heading))) or str(_("untitled group"))


class Clause(models.Model):
    """One thing that a version says. A commitment says who acts, and may have a target date."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="clauses")
    key = models.ForeignKey(ClauseKey, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField(_("place"))
    kind = models.TextField(_("kind"), choices=ClauseKind, default=ClauseKind.COMMITMENT)
    actor = models.TextField(_("who acts"), choices=[("", "-"), *Actor.choices], blank=True, default=Actor.WE)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("which partner")
    )
    text = models.TextField(_("words"))
    target_date = models.DateField(_("to be done by"), null=True, blank=True)
    # As a section's: it counts changes of its easy-read lines too.
    revision = models.PositiveIntegerField(editable=False, default=1)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="charters_clause_one",
                violation_error_message=_("This clause stands in this version already."),
            ),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="charters_clause_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another clause stands in this place."),
            ),
            from_one("charters_clause_from_one"),
            known("kind", ClauseKind.values, "charters_clause_kind", _("Choose the kind of clause from the list.")),
            known("actor", ["", *Actor.values], "charters_clause_actor", _("Choose who acts from the list.")),
            models.CheckConstraint(
                condition=(Q(kind="commitment") & ~Q(actor="")) | (~Q(kind="commitment") & Q(actor="")),
                name="charters_clause_commitment_has_actor",
                violation_error_message=_("A commitment says who acts. Nothing else does."),
            ),
            models.CheckConstraint(
                condition=Q(actor="partner", partner__isnull=False) | (~Q(actor="partner") & Q(partner__isnull=True)),
                name="charters_clause_names_partner",
                violation_error_message=_("Where a named partner acts, say which. Nowhere else."),
            ),
            models.CheckConstraint(
                condition=Q(kind="commitment") | Q(target_date__isnull=True),
                name="charters_clause_date_of_commitment",
                violation_error_message=_("Only a commitment has a date."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_CLAUSE),
                name="charters_clause_worded",
                violation_error_message=_("A clause has words, 5,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class EasyReadLineQuerySet(models.QuerySet["EasyReadLine"]):
    def stale(self) -> Self:
        """Lines written for words that have changed since."""
        return self.exclude(for_md5=MD5(F("clause__text")))


class EasyReadLine(models.Model):
    """One line of a clause in easy read: a picture, the words, and what the picture shows and is meant to say."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(_("place"))
    text = models.TextField(_("words"))
    picture = models.TextField(_("picture"), blank=True, default="")
    alt = models.TextField(_("what the picture shows"), blank=True, default="")
    meaning = models.TextField(_("what the picture is meant to say"), blank=True, default="")
    # MD5 of the clause's words for which the line was written or last looked at.
    for_md5 = models.TextField(editable=False, default="")

    objects = EasyReadLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("easy-read line")
        verbose_name_plural = _("easy-read lines")
        ordering = ["clause", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "position"],
                name="charters_easyreadline_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another line stands in this place."),
            ),
            from_one("charters_easyreadline_from_one"),
            models.CheckConstraint(
                condition=~Q(text="")
                & fits("text", LONGEST_LINE)
                & fits("alt", LONGEST_LINE)
                & fits("meaning", LONGEST_LINE),
                name="charters_easyreadline_worded",
                violation_error_message=_("An easy-read line has words, 500 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(picture__regex=r"^([a-z0-9]+(-[a-z0-9]+)*)?$") & fits("picture", 80),
                name="charters_easyreadline_picture_is_name",
                violation_error_message=_("Choose a picture by its name."),
            ),
            models.CheckConstraint(
                condition=Q(for_md5__regex=r"^([0-9a-f]{32})?$"),
                name="charters_easyreadline_for_md5",
                violation_error_message=_("A line remembers the words it was written for."),
            ),
        ]

    def __str__(self) -> str:
        return _("line %(position)s of %(clause)s") % {"position": self.position, "clause": self.clause}


def md5_of(text: str) -> str:
    """What a line remembers of the words that it was written for. No secret: it only shows that they have changed."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
