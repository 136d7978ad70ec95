"""Organisations that stand behind the pledge, and what is left of those that have gone.

A moderator says which organisation a signature is of; nobody makes one by typing. The database takes an organisation
away when nobody stands for it any more (migrations/0014): its name may be a person's.
"""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.kinds import ORGANISATION_KINDS
from pledges.slugs import LONGEST, RESERVED
from post.models.checks import OctetLength, fits

from .words import words_of


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def called(self, name_norm: str, kind: str) -> Self:
        """Those of this kind whose name is the same but for capitals, accents and the like, oldest first."""
        return self.filter(kind=kind, name_norm=name_norm).order_by("pk")


class Organisation(models.Model):
    """An organisation that somebody stands for. Only the database deletes one, when nobody does any more."""

    serving_rights: ClassVar = frozenset({"SELECT", "INSERT", "UPDATE"})

    slug = models.SlugField(_("address"), unique=True, max_length=LONGEST)
    # What stays of the slug when the organisation has gone.
    slug_hash = models.BinaryField(editable=False, max_length=32)
    name = models.TextField(_("name"))
    name_norm = models.TextField(_("name without its variations"))
    kind = models.TextField(_("kind"), choices=[(kind.value, kind.label) for kind in ORGANISATION_KINDS])
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    # Said in the transaction that ends this one: its address leads to the other from then on.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(fields=["name_norm"], name="pledges_organisation_norm"),
            # The desk's list of them, and its search (pledges/finding.py).
            models.Index(fields=["kind", "name", "id"], name="pledges_organisation_listed"),
            GinIndex(words_of("name"), name="pledges_organisation_words"),
            GinIndex(fields=["name_norm"], opclasses=["gin_trgm_ops"], name="pledges_organisation_alike"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ORGANISATION_KINDS),
                name="pledges_organisation_kind",
                violation_error_message=_("Choose a kind of organisation from the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(name_norm=""),
                name="pledges_organisation_has_name",
                violation_error_message=_("An organisation needs a name."),
            ),
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
                & fits("slug", LONGEST)
                & ~models.Q(slug__in=sorted(RESERVED)),
                name="pledges_organisation_slug_fits",
                violation_error_message=_("This cannot be the address of an organisation."),
            ),
            models.CheckConstraint(
                condition=models.Q(OctetLength("slug_hash", 32)),
                name="pledges_organisation_slug_hash",
                violation_error_message=_("Of an address a hash of 32 bytes is kept."),
            ),
        ]

    def __str__(self) -> str:
        """A reference: this is what Django's log of acts keeps, and a log keeps no names."""
        return _("Organisation %(number)s") % {"number": self.pk or "?"}


class FormerOrganisation(models.Model):
    """That an organisation's page was here. No name: its address is a hash with our key. Written by the database."""

    serving_rights: ClassVar = frozenset({"SELECT"})

    hash = models.BinaryField(primary_key=True, editable=False, max_length=32)
    # Where two were found to be one: the other one, as long as that one is there.
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("former organisation")
        verbose_name_plural = _("former organisations")

    def __str__(self) -> str:
        return bytes(self.hash).hex()[:8].upper()
