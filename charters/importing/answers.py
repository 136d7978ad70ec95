"""What staff have decided about a document, clause by clause, over what was proposed. Goes to JSON and back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .matching import Known, Match, Matches
from .understood import Clause, Part, Understood


@dataclass
class Answer:
    """About one clause. `same_as` is the key of the clause that it is, "" for a new one, None while nobody has said.

    `candidates` are the keys of clauses that it may be.
    """

    kind: str
    actor: str = ""
    partner: str = ""
    target_date: str | None = None
    parted: bool = False
    left_out: bool = False
    same_as: str | None = ""
    candidates: list[str] = field(default_factory=list)


@dataclass
class Answers:
    """By the number of the clause in the document."""

    clauses: dict[int, Answer] = field(default_factory=dict)
    takes_meeting_rules: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "clauses": {str(n): asdict(answer) for n, answer in self.clauses.items()},
            "takes_meeting_rules": self.takes_meeting_rules,
        }


def from_json(kept: dict[str, Any]) -> Answers:
    return Answers({int(n): Answer(**one) for n, one in kept["clauses"].items()}, kept["takes_meeting_rules"])


@dataclass(frozen=True)
class Decided:
    """A clause as it will be saved. `n` is its number in the document, `key` what it was called before."""

    n: int
    key: str
    text: str
    kind: str
    actor: str
    partner: str
    target_date: str | None


def as_proposed(understood: Understood, known: Sequence[Known], matches: Matches | None) -> Answers:
    """Every proposal taken as it is: nothing is parted, and what is unsure waits for an answer.

    What somebody has said of a clause before holds for the same clause now.
    """
    found = Answers()
    by_key = {one.key: one for one in known}
    for place, (clause, _heading) in enumerate(understood.every_clause()):
        one = matches.matches[place] if matches else Match()
        said: Known | Clause = by_key.get(one.key, clause)
        found.clauses[clause.n] = Answer(
            kind=said.kind,
            actor=said.actor,
            partner=said.partner,
            target_date=clause.target_date or said.target_date,
            same_as=None if one.is_unsure else one.key,
            candidates=one.candidates,
        )
    return found


def rematched(answers: Answers, fresh: Answers) -> Answers:
    """What was decided of each clause, held against another version: which clause it is has to be said anew."""
    return Answers(
        {
            n: replace(one, same_as=fresh.clauses[n].same_as, candidates=fresh.clauses[n].candidates)
            for n, one in answers.clauses.items()
        },
        answers.takes_meeting_rules,
    )


def unanswered(answers: Answers) -> list[int]:
    """Clauses of which nobody has said yet whether they are new."""
    return [n for n, answer in answers.clauses.items() if answer.same_as is None and not answer.left_out]


def clauses_of(understood: Understood, answers: Answers) -> list[Decided]:
    """The clauses in reading order, parted where that was decided, without those that were left out."""
    found: list[Decided] = []
    for clause, _heading in understood.every_clause():
        answer = answers.clauses[clause.n]
        if answer.left_out:
            continue
        found += _parted(clause, answer) if answer.parted and clause.parts else [_whole(clause, answer)]
    return found


def _whole(clause: Clause, answer: Answer) -> Decided:
    promises = answer.kind == "commitment"
    return Decided(
        n=clause.n,
        key=answer.same_as or "",
        text=clause.text,
        kind=answer.kind,
        actor=answer.actor if promises else "",
        partner=answer.partner if promises and answer.actor == "partner" else "",
        target_date=answer.target_date if promises else None,
    )


def _parted(clause: Clause, answer: Answer) -> list[Decided]:
    """The pieces. The key stays with the longest promise: the most of what the address stood for is in it.

    What staff said of the whole holds for each piece that promises.
    """
    whole = _whole(clause, answer)
    keeper = max(
        range(len(clause.parts)), key=lambda n: (clause.parts[n].kind == answer.kind, len(clause.parts[n].text))
    )
    return [
        replace(
            whole,
            key=whole.key if n == keeper else "",
            text=part.text,
            **_of_part(part, clause, answer),
        )
        for n, part in enumerate(clause.parts)
    ]


def _of_part(part: Part, clause: Clause, answer: Answer) -> dict[str, Any]:
    """What a piece is: who and when as staff said of the whole, where they changed what was proposed."""
    if part.kind != "commitment":
        return {"kind": part.kind, "actor": "", "partner": "", "target_date": None}
    changed = (answer.actor, answer.partner) != (clause.actor, clause.partner) and answer.actor
    actor, partner = (answer.actor, answer.partner) if changed else (part.actor, part.partner)
    day = part.target_date if answer.target_date == clause.target_date else answer.target_date
    return {"kind": "commitment", "actor": actor, "partner": partner, "target_date": day}
