"""Reading the register: who stands on it page by page, who is found by name, and how many signed of those asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from pledges.addresses import normal_name
from pledges.finding import organisations_found
from pledges.models import Organisation

from .models import Service

# So many names are offered where somebody wrote one that is not there.
MOST_OFFERED = 5
# Words of a search; what follows is left out.
MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """How many services on the register were asked to sign the pledge, and how many of those did."""

    asked: int
    signed: int


def asked_to_sign() -> Asked:
    found = Service.objects.standing().asked_to_sign()
    return Asked(**found.aggregate(asked=Count("pk"), signed=Count("pk", filter=Q(organisation__isnull=False))))


def by_name(listed: QuerySet[Any], place: Service | None, *, backwards: bool, most: int) -> Sequence[Service]:
    """The services nearest to this one by name, or to the start, the nearest first."""
    if place is not None:
        beyond, beside = ("name__lt", "pk__lt") if backwards else ("name__gt", "pk__gt")
        listed = listed.filter(Q(**{beyond: place.name}) | Q(name=place.name, **{beside: place.pk}))
    order = ("-name", "-pk") if backwards else ("name", "pk")
    return list(listed.order_by(*order)[:most])


def called(listed: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Those whose name holds all the words; or whose lead has this address."""
    if "@" in typed:
        listed = listed.annotate(address=Lower("lead__email"))
        typed_address: QuerySet[Any] = listed.filter(address=typed.lower())
        return typed_address
    for word in typed.split()[:MOST_WORDS]:
        listed = listed.filter(name__icontains=word)
    return listed


def services_meant(typed: str) -> list[Service]:
    """Those on the register that somebody means by a name, or by the end of an address: one, or some to choose from."""
    standing = Service.objects.standing()
    exact = list(
        standing.filter(Q(slug=typed.strip("/").rpartition("/")[2]) | Q(name__iexact=typed))[: MOST_OFFERED + 1]
    )
    return exact or list(called(standing, typed).order_by("name", "pk")[:MOST_OFFERED])


def organisations_meant(typed: str) -> list[Organisation]:
    """Those that somebody means by a name, or by the end of an address: one, or some to choose from."""
    every = Organisation.objects.all()
    slug = typed.strip("/").rpartition("/")[2]
    exact = list(every.filter(Q(slug=slug) | Q(name_norm=normal_name(typed))).order_by("pk")[: MOST_OFFERED + 1])
    named = [one for one in exact if one.slug == slug]
    return named or exact or list(every.filter(pk__in=organisations_found(typed).keys).order_by("name")[:MOST_OFFERED])
