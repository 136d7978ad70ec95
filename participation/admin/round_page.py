"""What the pages about one round have in common."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.models import Round

from .showing import Crumb, address


def rounds() -> Crumb:
    return address("round_changelist"), _("Audit rounds")


def address_of(one: Round) -> str:
    return reverse("admin:participation_board", args=[one.pk])


def round_or_404(pk: int) -> Round:
    found = Round.objects.select_related("question_set")
    return get_object_or_404(found, pk=pk if pk < 2**63 else 0)
