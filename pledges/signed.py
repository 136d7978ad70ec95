"""How many have signed, as everybody may know it: organisations always, people where nobody can be picked out."""

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.models import Clause
from charters.models.kinds import PUBLIC, ClauseKind
from config.lib.public_pages import remembered

from . import listing
from .kinds import GROUP_SHOWN_FROM, ORGANISATION_KINDS, PERSON_KINDS, Kind
from .models import Pledge, Signature
from .small_counts import Cell, shown, small_groups
from .stands_on import LINK

# By the wording they stand by, oldest first: organisations, and people without those of groups too small to be shown.
# A job counts them and keeps them here: it reads all signatures.
ByWording = dict[str, tuple[int, int]]
PLACE = "pledges:signed-by-wording"


class Figures(NamedTuple):
    """`people` is None where they are so few that it is not said: then `total` is not either."""

    organisations: int
    people: int | None
    # Of each kind how many signatures, where that may be said and there are any.
    kinds: dict[str, int]

    @property
    def total(self) -> int | None:
        return None if self.people is None else self.organisations + self.people


class SignedFor(NamedTuple):
    """Who signed a wording that stands on a version with a promise. `more`: some people are not in the figure."""

    organisations: int
    people: int
    more: bool


def figures(generation: int) -> Figures:
    """As the job counted them last. A figure that changes moves the generation."""
    return remembered(f"pledges:figures:{generation}", lambda: _figures(generation))


def _figures(generation: int) -> Figures:
    counted = {kind: (one.signatures, one.people) for kind, one in listing.counts(generation).items()}
    organisations = {str(kind): counted[kind][0] for kind in ORGANISATION_KINDS if kind in counted}
    groups, in_groups = counted.get(Kind.GROUP, (0, 0))
    small = _small_groups()
    cells = [Cell(str(kind), counted[kind][1]) for kind in PERSON_KINDS if kind in counted]
    found = shown([*cells, small])
    # Groups that are large enough say on the list how many they are.
    people = sum(cell.n for cell in cells) + max(in_groups, small.n)
    kinds = {**organisations, **found.cells, str(Kind.GROUP): groups}
    return Figures(
        sum(organisations.values()),
        people if found.total else None,
        {kind: n for kind, n in kinds.items() if n},
    )


def _small_groups() -> Cell:
    # Pledges and states first: so the desk's index finds the few.
    every = Signature.objects.counted().filter(pledge__in=Pledge.objects.all(), kind=Kind.GROUP)
    few = every.filter(confirmed_at__isnull=False, people__lt=GROUP_SHOWN_FROM)
    found = few.aggregate(n=Count("pk"), people=Sum("people"))
    return small_groups(found["n"], found["people"] or 0)


def words(said: Figures) -> str:
    """ "12 organisations and 34 people"."""
    organisations = ngettext("%(n)s organisation", "%(n)s organisations", said.organisations)
    parts = [organisations % {"n": f"{said.organisations:,}"}] if said.organisations else []
    if said.people is None:
        parts.append(_("a few people"))
    elif said.people:
        parts.append(ngettext("%(n)s person", "%(n)s people", said.people) % {"n": f"{said.people:,}"})
    return _(" and ").join(parts)


def for_promise(slug: str, key: str) -> SignedFor | None:
    """None where no wording stands on it, or nobody has been counted yet."""
    about = _wordings_about(slug, key)
    counted: ByWording | None = cache.get(PLACE) if about else None
    if counted is None:
        return None
    cells = [Cell(wording, people) for wording, (_organisations, people) in counted.items()]
    told = shown([*cells, _small_groups()]).cells
    mine = [(wording, *counted[wording]) for wording in counted if wording in about]
    return SignedFor(
        organisations=sum(organisations for _wording, organisations, _people in mine),
        people=sum(told.get(wording, 0) for wording, _organisations, _people in mine),
        more=any(people and wording not in told for wording, _organisations, people in mine),
    )


def _wordings_about(slug: str, key: str) -> set[str]:
    """The wordings of pledges that name a version with this promise in it."""
    promised = Clause.objects.filter(kind=ClauseKind.COMMITMENT, key__key=key, version__charter__slug=slug)
    versions = promised.filter(version__state__in=PUBLIC).values("version")
    found = LINK.objects.filter(version__in=versions, pledgewording__published_at__isnull=False)
    return {str(wording) for wording in found.values_list("pledgewording", flat=True)}
