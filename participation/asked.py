"""How many of those on the register that were asked to sign the pledge have signed."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from pledges.models import Signature

from .models import Service


class Asked(NamedTuple):
    signed: int
    of: int


def asked_to_sign() -> Asked:
    """Services, teams and settings on the register today. Where nobody was asked, of none."""
    stands = Signature.objects.counted().filter(organisation=OuterRef("organisation"))
    found = Service.objects.standing().asked_to_sign().aggregate(of=Count("pk"), signed=Count("pk", Q(Exists(stands))))
    return Asked(found["signed"], found["of"])
