"""The public list. A row here is the publication: list, CSV and JSON read nothing else."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, Kind

from .signatures import Signature


class PublicEntryQuerySet(models.QuerySet["PublicEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-since", "-public_id")

    def organisations(self) -> Self:
        """All that open data may hold: a person's name is never in CSV or JSON."""
        return self.filter(kind__in=ORGANISATION_KINDS)


class PublicEntry(models.Model):
    """What everybody may see of a signature.

    A trigger refuses an entry without an approved signature, live details and consent in force for every
    personal word it shows; another one bumps the "signatories" generation whenever this table changes.
    """

    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, primary_key=True, related_name="public_entry")
    # Names a row in public addresses, so that a subject's own number never leaves the house.
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    since = models.DateTimeField(_("since"))
    kind = models.TextField(_("who signs"), choices=Kind)
    organisation = models.TextField(_("organisation"), blank=True, default="")
    name = models.TextField(_("name"), blank=True, default="")
    role = models.TextField(_("role"), blank=True, default="")
    promise = models.TextField(_("what they will do"), blank=True, default="")
    people = models.PositiveSmallIntegerField(_("how many, of a group"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version of the pledge they stand by"), default=1)

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("public entry")
        verbose_name_plural = _("public entries")
        indexes = [
            models.Index(fields=["-since", "-public_id"], name="pledges_entry_newest"),
            models.Index(fields=["kind", "-since", "-public_id"], name="pledges_entry_kind_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="pledges_publicentry_kind",
                violation_error_message=_("Choose who signs from the list."),
            ),
            models.CheckConstraint(
                condition=(models.Q(kind__in=ORGANISATION_KINDS, people__isnull=True) & ~models.Q(organisation=""))
                | (models.Q(kind__in=PERSON_KINDS, organisation="", people__isnull=True) & ~models.Q(name=""))
                | models.Q(kind=Kind.GROUP, name="", people__isnull=False),
                name="pledges_publicentry_shows_signatory",
                violation_error_message=_(
                    "An organisation shows its name, a person theirs and no organisation, a group its number alone."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.GROUP)
                | models.Q(organisation="")
                | models.Q(people__gte=GROUP_SHOWN_FROM),
                name="pledges_publicentry_small_group_hidden",
                violation_error_message=_("Of a small group the list does not say where it is."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(role=""),
                name="pledges_publicentry_role_needs_name",
                violation_error_message=_("A role stands beside a name only."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.signature_id)[:8].upper()
