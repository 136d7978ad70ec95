from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from post.models.checks import fits

from .checks import known
from .files import File
from .kinds import LONGEST_TITLE, PartnerKind


class Partner(models.Model):
    """One of those who agree a charter: council, NHS, parent carers, young people, a service.

    `email` is where staff send the link with which the partner agrees; it is shown to nobody else.
    """

    name = models.TextField(_("name"), unique=True)
    kind = models.TextField(_("kind"), choices=PartnerKind)
    email = models.EmailField(_("e-mail for agreeing"), blank=True, max_length=254)
    logo = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [
            known("kind", PartnerKind.values, "charters_partner_kind", _("Choose the kind of partner from the list.")),
            models.CheckConstraint(
                condition=~Q(name="") & fits("name", LONGEST_TITLE),
                name="charters_partner_named",
                violation_error_message=_("A partner has a name of 200 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
