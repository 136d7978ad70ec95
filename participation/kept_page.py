"""Is it kept? The newest results in a few sentences, every year, all services, and actions that are late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Upper
from django.urls import reverse
from django.utils import timezone

from . import published
from .actions_shown import shown
from .models import Action, Service
from .service_page import told_of
from .tallies import sentences

# Late actions on one page. More than so many would say that something else is wrong.
MOST_LATE = 200
A_PAGE = 100


def page() -> dict[str, Any]:
    """The three sentences and what there is to see."""
    latest = published.latest()
    late = Action.objects.overdue(on=timezone.localdate()).order_by("due_on", "pk")
    found = shown(late[: MOST_LATE + 1], on=timezone.localdate(), with_steps=False)
    return {
        "latest": latest.round.year if latest else None,
        "sentences": sentences(latest.document) if latest else [],
        "years": published.years() if latest else [],
        "late": found[:MOST_LATE],
        "late_more": len(found) > MOST_LATE,
    }


@dataclass(frozen=True)
class Some:
    """A part of the list of services. `before` and `after` name the service that is first in the part there."""

    services: Sequence[Service]
    before: str | None
    after: str | None
    letters: list[str]
    is_found: bool


def some_services(start: str, most: int = A_PAGE) -> Some:
    """From this service on, or from this letter; from the first where there is no such one."""
    # Whatever the database takes for the order of letters: small and large ones are alike.
    everyone = told_of().annotate(sorted=Upper("name")).order_by("sorted", "pk")
    at = _place(everyone, start)
    here = everyone.filter(at) if at else everyone
    services = list(here[: most + 1])
    earlier = everyone.exclude(at).order_by("-sorted", "-pk")[:most] if at else everyone.none()
    before = [one.slug for one in earlier]
    return Some(
        services=services[:most],
        before=before[-1] if before else None,
        after=services[most].slug if len(services) > most else None,
        letters=_letters(everyone) if before or len(services) > most else [],
        is_found=bool(at) or not start,
    )


def _place(everyone: QuerySet[Service], start: str) -> Q | None:
    if is_letter(start):
        return Q(sorted__gte=start.upper())
    found = everyone.filter(slug=start).first() if start else None
    if found is None:
        return None
    name: str = found.sorted  # type: ignore[attr-defined]
    return Q(sorted__gt=name) | Q(sorted=name, pk__gte=found.pk)


def is_letter(start: str) -> bool:
    return len(start) == 1 and start.isascii() and start.isalpha()


def _letters(everyone: QuerySet[Service]) -> list[str]:
    """With which letters their names begin."""
    first: Iterable[str] = everyone.annotate(first=Upper(Left("name", 1))).order_by().values_list("first", flat=True)
    return sorted(letter for letter in set(first) if is_letter(letter))


def list_url(start: str | None, *, easy: bool = False) -> str:
    address = reverse("participation:services_easy" if easy else "participation:services")
    return f"{address}?from={start}" if start else address
