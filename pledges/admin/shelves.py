"""The order in which signatures are listed, and pages of it by index whatever is chosen.

A shelf is what one index holds in its order. Where a filter is not set, all its few values are gone through at once:
for each of them the index gives the next rows of a page, and of these the nearest are taken. So any choice of filters
costs as little as any other, and no page depends on what the planner thinks of the numbers of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pledges.finding import Narrowed
from pledges.kinds import ENDED, ORGANISATION_KINDS, Kind, State

PAGE = """
SELECT nearest.subject_id FROM {each} CROSS JOIN LATERAL (
    SELECT {moment} AS moment, subject_id FROM pledges_signature
    WHERE {where} ORDER BY {order} LIMIT %(most)s
) AS nearest ORDER BY {outer} LIMIT %(most)s
"""

# The values of each column that are gone through.
EACH = {
    "pledge_id": "coalesce(%(pledge_id)s::bigint[], ARRAY(SELECT id FROM pledges_pledge))",
    "kind": "%(kind)s::text[]",
    "state": "%(state)s::text[]",
}


@dataclass(frozen=True)
class Place:
    """Where a signature lies on a shelf."""

    moment: datetime
    subject_id: UUID

    @classmethod
    def of(cls, text: str) -> "Place | None":
        """As `str()` writes it, or None."""
        moment, _space, subject = text.partition("_")
        try:
            written, subject_id = datetime.fromisoformat(moment), UUID(subject)
            return cls(written.astimezone(UTC), subject_id) if written.tzinfo else None
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}_{self.subject_id}"


@dataclass(frozen=True)
class Shelf:
    """An index of signatures: what it holds, what its columns before the time are, and which end comes first."""

    holds: str
    moment: str
    columns: tuple[str, ...] = ()
    newest_first: bool = True


BY_TIME = Shelf("confirmed_at IS NOT NULL", "confirmed_at", ("pledge_id",))
SORTED = Shelf("confirmed_at IS NOT NULL", "confirmed_at", ("pledge_id", "kind", "state"))
WAITING = Shelf("waiting_since IS NOT NULL", "waiting_since", newest_first=False)
WAITING_SORTED = Shelf(WAITING.holds, WAITING.moment, ("pledge_id", "kind"), newest_first=False)
# Few minutes' work of a few people: what else is chosen is looked at row by row.
RECENT = Shelf("decided_at > %(undoable)s AND waiting_since IS NULL AND state <> ALL (%(ended)s)", "decided_at")
NO_PAGE = Shelf(
    "state = 'approved' AND organisation_id IS NULL AND kind IN ({})".format(
        ", ".join(f"'{kind.value}'" for kind in ORGANISATION_KINDS)
    ),
    "confirmed_at",
    ("pledge_id", "kind"),
)
# What the stages are called in an address; and of others, the states they stand for.
STAGES: Mapping[str, Shelf] = {"waiting": WAITING, "recent": RECENT, "no-organisation": NO_PAGE}
STATES: Mapping[str, tuple[State, ...]] = {
    "approved": (State.APPROVED,),
    "changes-asked": (State.CHANGES_ASKED,),
    "rejected": (State.REJECTED,),
    "ended": tuple(ENDED),
}


def shelf_for(chosen: Mapping[str, str]) -> Shelf:
    stage = chosen.get("stage", "")
    narrowed = bool(chosen.get("kind") or chosen.get("pledge"))
    if stage == "recent":
        return RECENT
    if stage == "no-organisation":
        return NO_PAGE
    if stage in STATES:
        return SORTED
    if stage == "all":
        return SORTED if chosen.get("kind") else BY_TIME
    return WAITING_SORTED if narrowed else WAITING


def page(chosen: Mapping[str, str], *, place: Place | None, backwards: bool, most: int) -> list[UUID]:
    """Keys of the signatures nearest to the place, the nearest first."""
    shelf = shelf_for(chosen)
    falling = shelf.newest_first != backwards
    values: dict[str, Any] = {
        "pledge_id": [int(chosen["pledge"])] if chosen.get("pledge") else None,
        "kind": [chosen["kind"]] if chosen.get("kind") else _kinds(shelf),
        "state": list(STATES.get(chosen.get("stage", ""), [state for state in State if state != State.UNCONFIRMED])),
    }
    values |= {"most": most, **_recent()}
    if place:
        values |= {"moment": place.moment, "subject_id": place.subject_id}
    with connection.cursor() as cursor:
        cursor.execute(_statement(shelf, falling=falling, placed=place is not None), values)
        return [key for (key,) in cursor.fetchall()]


def _recent() -> dict[str, Any]:
    """What RECENT is asked with."""
    return {"undoable": timezone.now() - settings.UNDO_WINDOW, "ended": list(ENDED)}


def _kinds(shelf: Shelf) -> list[str]:
    return [kind.value for kind in (ORGANISATION_KINDS if shelf is NO_PAGE else Kind)]


def _statement(shelf: Shelf, *, falling: bool, placed: bool) -> str:
    each = [f"unnest({EACH[name]}) AS each_{name}({name})" for name in shelf.columns]
    conditions = [shelf.holds, *(f"pledges_signature.{name} = each_{name}.{name}" for name in shelf.columns)]
    if shelf is RECENT:
        conditions += [f"{name} = ANY ({EACH[name]})" for name in ("pledge_id", "kind")]
    if placed:
        conditions.append(f"({shelf.moment}, subject_id) {'<' if falling else '>'} (%(moment)s, %(subject_id)s)")
    way = " DESC" if falling else ""
    return PAGE.format(
        each=" CROSS JOIN ".join(each or ["(SELECT) AS once"]),
        moment=shelf.moment,
        where=" AND ".join(conditions),
        order=f"{shelf.moment}{way}, subject_id{way}",
        outer=f"nearest.moment{way}, nearest.subject_id{way}",
    )


def narrowing(chosen: Mapping[str, str]) -> Narrowed:
    """What the filters leave of signatures that were found otherwise, a bounded number."""
    stage, values = chosen.get("stage", ""), _recent()
    conditions = ["true"]
    if chosen.get("pledge"):
        conditions.append("pledge_id = %(pledge)s")
    if chosen.get("kind"):
        conditions.append("kind = %(kind)s")
    if stage in STATES:
        conditions.append("state = ANY (%(states)s)")
        values["states"] = list(STATES[stage])
    conditions += [shelf.holds for name, shelf in STAGES.items() if name == stage]
    return Narrowed(" AND ".join(conditions), {**chosen, **values})
