"""One service through the years: what it said, what was agreed, what panels said beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.words import paragraphs

from . import evidence_shown, published
from .models import Action, Evidence, EvidenceFile, Return, Service, ServiceResult, Snapshot
from .models.kinds import Level
from .tallies import Json, group_name, other_word

# Pieces of evidence that may be shown, by the names that results have for them.
Known = Mapping[str, Evidence]


@dataclass(frozen=True)
class Family:
    """A service, with those that became part of it."""

    service: Service
    keys: tuple[UUID, ...]
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """One answer of one year."""

    key: str
    text: str
    level: int | None
    level_name: str
    means: str
    own_name: str
    own_means: str
    reason: list[str]
    not_applicable: list[str]
    note: list[str]
    changed: list[str]
    evidence: list[Json]
    panels: list[tuple[str, str]]
    reply: list[str]
    compared: str

    @property
    def is_otherwise(self) -> bool:
        """Whether another level was agreed than the service's own."""
        return bool(self.own_name)


@dataclass(frozen=True)
class OneYear:
    """What a service sent in one round, under the name it had then."""

    year: int
    name: str
    is_short: bool
    answers: list[Shown]
    questions: dict[str, Json]
    said: dict[str, Json]


def told_of() -> QuerySet[Service]:
    """Those that were asked in a round that is published, under the name they have now."""
    # Read once from one end to the other: looked up for each service, 5,000 take seconds.
    asked = Return.objects.filter(round__in=Snapshot.objects.values("round")).exclude(invited_at=None)
    now = asked.values_list(Coalesce("service__merged_into", "service"), flat=True)
    return Service.objects.filter(pk__in=now, merged_into=None)


def found(slug: str) -> Service | None:
    return Service.objects.select_related("merged_into").filter(slug=slug).first()


def family(service: Service) -> Family:
    others = list(service.merged_from.order_by("name", "pk").values_list("pk", "slug"))
    return Family(service, (service.pk, *(pk for pk, _slug in others)), (service.slug, *(slug for _pk, slug in others)))


def actions_of(of: Family) -> QuerySet[Action]:
    """Those that are late or in hand first."""
    return Action.objects.filter(service__in=of.keys).order_by("done_at", "due_on", "pk")


def years(of: Family) -> list[OneYear]:
    """Newest first; of two that became one, each has its own."""
    rows = ServiceResult.objects.filter(snapshot__in=published.newest(), service__in=of.keys)
    rows = rows.select_related("snapshot__round").defer("snapshot__document")
    rows = rows.annotate(questions=KeyTransform("questions", "snapshot__document"))
    found = list(rows.order_by("snapshot__round__year", "name", "pk"))
    known = evidence_shown.shown(
        named for row in found for answer in row.document["answers"] for named in answer["evidence"]
    )
    made: list[tuple[ServiceResult, OneYear]] = []
    for row in found:
        made.append((row, _year(row, _before(row, made), known)))
    return [one for _row, one in reversed(made)]


def not_sent(of: Family) -> list[int]:
    """The years in which it was asked and sent nothing, newest first."""
    wanted = Q()
    for slug in of.slugs:
        wanted |= Q(document__not_sent__contains=[{"slug": slug}])
    return list(published.newest().filter(wanted).values_list("round__year", flat=True))


def _before(row: ServiceResult, made: list[tuple[ServiceResult, OneYear]]) -> OneYear | None:
    """Its own return of the year before, else the only one of those that became one with it."""
    earlier = [(other, one) for other, one in made if one.year < row.snapshot.round.year]
    last = [(other, one) for other, one in earlier if one.year == earlier[-1][1].year]
    own = [one for other, one in last if other.service_id == row.service_id]
    return own[0] if own else last[0][1] if len(last) == 1 else None


def _year(row: ServiceResult, before: OneYear | None, known: Known) -> OneYear:
    year = row.snapshot.round.year
    questions = {one["key"]: one for one in row.questions}  # type: ignore[attr-defined]
    answers = [_shown(one, questions[one["key"]], year, before, known) for one in row.document["answers"]]
    said = {one["key"]: one for one in row.document["answers"]}
    return OneYear(year, row.name, row.document["is_short"], answers, questions, said)


def _shown(answer: Json, question: Json, year: int, before: OneYear | None, known: Known) -> Shown:
    own, agreed = answer["own"], answer["agreed"]
    is_otherwise = own != agreed
    return Shown(
        key=answer["key"],
        text=question["text"],
        level=agreed,
        level_name=level_name(answer),
        means=_means(question, agreed),
        own_name=str(Level(own).label)
        if is_otherwise and own
        else other_word("not_applicable")
        if is_otherwise
        else "",
        own_means=_means(question, own) if is_otherwise else "",
        reason=paragraphs(answer["reason"]),
        not_applicable=paragraphs(answer["not_applicable"]),
        note=paragraphs(answer["note"]),
        changed=paragraphs(answer["changed"]),
        evidence=[_evidence(known[one]) for one in answer["evidence"] if one in known],
        panels=[(group_name(one["kind"]), _rated(one["level"], question)) for one in answer["panels"]],
        reply=paragraphs(answer["reply"]),
        compared=_compared(answer, year, before),
    )


def level_name(answer: Json) -> str:
    if answer["agreed"]:
        return str(Level(answer["agreed"]).label)
    return _("Does not apply") if answer["not_applicable"] else _("No level")


def _means(question: Json, level: int | None) -> str:
    return str(question["levels"][level - 1]) if level else ""


def _rated(level: int | None, question: Json) -> str:
    return f"{Level(level).label}: {_means(question, level)}" if level else _("We do not know")


def _evidence(piece: Evidence) -> Json:
    file: EvidenceFile | None = getattr(piece, "file", None)
    href = reverse("participation:evidence", args=[piece.pk, file.name]) if file else ""
    return {"text": paragraphs(piece.text), "url": piece.url, "href": href, "file": file}


def _compared(answer: Json, year: int, before: OneYear | None) -> str:
    """The level of the year before beside this one's, by the question's key alone."""
    then = before.said.get(answer["key"]) if before else None
    if before is None or then is None or not then["agreed"] or not answer["agreed"]:
        return ""
    given = {"then": before.year, "a": level_name(then), "now": year, "b": level_name(answer)}
    return _("%(then)s: %(a)s; %(now)s: %(b)s") % given


@dataclass(frozen=True)
class Cell:
    """A level in one year."""

    year: int
    level: int | None
    words: str


def overview(of: list[OneYear]) -> list[tuple[str, list[Cell]]]:
    """Each question with its level year by year, the oldest first. A question is the same where its key is."""
    texts: dict[str, str] = {}
    for one in of:
        texts |= {key: one.questions[key]["text"] for key in one.said if key not in texts}
    columns = list(reversed(of))
    return [(text, list(_cells(key, columns))) for key, text in texts.items()]


def _cells(key: str, columns: Iterable[OneYear]) -> Iterator[Cell]:
    for column in columns:
        said = column.said.get(key)
        yield Cell(column.year, *(said["agreed"], level_name(said)) if said else (None, _("Not asked")))


def names(of: list[OneYear], service: Service) -> list[tuple[str, list[int]]]:
    """Other names that it, or a part of it, had, each with its years."""
    found: dict[str, list[int]] = {}
    for one in reversed(of):
        if one.name != service.name:
            found.setdefault(one.name, []).append(one.year)
    return list(found.items())


def context(of: Family, years_of: list[OneYear]) -> dict[str, Any]:
    service = of.service
    return {
        "service": service,
        "kind": str(service.get_kind_display()),
        "has_left": service.left_on is not None,
        "names": names(years_of, service),
        "years": years_of,
        "columns": [(one.year, one.name if one.name != service.name else "") for one in reversed(years_of)],
        "overview": overview(years_of),
        "not_sent": not_sent(of),
    }
