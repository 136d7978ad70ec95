"""Where a round stands: how many services have come how far, and what is due to whom. For staff."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Reminder, Return, Round, Service
from .models.kinds import ReturnState

# Rows of one page.
PAGE = 50

# How far a return has come, furthest first; the first that fits is said.
STAGES: dict[str, tuple[str | Promise, Q]] = {
    "submitted": (_("submitted"), Q(state=ReturnState.SUBMITTED)),
    "handed_back": (_("handed back"), Q(submission__gt=0)),
    "no_address": (_("no address"), Q(invited_at=None)),
    "started": (_("started"), ~Q(started_at=None)),
    "opened": (_("opened"), ~Q(opened_at=None)),
    "invited": (_("invited"), Q()),
}
OVERDUE = "overdue"


@dataclass(frozen=True)
class Figure:
    """How many returns stand at one stage; `name` chooses them in the list."""

    name: str
    label: str | Promise
    n: int


def staged(one: Round, *, on: date) -> QuerySet[Any]:
    """The returns of a round, each with its `stage`, the day it is `due`, and whether it `is_late`."""
    known = [When(fits, then=Value(name)) for name, (_label, fits) in STAGES.items() if fits]
    due = Coalesce("more_time_until", Value(one.due_on, DateField()))
    return Return.objects.filter(round=one).annotate(
        stage=Case(*known, default=Value("invited"), output_field=TextField()),
        due=due,
        is_late=Case(When(Q(state=ReturnState.OPEN, invited_at__isnull=False, due__lt=on), then=True), default=False),
    )


def figures(one: Round, *, on: date) -> list[Figure]:
    """In the order in which a return goes on; the overdue ones last, who are among the others."""
    found = staged(one, on=on).aggregate(
        **{name: Count("pk", filter=Q(stage=name)) for name in STAGES},
        overdue=Count("pk", filter=Q(is_late=True)),
    )
    labels = {name: label for name, (label, _fits) in reversed(STAGES.items())} | {OVERDUE: _("overdue")}
    return [Figure(name, label, found[name]) for name, label in labels.items()]


def not_asked_yet(one: Round) -> int:
    """Services on the register without a return in this round, or with one that waits for an address it has now."""
    asked = Return.objects.filter(round=one).filter(~Q(invited_at=None) | Q(service__lead=None))
    return Service.objects.standing().exclude(pk__in=asked.values("service")).count()


@dataclass(frozen=True)
class Listed:
    """One page of the list, by name; `after` is the service that the next page begins behind, if there is one."""

    rows: list[Any]
    after: str


def listed(one: Round, *, on: date, stage: str = "", name: str = "", after: Service | None = None) -> Listed:
    """Returns with whom they are due from, in the order of names."""
    reminders = Reminder.objects.filter(of_return=OuterRef("pk")).order_by("-at")
    found = staged(one, on=on).select_related("service", "service__lead")
    found = found.annotate(reminded_at=Subquery(reminders.values("at")[:1]))
    if stage == OVERDUE:
        found = found.filter(is_late=True)
    elif stage in STAGES:
        found = found.filter(stage=stage)
    if name:
        found = found.filter(service__name__icontains=name)
    if after is not None:
        found = found.filter(Q(service__name__gt=after.name) | Q(service__name=after.name, service__pk__gt=after.pk))
    rows = list(found.order_by("service__name", "service__pk")[: PAGE + 1])
    return Listed(rows[:PAGE], str(rows[PAGE - 1].service_id) if len(rows) > PAGE else "")
