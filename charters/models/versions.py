from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .charters import Charter
from .checks import known, lines
from .kinds import LONGEST_INTRO, LONGEST_REASON, LONGEST_TITLE, OPEN, PUBLIC, VersionState

_NEVER_PUBLIC = Q(published_at__isnull=True, superseded_at__isnull=True, withdrawn_at__isnull=True)
_WAS_PUBLISHED = Q(published_at__isnull=False, document__isnull=False)
_WITHDRAWN = Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
_NOT_WITHDRAWN = Q(withdrawn_at__isnull=True, withdrawn_reason="")


class WrongState(Exception):
    """The version has moved on: what was asked cannot be done from the state it is in now."""


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> Self:
        """The versions in force, one at most for each charter."""
        return self.filter(state=VersionState.PUBLISHED)

    def superseded(self) -> Self:
        """The versions that were in force before another one was."""
        return self.filter(state=VersionState.SUPERSEDED)

    def open(self) -> Self:
        """Those that are still being written, one at most for each charter."""
        return self.filter(state__in=OPEN)

    def public(self) -> Self:
        """What anybody may read: in force, or in force once."""
        return self.filter(state__in=PUBLIC)

    def once_public(self) -> Self:
        """What has an address: public ones and those withdrawn."""
        return self.filter(published_at__isnull=False)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), fields=["state"], model_name="VersionEvent")
class Version(models.Model):
    """One version of a charter. Once it is published, nothing in it ever changes.

    `document` is everything that is shown, as canonical JSON. The database makes it from the rows whenever it is set
    to something, takes it away whenever one of the rows changes, and keeps it once the version is published.
    """

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField(_("version"))
    state = models.TextField(_("state"), choices=VersionState, default=VersionState.DRAFT)
    title = models.TextField(_("title"))
    language = models.TextField(_("language"), default="en-gb")
    intro = models.TextField(_("opening words"), blank=True, default="")
    easy_intro = models.JSONField(_("opening words in easy read"), default=list, blank=True)
    review_by = models.DateField(_("looked at again by"), null=True, blank=True)
    note = models.TextField(_("what changed since the last version"), blank=True, default="")
    easy_note = models.JSONField(_("what changed, in easy read"), default=list, blank=True)
    document = models.BinaryField(_("document"), null=True, editable=False)
    hash = models.GeneratedField(
        expression=Func(F("document"), function="sha256"),
        output_field=models.BinaryField(null=True),
        db_persist=True,
    )
    # The database sets these three.
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    superseded_at = models.DateTimeField(_("superseded"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("why it was withdrawn, for everybody to read"), blank=True, default="")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a charter")
        verbose_name_plural = _("versions of charters")
        ordering = ["charter", "-n"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "n"],
                name="charters_version_one",
                violation_error_message=_("This charter has a version with this number already."),
            ),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state="published"),
                name="charters_version_one_in_force",
                violation_error_message=_("Another version of this charter is in force."),
            ),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state__in=["draft", "consultation", "agreed"]),
                name="charters_version_one_open",
                violation_error_message=_("Another version of this charter is being written."),
            ),
            known("state", VersionState.values, "charters_version_state", _("Choose a state from the list.")),
            models.CheckConstraint(
                condition=(Q(state__in=OPEN) & _NEVER_PUBLIC & Q(withdrawn_reason=""))
                | (Q(state="published", superseded_at__isnull=True) & _WAS_PUBLISHED & _NOT_WITHDRAWN)
                | (Q(state="superseded", superseded_at__isnull=False) & _WAS_PUBLISHED & _NOT_WITHDRAWN)
                | (Q(state="withdrawn") & _WAS_PUBLISHED & _WITHDRAWN),
                name="charters_version_times_fit",
                violation_error_message=_("A withdrawn version says why. The times of a version fit its state."),
            ),
            models.CheckConstraint(
                condition=Q(n__gt=0),
                name="charters_version_n_positive",
                violation_error_message=_("Versions are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & fits("title", LONGEST_TITLE),
                name="charters_version_titled",
                violation_error_message=_("A version has a title of 200 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$"),
                name="charters_version_language",
                violation_error_message=_("Write the language as a code, such as en-gb."),
            ),
            models.CheckConstraint(
                condition=fits("intro", LONGEST_INTRO)
                & fits("note", LONGEST_INTRO)
                & fits("withdrawn_reason", LONGEST_REASON),
                name="charters_version_not_too_long",
                violation_error_message=_("Opening words and change notes have 20,000 letters at most."),
            ),
            lines("easy_intro", "charters_version_easy_intro"),
            lines("easy_note", "charters_version_easy_note"),
        ]

    def __str__(self) -> str:
        return _("%(charter)s, version %(n)s") % {"charter": self.charter, "n": self.n}

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.state in OPEN

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def hex(self) -> str:
        """The SHA-256 of the document as people compare it; "" while there is none."""
        return bytes(self.hash).hex() if self.hash else ""

    def move(self, state: VersionState, **more: Any) -> None:
        """To another state, from the one it was read in. Raises WrongState where it has moved on meanwhile.

        Which ways lead where, and what must be there, the database knows: charters_version_guard.
        """
        if not Version.objects.filter(pk=self.pk, state=self.state).update(state=state, **more):
            raise WrongState
        self.refresh_from_db()
