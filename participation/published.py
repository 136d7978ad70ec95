"""Published results as everybody may read them: the newest of each year, and those that were corrected since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT, KeyTransform

from post.models import Generation

from . import keeping
from .models import Snapshot

GENERATION = keeping.GENERATION
Json = dict[str, Any]


class NotPublished(Exception):
    """There are no results of this year, or none with this number."""


@dataclass(frozen=True)
class Earlier:
    """The questions of an earlier year, by their keys: nothing else of it is compared."""

    pk: int
    year: int
    questions: dict[str, Json]


@dataclass(frozen=True)
class Year:
    """One that is published."""

    year: int
    published_at: datetime
    asked: int
    submitted: int


def generation() -> int:
    """Goes up when results are published and when an action moves."""
    return Generation.current(GENERATION)


def newest() -> QuerySet[Snapshot]:
    """Of each round the results that count, newest year first."""
    last = Snapshot.objects.filter(round=OuterRef("round")).order_by("-n").values("pk")[:1]
    return Snapshot.objects.filter(pk=Subquery(last)).order_by("-round__year")


def found(year: int, n: int | None = None) -> Snapshot:
    """The results of a year: the newest, or those with this number. Raises NotPublished."""
    of_year = Snapshot.objects.filter(round__year=year).select_related("round").order_by("-n")
    one = (of_year if n is None else of_year.filter(n=n)).first()
    if one is None:
        raise NotPublished
    return one


def named(year: int, n: int | None = None) -> Snapshot:
    """The same without the document: which results are meant. Raises NotPublished."""
    of_year = Snapshot.objects.filter(round__year=year).defer("document").select_related("round").order_by("-n")
    one = (of_year if n is None else of_year.filter(n=n)).first()
    if one is None:
        raise NotPublished
    return one


def latest() -> Snapshot | None:
    """The newest year that is published."""
    return newest().select_related("round").first()


def before(year: int) -> Earlier | None:
    """The year that was published before this one."""
    rows = newest().filter(round__year__lt=year).values_list("pk", "round__year", KeyTransform("questions", "document"))
    row = rows.first()
    return Earlier(row[0], row[1], {one["key"]: one for one in row[2]}) if row else None


def years() -> list[Year]:
    """Each published year, newest first, with how many answered."""
    rows = newest().values_list("round__year", "published_at", KT("document__asked"), KT("document__submitted"))
    return [Year(year, at, int(asked), int(submitted)) for year, at, asked, submitted in rows]
