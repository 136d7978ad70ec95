"""The exact words people are shown, numbered and frozen once published.

The text of a standard form is plain: blank lines part paragraphs, "## " starts a heading and "- " a promise
or an item of a list. An easy-read form is a list of lines, each with a picture, a text and an alt text.
"""

from datetime import date, timedelta
from typing import Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models import Version
from pledges.kinds import Basis, Purpose

# Half a year after a pledge has closed, everything personal of its signatories goes.
KEEP_CLOSED = timedelta(days=183)

W = TypeVar("W", bound="Wording")


class WordingQuerySet(models.QuerySet[W]):
    def published(self) -> Self:
        """The wordings that anybody was ever shown, newest first."""
        return self.filter(published_at__isnull=False).order_by("-n")

    def current(self) -> W | None:
        """The newest published wording."""
        return self.published().first()


class Wording(models.Model):
    """Common to everything people are shown before they agree. A published wording never changes."""

    n = models.PositiveIntegerField(_("version"))
    language = models.TextField(_("language"), default="en-gb")
    standard = models.TextField(_("words"))
    easy = models.JSONField(_("easy-read lines"), default=list, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


def numbered() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(n__gt=0),
        name="%(app_label)s_%(class)s_n_positive",
        violation_error_message=_("Versions are numbered from 1."),
    )


def worded() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~models.Q(standard=""),
        name="%(app_label)s_%(class)s_has_words",
        violation_error_message=_("Write the words people will see."),
    )


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def open(self) -> Self:
        """The pledge that can be signed now: one at most."""
        return self.filter(is_open=True)


class Pledge(models.Model):
    """A pledge that people and organisations can sign. At most one is open at a time."""

    slug = models.SlugField(unique=True)
    title = models.TextField(_("title"))
    is_open = models.BooleanField(_("open for signing"), default=True)
    # The database's own trigger sets it, whoever closes or opens the pledge (migrations/0012_retention.py).
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"],
                condition=models.Q(is_open=True),
                name="pledges_pledge_one_open",
                violation_error_message=_("Another pledge is open. Close it first."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at__isnull=True)
                | models.Q(is_open=False, closed_at__isnull=False),
                name="pledges_pledge_closed_fits",
                violation_error_message=_("A closed pledge has a time of closing, an open one has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> date | None:
        """The day on which its signatories' details go, once it is closed."""
        return timezone.localdate(self.closed_at + KEEP_CLOSED) if self.closed_at else None


class PledgeWording(Wording):
    """One version of what a pledge says."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="wordings")
    # What it stands on. Frozen with the words: who signed them signed for exactly these (migrations/0024).
    charter_versions = models.ManyToManyField(
        Version, blank=True, related_name="+", verbose_name=_("versions of charters that it stands on")
    )

    objects = WordingQuerySet["PledgeWording"].as_manager()

    class Meta:
        verbose_name = _("pledge wording")
        verbose_name_plural = _("pledge wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "n", "language"],
                name="pledges_pledgewording_uq",
                violation_error_message=_("This version already exists."),
            ),
            numbered(),
            worded(),
        ]

    def __str__(self) -> str:
        return _("Pledge, version %(n)s") % {"n": self.n}


class PurposeWording(Wording):
    """One version of what a purpose says: the first line is the choice, the rest explains it."""

    purpose = models.TextField(_("purpose"), choices=Purpose)
    basis = models.TextField(_("lawful basis"), choices=Basis)

    objects = WordingQuerySet["PurposeWording"].as_manager()

    class Meta:
        verbose_name = _("purpose wording")
        verbose_name_plural = _("purpose wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "n", "language"],
                name="pledges_purposewording_uq",
                violation_error_message=_("This version already exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values),
                name="pledges_purposewording_purpose",
                violation_error_message=_("Choose a purpose from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=Basis.values),
                name="pledges_purposewording_basis",
                violation_error_message=_("Choose consent or public task."),
            ),
            models.CheckConstraint(
                # FACTS: publishing a name and sending news are always a matter of consent.
                condition=~models.Q(purpose__in=[Purpose.PUBLISH, Purpose.NEWS]) | models.Q(basis=Basis.CONSENT),
                name="pledges_purposewording_consent_only",
                violation_error_message=_("Showing a name and sending news need consent."),
            ),
            numbered(),
            worded(),
        ]

    def __str__(self) -> str:
        return _("%(purpose)s, version %(n)s") % {"purpose": self.get_purpose_display(), "n": self.n}

    @property
    def choice(self) -> str:
        """The line beside the box."""
        return self.standard.split("\n", 1)[0].strip()

    @property
    def explanation(self) -> str:
        """What the choice means, in a sentence or two."""
        return self.standard.partition("\n")[2].strip()

    @property
    def is_optional(self) -> bool:
        """Signing works without it: everything but taking part."""
        return self.purpose != Purpose.TAKE_PART

    @property
    def needs_box(self) -> bool:
        """Whether people tick a box for it: a public task that signing itself is, is explained, not asked."""
        return self.is_optional or self.basis == Basis.CONSENT


class NoticeVersion(Wording):
    """One version of the privacy notice (Article 13 of the UK GDPR)."""

    objects = WordingQuerySet["NoticeVersion"].as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        constraints = [
            models.UniqueConstraint(
                fields=["n", "language"],
                name="pledges_noticeversion_uq",
                violation_error_message=_("This version already exists."),
            ),
            numbered(),
            worded(),
        ]

    def __str__(self) -> str:
        return _("Privacy notice, version %(n)s") % {"n": self.n}


def publish(wording: Wording) -> None:
    """Shows a draft wording to everybody from now on; nothing can change it afterwards."""
    wording.published_at = timezone.now()
    wording.save(update_fields=["published_at"])
