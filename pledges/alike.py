"""Organisations that a newly typed name may mean: the same name, or one that is nearly the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from .actions.organisations import Which, is_alone
from .addresses import normal_name
from .kinds import ORGANISATION_KINDS, Kind, State
from .models import Organisation, Revision, Signature

# How many are offered, and from which likeness on (pg_trgm: 0 to 1). "Larkfield Primary School" and "Netherby Primary
# School" come to 0.44, "Thistlewick School" and "Thistlewick Primary School" to 0.70.
OFFERED = 5
OFFERED_FROM = 0.4
ALIKE_FROM = 0.6
# The index itself is told the likeness: from its own 0.3 on, half of all schools are like "Larkfield Primary School".
# Two statements sent as one are a transaction, so it is told for this one question.
FOUND = """
    SET LOCAL pg_trgm.similarity_threshold = %(least)s;
    SELECT q.name, o.id, o.slug, o.name, o.kind, o.name_norm = q.name, similarity(o.name_norm, q.name)
    FROM unnest(%(names)s::text[]) q(name) CROSS JOIN LATERAL (
        SELECT * FROM pledges_organisation p
        WHERE p.name_norm = q.name OR p.name_norm %% q.name
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
class Offer:
    """What a moderator is asked when approving: which organisation it is, and what is ticked before they look."""

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

    def which(self, value: str) -> Which | None:
        """What was ticked, or None where it is none of what was offered."""
        if value == "new":
            return Which()
        number, _space, renamed = value.partition(" ")
        known = {str(one.pk) for one in (*self.candidates, *([self.current] if self.current else []))}
        if number not in known or renamed not in ("", "renamed"):
            return None
        return Which(known=int(number), renamed=bool(renamed))


def found_for(names: Collection[str], *, least: float = OFFERED_FROM) -> Mapping[str, list[Candidate]]:
    """For each of these names (without their variations) what is like it, the likest first, in one question."""
    found: dict[str, list[Candidate]] = {name: [] for name in names}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(FOUND, {"names": list(found), "least": least, "most": OFFERED})
            for name, *row in cursor.fetchall():
                found[name].append(Candidate(*row))
    return found


def offer_for(signature: Signature) -> Offer | None:
    """What to ask about this signature; None for people, groups, and what is neither approved nor waits."""
    typed, stood = names_in(signature)
    if not typed:
        return None
    candidates = found_for([normal_name(typed)])[normal_name(typed)]
    organisation = signature.organisation
    if organisation is None:
        return Offer(None, False, candidates, typed, _ticked_first(candidates, signature.kind))
    others = [one for one in candidates if one.pk != organisation.pk]
    may_rename = organisation.name == stood != typed
    follows = may_rename and not any(one.same_name for one in others) and is_alone(signature)
    keeps = typed == stood or organisation.name_norm == normal_name(typed)
    ticked = f"{organisation.pk} renamed" if follows else str(organisation.pk) if keeps else ""
    return Offer(_as_candidate(organisation, typed), may_rename, others, typed, ticked)


def others_like(organisation: Organisation) -> list[Candidate]:
    """Organisations that may be the same as this one."""
    return [one for one in found_for([organisation.name_norm])[organisation.name_norm] if one.pk != organisation.pk]


def in_doubt(signatures: Collection[Signature]) -> set[UUID]:
    """Those of these where nobody can say without looking which organisation it is, in one question for all."""
    names = {one.pk: names_in(one) for one in signatures}
    new = {one.pk: normal_name(names[one.pk][0]) for one in signatures if names[one.pk][0] and not one.organisation_id}
    found = found_for(set(new.values()), least=ALIKE_FROM)
    doubtful = {one.pk for one in signatures if one.pk in new and not _ticked_first(found[new[one.pk]], one.kind)}
    for one in signatures:
        typed, stood = names[one.pk]
        if one.organisation and typed != stood and one.organisation.name_norm != normal_name(typed):
            doubtful.add(one.pk)
    return doubtful


def names_in(signature: Signature) -> tuple[str, str]:
    """The organisation as it was typed last, and as it stands on the list. Reads what was prefetched."""
    if signature.kind not in ORGANISATION_KINDS:
        return "", ""
    if signature.waiting_since is None and signature.state != State.APPROVED:
        return "", ""
    stages = {revision.state: revision.organisation_typed for revision in signature.revisions.all()}
    stood = stages.get(Revision.Stage.LIVE, "")
    return stages.get(Revision.Stage.PENDING, stood) if signature.waiting_since else stood, stood


def _as_candidate(organisation: Organisation, typed: str) -> Candidate:
    same = organisation.name_norm == normal_name(typed)
    return Candidate(organisation.pk, organisation.slug, organisation.name, organisation.kind, same, 1.0)


def _ticked_first(candidates: Sequence[Candidate], kind: str) -> str:
    """The one of the same name and kind, where there is just one; "new" where nothing is like it; else nothing."""
    same = [one for one in candidates if one.same_name]
    if len(same) == 1 and same[0].kind == kind:
        return str(same[0].pk)
    alike = same or [one for one in candidates if one.likeness >= ALIKE_FROM]
    return "" if alike else "new"
