"""Organisations that a newly typed name may mean: the same name, or one that is nearly the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from .actions.organisations import Which, is_alone
from .addresses import normal_name
from .kinds import ORGANISATION_KINDS, Kind
from .models import Revision, Signature

# How many are offered, and from which likeness on (pg_trgm: 0 to 1). "Larkfield Primary School" and "Netherby Primary
# School" come to 0.44, "Thistlewick School" and "Thistlewick Primary School" to 0.70.
OFFERED = 5
OFFERED_FROM = 0.4
ALIKE_FROM = 0.6
FOUND = """
    SELECT q.name, o.id, o.slug, o.name, o.kind, o.name_norm = q.name, similarity(o.name_norm, q.name)
    FROM unnest(%(names)s::text[]) q(name) CROSS JOIN LATERAL (
        SELECT * FROM pledges_organisation p
        WHERE p.name_norm = q.name OR (p.name_norm %% q.name AND similarity(p.name_norm, q.name) >= %(least)s)
        ORDER BY p.name_norm = q.name DESC, similarity(p.name_norm, q.name) DESC, p.id LIMIT %(most)s) o
    ORDER BY q.name, 6 DESC, 7 DESC, o.id
"""


@dataclass(frozen=True)
class Candidate:
    """One organisation that there is."""

    pk: int
    slug: str
    name: str
    kind: str
    same_name: bool
    likeness: float

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True)
class Choice:
    """What a moderator is asked when approving: the organisations it may be, and which of them is ticked first."""

    current: Candidate | None
    # The current one may take the new name.
    may_rename: bool
    candidates: Sequence[Candidate]
    typed: str
    ticked: str

    @property
    def needs_choice(self) -> bool:
        """Whether nobody can say without looking."""
        return not self.ticked


def found_for(names: Collection[str]) -> Mapping[str, list[Candidate]]:
    """For each of these names (without their variations) what is like it, the likest first, in one question."""
    found: dict[str, list[Candidate]] = {name: [] for name in names}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(FOUND, {"names": list(found), "least": OFFERED_FROM, "most": OFFERED})
            for name, *row in cursor.fetchall():
                found[name].append(Candidate(*row))
    return found


def ticked_first(candidates: Sequence[Candidate], kind: str) -> str:
    """The one of the same name and kind, where there is just one; "new" where nothing is like it; else nothing."""
    same = [one for one in candidates if one.same_name]
    if len(same) == 1 and same[0].kind == kind:
        return str(same[0].pk)
    alike = same or [one for one in candidates if one.likeness >= ALIKE_FROM]
    return "" if alike else "new"


def choice_for(signature: Signature, details: Revision | None, stood: str) -> Choice | None:
    """What to ask about this signature; None for people and groups. `stood` is the name on the list until now."""
    if details is None or signature.kind not in ORGANISATION_KINDS:
        return None
    typed = details.organisation_typed
    candidates = found_for([normal_name(typed)])[normal_name(typed)]
    organisation = signature.organisation
    if organisation is None:
        return Choice(None, False, candidates, typed, ticked_first(candidates, signature.kind))
    current = Candidate(
        organisation.pk, organisation.slug, organisation.name, organisation.kind, organisation.name == typed, 1
    )
    others = [one for one in candidates if one.pk != organisation.pk]
    may_rename = organisation.name == stood != typed
    follows = may_rename and is_alone(signature) and not any(one.same_name for one in others)
    keeps = organisation.name_norm == normal_name(typed) or typed == stood
    ticked = f"{organisation.pk} renamed" if follows else str(organisation.pk) if keeps else ""
    return Choice(current, may_rename, others, typed, ticked)


def which_of(value: str, choice: Choice) -> Which | None:
    """What was ticked, or None where it is none of what was asked."""
    if value == "new":
        return Which()
    number, _space, renamed = value.partition(" ")
    known = [str(one.pk) for one in (*choice.candidates, *([choice.current] if choice.current else []))]
    if number not in known or renamed not in ("", "renamed"):
        return None
    return Which(known=int(number), renamed=bool(renamed))
