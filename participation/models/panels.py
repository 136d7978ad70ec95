"""Panels of young people or parent carers, who rate the services that their members used. Nobody of them is named."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models.checks import from_one, known
from post.models.checks import fits

from .kinds import LONGEST_NAME, SMALLEST_PANEL, Level, PanelKind
from .services import Service
from .sets import Question


class Panel(models.Model):
    """A group of five or more that answers as one. Its name is for our staff alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("participation.Round", on_delete=models.PROTECT, related_name="panels")
    name = models.TextField(_("name of the group"))
    kind = models.TextField(_("who they are"), choices=PanelKind)
    count = models.PositiveSmallIntegerField(_("how many people"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)
    # From then on the database lets nothing in it change.
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["-round__year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="participation_panel_once",
                violation_error_message=_("A panel of this name is in this round already."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & fits("name", LONGEST_NAME),
                name="participation_panel_name",
                violation_error_message=_("Name the group, in 200 letters at most. Name nobody in it."),
            ),
            known("kind", PanelKind.values, "participation_panel_kind", _("Choose who they are.")),
            models.CheckConstraint(
                condition=Q(count__gte=SMALLEST_PANEL, count__lte=1000),
                name="participation_panel_five",
                violation_error_message=_("A panel has five people or more. Fewer would show who said what."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PanelService(models.Model):
    """A service that a panel is asked about."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="panels")
    position = models.PositiveIntegerField(_("place"))
    # None until they have said whether they used it.
    was_used = models.BooleanField(_("they used it"), null=True, blank=True)

    class Meta:
        verbose_name = _("service that a panel is asked about")
        verbose_name_plural = _("services that a panel is asked about")
        ordering = ["panel", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "service"],
                name="participation_panelservice_once",
                violation_error_message=_("This service is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["panel", "position"],
                name="participation_panelservice_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another service stands in this place."),
            ),
            from_one("participation_panelservice_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.panel}: {self.service}"


class PanelRating(models.Model):
    """What a panel agreed on for one question about one service. Never part of the service's own level."""

    panel_service = models.ForeignKey(PanelService, on_delete=models.CASCADE, related_name="ratings")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="ratings")
    # None where they said "we do not know".
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, null=True)

    class Meta:
        verbose_name = _("rating of a panel")
        verbose_name_plural = _("ratings of panels")
        constraints = [
            models.UniqueConstraint(
                fields=["panel_service", "question"],
                name="participation_panelrating_once",
                violation_error_message=_("This question is answered already."),
            ),
            known("level", Level.values, "participation_panelrating_level", _("Choose one of the four levels.")),
        ]

    def __str__(self) -> str:
        return f"{self.panel_service_id}: {self.question_id}"
