"""The public list. A row here is the publication: list, CSV and JSON read nothing else."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from pledges.kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, Kind

from .signatures import Signature
from .wordings import Pledge


class PublicEntryQuerySet(models.QuerySet["PublicEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-since", "-public_id")


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
    # What pages need besides. A trigger takes both from the signature, whatever is written here, so that a page of the
    # list asks no other table: two more looked up for each row were nine tenths of the time of the open data.
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+", editable=False)
    page = models.TextField(_("address of the organisation's page"), blank=True, default="", editable=False)
    # What it is found by: the words of organisation and name, and its kind, as `pledges.search` asks for them.
    v = models.GeneratedField(
        expression=Func(F("organisation"), F("name"), F("kind"), function="pledges_entry_words"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("public entry")
        verbose_name_plural = _("public entries")
        indexes = [
            models.Index(fields=["-since", "-public_id"], name="pledges_entry_newest"),
            models.Index(fields=["kind", "-since", "-public_id"], name="pledges_entry_kind_newest"),
            # Without a list of what was added lately, which every search would have to go through as well.
            GinIndex(fields=["v"], name="pledges_entry_words", fastupdate=False),
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


class Word(models.Model):
    """A word that somebody on the list is called by, in how many entries, and its spellings with a letter left out.

    Kept by a trigger on PublicEntry, and gone with the last entry: a word can be a name. Two words of which one can
    be had from the other by one wrong, missing, doubled or swapped letter share one of these spellings.
    """

    serving_rights: ClassVar = frozenset({"SELECT"})

    word = models.TextField(primary_key=True, db_collation="C")
    n = models.PositiveIntegerField()
    near = models.GeneratedField(
        expression=Func(F("word"), function="pledges_near"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("word of the list")
        verbose_name_plural = _("words of the list")
        indexes = [GinIndex(fields=["near"], name="pledges_word_near", fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(n__gt=0),
                name="pledges_word_is_used",
                violation_error_message=_("A word that nobody is called by goes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.n)


class SignatureCount(models.Model):
    """How many of a kind stand behind the pledge, named on the list or not. Kept by a job, a minute old at most."""

    kind = models.TextField(_("who signs"), primary_key=True, choices=Kind)
    signatures = models.PositiveIntegerField(_("signatures"))
    people = models.PositiveIntegerField(_("the same, children of a group each for one"))

    class Meta:
        verbose_name = _("count of signatures")
        verbose_name_plural = _("counts of signatures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="pledges_signaturecount_kind",
                violation_error_message=_("Choose who signs from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=F("signatures")),
                name="pledges_signaturecount_people",
                violation_error_message=_("There are at least as many people as signatures."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signatures}"
