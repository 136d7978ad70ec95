"""What is asked of whom: by the kind that signs, and by the age of a young person."""

from collections.abc import Mapping
from typing import Any

from .kinds import FIRST_NAME_ONLY, NEVER_NAMED, ORGANISATION_KINDS, PERSON_KINDS, Kind, Purpose
from .models import PurposeWording
from .terms import Terms

# Not an age band: who is under 13 signs in a group.
UNDER_13 = "under_13"


def asked_of(kind: str | None) -> tuple[str, ...]:
    """What a kind of signatory is asked about themselves, in the order of the page."""
    if kind in ORGANISATION_KINDS:
        return "organisation", "name", "role", "email"
    if kind == Kind.GROUP:
        return "organisation", "people", "name", "email"
    if kind in (Kind.PARENT_CARER, Kind.YOUNG_PERSON):
        return "name", "email"
    return "name", "role", "email"


def is_under_18(answers: Mapping[str, Any]) -> bool:
    """Only young people are asked their age, so only theirs counts."""
    return answers.get("kind") == Kind.YOUNG_PERSON and answers.get("age") in FIRST_NAME_ONLY


def is_never_named(answers: Mapping[str, Any]) -> bool:
    """Nobody under 16 is asked to show their name."""
    return answers.get("kind") == Kind.YOUNG_PERSON and answers.get("age") in NEVER_NAMED


def purposes_for(terms: Terms, answers: Mapping[str, Any]) -> tuple[PurposeWording, ...]:
    """The purposes that somebody who answered this is told or asked."""
    return tuple(w for w in terms.purposes if not (is_never_named(answers) and w.purpose == Purpose.PUBLISH))


def dropped(before: Mapping[str, Any], *, kind: str, age: str | None) -> dict[str, None]:
    """What was answered before and is not asked of this kind at this age: each with None, for the draft to forget."""
    gone = {"organisation", "people", "role"} - set(asked_of(kind))
    now = {"kind": kind, "age": age}
    if kind != Kind.YOUNG_PERSON:
        gone.add("age")
    if kind not in PERSON_KINDS:
        gone.add("helped")
    if is_under_18(now):
        gone.add("promise")
    was_group = before.get("kind") == Kind.GROUP
    if before.get("kind") and was_group != (kind == Kind.GROUP):
        # These were about another person or place, and to show a group is another question than to show a name.
        gone |= {"organisation", "name", "email", said_key(Purpose.PUBLISH)}
    if is_never_named(now):
        gone.add(said_key(Purpose.PUBLISH))
    return dict.fromkeys(sorted(gone))


def said_key(purpose: str) -> str:
    """Under which name a draft keeps what was said to a purpose."""
    return f"said_{purpose}"
