"""Services from a CSV file: held against the register, and taken in all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from participation.models import Lead, Service
from participation.models.kinds import Size
from participation.service_csv import Bad, Row
from pledges.addresses import normal_name
from pledges.models import Organisation

from .services import Slugs

BATCH = 1000


class Known(NamedTuple):
    """A service that stands on the register, with its lead."""

    pk: UUID
    size: str
    asked_on: date | None
    lead: str
    email: str


@dataclass(frozen=True)
class Change:
    """What a row says otherwise than the register; `said` names what changes."""

    row: Row
    known: Known
    said: list[str]


@dataclass
class Plan:
    """What a file would do. `signed` are the organisations that new services are, by line."""

    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    bad: list[Bad] = field(default_factory=list)
    signed: dict[int, int] = field(default_factory=dict)

    @property
    def does_nothing(self) -> bool:
        return not self.added and not self.changed


def plan(rows: Sequence[Row]) -> Plan:
    """Rows held against the register: a service is the same that has the same name, but for capitals, and kind."""
    made, known, seen = Plan(), _register(), dict[tuple[str, str], int]()
    for row, key in zip(rows, _keys(rows), strict=True):
        if key in seen:
            wrong = _("This service stands in line %(n)s already. Keep one of the two rows.") % {"n": seen[key]}
            made.bad.append(Bad(row.line, row.name[:80], [wrong]))
            continue
        seen[key] = row.line
        if key not in known:
            made.added.append(row)
        elif said := _differences(row, known[key]):
            made.changed.append(Change(row, known[key], said))
        else:
            made.same += 1
    made.signed = _organisations(made.added)
    return made


@transaction.atomic
def take_in(*, rows: Sequence[Row]) -> Plan:
    """Does what the rows say, all of them or none; what is wrong in the light of the register is left out."""
    slugs = Slugs.now()
    made = plan(rows)
    services = [_new(row, slugs, made.signed.get(row.line)) for row in made.added]
    Service.objects.bulk_create(services, batch_size=BATCH)
    _update([change for change in made.changed if change.row.size or change.row.asked_on])
    leads = [Lead(service=one, name=row.lead, email=row.email) for one, row in zip(services, made.added, strict=True)]
    leads += [
        Lead(service_id=change.known.pk, name=_lead_name(change.row, change.known), email=change.row.email)
        for change in made.changed
    ]
    Lead.objects.bulk_create(
        [lead for lead in leads if lead.email],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["name", "email"],
    )
    return made


def _register() -> dict[tuple[str, str], Known]:
    rows = Service.objects.standing().annotate(key=Lower("name")).order_by()
    told = rows.values_list("key", "kind", "pk", "size", "asked_on", "lead__name", "lead__email")
    return {(key, kind): Known(pk, size, on, lead or "", mail or "") for key, kind, pk, size, on, lead, mail in told}


def _keys(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What makes two services the same. Small letters are the database's own: it has the last word."""
    given = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(name) FROM unnest(%s::text[]) WITH ORDINALITY AS told(name, n) ORDER BY n",
            [[row.name for row in given]],
        )
        return [(name, row.kind) for (name,), row in zip(cursor.fetchall(), given, strict=True)]


def _differences(row: Row, known: Known) -> list[str]:
    """An empty cell says nothing, so it changes nothing."""
    said = []
    if row.size and row.size != known.size:
        said.append(_("size: %(old)s, now %(new)s") % {"old": known.size, "new": Size(row.size).value})
    if row.email and row.email != known.email:
        said.append(_("another e-mail address") if known.email else _("an e-mail address"))
    if row.lead and row.lead != known.lead:
        said.append(_("another lead") if known.lead else _("a lead"))
    if row.asked_on and row.asked_on != known.asked_on:
        said.append(_("asked to sign on %(day)s") % {"day": row.asked_on.isoformat()})
    return said


def _lead_name(row: Row, known: Known) -> str:
    """Where only the address is given: the same name for the same address, and none for another."""
    return row.lead or (known.lead if row.email == known.email else "")


def _organisations(rows: Sequence[Row]) -> dict[int, int]:
    """By line, the one organisation that signed the pledge under this very name, where there is only one."""
    names = {row.line: normal_name(row.name) for row in rows}
    found: dict[str, list[int]] = {}
    signed = Organisation.objects.filter(name_norm__in=set(names.values()))
    for name, pk in signed.values_list("name_norm", "pk"):
        found.setdefault(name, []).append(pk)
    return {line: found[name][0] for line, name in names.items() if len(found.get(name, ())) == 1}


def _new(row: Row, slugs: Slugs, organisation: int | None) -> Service:
    return Service(
        slug=slugs.give(row.name),
        name=row.name,
        kind=row.kind,
        size=row.size or Size.MEDIUM,
        asked_on=row.asked_on,
        organisation_id=organisation,
    )


def _update(changes: Iterable[Change]) -> None:
    services: list[Any] = [
        Service(
            pk=change.known.pk,
            size=change.row.size or change.known.size,
            asked_on=change.row.asked_on or change.known.asked_on,
        )
        for change in changes
    ]
    Service.objects.bulk_update(services, ["size", "asked_on"], batch_size=BATCH)
