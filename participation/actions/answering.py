"""Saving an answer, so that nobody overwrites what somebody else has written."""

import hashlib
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from participation.models import Answer

from .refusals import refusals

# Some people save at the same time again and again, each time something else: then they see what stands there.
TRIES = 3
INSERT = """
    INSERT INTO participation_answer (of_return_id, question_id, level, not_applicable, note, changed, revision, at)
    VALUES (%(of_return)s, %(question)s, %(level)s, %(not_applicable)s, %(note)s, coalesce(%(changed)s, ''), 1, now())
    ON CONFLICT (of_return_id, question_id) DO NOTHING RETURNING *
"""
UPDATE = """
    UPDATE participation_answer SET level = %(level)s, not_applicable = %(not_applicable)s, note = %(note)s,
        changed = coalesce(%(changed)s, changed)
    WHERE of_return_id = %(of_return)s AND question_id = %(question)s AND revision = %(revision)s RETURNING *
"""


@dataclass(frozen=True)
class Words:
    """What was answered. `changed` is None where it was not asked what has changed: then it stays as it is."""

    level: int | None = None
    not_applicable: str = ""
    note: str = ""
    changed: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.level or self.not_applicable or self.note or self.changed)

    @classmethod
    def of(cls, answer: Answer) -> "Words":
        return cls(answer.level, answer.not_applicable, answer.note, answer.changed)

    def parts(self) -> tuple[str, str, str]:
        """What may change without the others: the choice, what is done, what has changed."""
        choice = f"{self.level or ''}:{self.not_applicable}"
        return choice, self.note, self.changed or ""


class Stale(Exception):
    """Somebody else has changed the same part of the answer meanwhile: `answer` is what stands there now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def seen_of(answer: Answer | None) -> str:
    """What a form carries along: the revision that it shows, and a mark of each part of it."""
    if answer is None:
        return "0"
    return ".".join([str(answer.revision), *(_mark(part) for part in Words.of(answer).parts())])


def was_choice(seen: str, words: Words) -> bool:
    """Whether the form began with this choice."""
    return _seen(seen)[1][:1] == [_mark(words.parts()[0])]


def save_answer(*, return_id: UUID, question_id: int, words: Words, seen: str) -> Answer | None:
    """Keeps an answer, also half of one; None where nothing was written and nothing stood there.

    `seen` is what the form carried (seen_of). What somebody else has changed meanwhile stays where it is another part
    of the answer; where it is the same part, raises Stale and keeps nothing. The same words twice are once. Raises
    Locked, Closed and NotAsked.
    """
    revision, marks = _seen(seen)
    if words.is_empty and not revision:
        return None
    with refusals():
        for _ in range(TRIES):
            saved = _write(return_id, question_id, words, revision)
            if saved is not None:
                return saved
            now = Answer.objects.filter(of_return=return_id, question=question_id).first()
            if now is None:
                # The form says that it has seen one, and there is none.
                revision = 0
                continue
            if _says(now, words):
                return now
            words, revision = _merged(words, marks, now), now.revision
            marks = [_mark(part) for part in Words.of(now).parts()]
        raise Stale(now or Answer())


def _write(return_id: UUID, question_id: int, words: Words, revision: int) -> Answer | None:
    values = asdict(words) | {"of_return": return_id, "question": question_id, "revision": revision}
    return next(iter(Answer.objects.raw(UPDATE if revision else INSERT, values)), None)


def _says(answer: Answer, words: Words) -> bool:
    said = replace(words, changed=answer.changed if words.changed is None else words.changed)
    return said == Words.of(answer)


def _merged(mine: Words, marks: list[str], now: Answer) -> Words:
    """What is new in mine, and in what stands there now. Raises Stale where both have changed the same part."""
    theirs = Words.of(now)
    if mine.changed is None:
        mine = replace(mine, changed=now.changed)
    if len(marks) != len(theirs.parts()):
        raise Stale(now)
    merged = mine
    for name, old, my_part, their_part in zip(PARTS, marks, mine.parts(), theirs.parts(), strict=True):
        if my_part == their_part or _mark(their_part) == old:
            continue
        if _mark(my_part) != old:
            raise Stale(now)
        merged = replace(merged, **{field: getattr(theirs, field) for field in name})
    return merged


PARTS = (("level", "not_applicable"), ("note",), ("changed",))


def _mark(part: str) -> str:
    return hashlib.sha256(part.encode()).hexdigest()[:12]


def _seen(carried: str) -> tuple[int, list[str]]:
    """The revision and the marks; for anything that we did not write, as if nothing had been seen."""
    revision, *marks = carried.split(".")
    # What the column can hold has ten digits at most.
    is_number = revision.isascii() and revision.isdigit() and len(revision) < 10
    if not is_number or not int(revision):
        return 0, [_mark(part) for part in Words().parts()]
    return int(revision), marks
