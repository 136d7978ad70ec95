"""The register of services that are asked to take part in audits, and who leads them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from charters.models.checks import known
from pledges.models import Organisation
from post.models.checks import fits

from .kinds import IS_KEY, IS_MAILBOX, LONGEST_NAME, ServiceKind, Size


class ServiceQuerySet(models.QuerySet["Service"]):
    def standing(self) -> Self:
        """On the register today."""
        return self.filter(left_on=None)

    def asked_to_sign(self) -> Self:
        """Those that were asked to sign the pledge: the "of N asked" of the public pages."""
        return self.exclude(asked_on=None)


class Service(models.Model):
    """A service, team or setting. It stays for good once it has a return: its years are told on its page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), unique=True, max_length=80, editable=False)
    name = models.TextField(_("name"))
    kind = models.TextField(_("kind"), choices=ServiceKind)
    size = models.TextField(_("size"), choices=Size, default=Size.MEDIUM)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("organisation that signed the pledge"),
    )
    asked_on = models.DateField(_("asked to sign the pledge on"), null=True, blank=True)
    left_on = models.DateField(_("left the register on"), null=True, blank=True, editable=False)
    # Two were found to be one, or became one: its years are told on the other's page too.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="participation_service_listed"),
            models.Index(fields=["asked_on"], condition=Q(asked_on__isnull=False), name="participation_service_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "kind",
                condition=Q(left_on__isnull=True),
                name="participation_service_once",
                violation_error_message=_("A service of this name and kind is on the register already."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & fits("name", LONGEST_NAME),
                name="participation_service_name",
                violation_error_message=_("A service needs a name, of 200 letters at most."),
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=IS_KEY) | Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                name="participation_service_slug",
                violation_error_message=_("An address has small letters, digits and hyphens."),
            ),
            known("kind", ServiceKind.values, "participation_service_kind", _("Choose a kind of service.")),
            known("size", Size.values, "participation_service_size", _("Choose small, medium or large.")),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(left_on__isnull=False) & ~Q(merged_into=F("id"))),
                name="participation_service_merged_has_left",
                violation_error_message=_("A service that became part of another has left the register."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lead(models.Model):
    """Whom we write to at a service. Gone at once when the service leaves the register (by trigger)."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="lead")
    name = models.TextField(_("name of the lead"), blank=True, default="")
    email = models.TextField(_("e-mail of the lead"))

    class Meta:
        verbose_name = _("lead of a service")
        verbose_name_plural = _("leads of services")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__regex=IS_MAILBOX) & fits("email", 320),
                name="participation_lead_email",
                violation_error_message=_("A lead needs one e-mail address, of 320 letters at most."),
            ),
            models.CheckConstraint(
                condition=fits("name", LONGEST_NAME),
                name="participation_lead_name",
                violation_error_message=_("A name has 200 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        """A reference: nobody's name turns up in logs."""
        return f"lead {str(self.pk)[:8]}"
