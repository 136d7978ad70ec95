"""How far a round is from being published: what has to be done first, and what is published already. For staff."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .models import AskedToAnswer, Question, Return, Round, Snapshot
from .result_document import lacking

# Lines of one page: when some are done, others move up.
MOST = 25


@dataclass(frozen=True)
class Lack:
    """One thing to do: `code` says what; of which return and question, where it is about one."""

    code: str
    the_return: Return | None
    question: Question | None


@dataclass(frozen=True)
class Standing:
    """`to_ask` is how many services have not answered a difference and were not asked to."""

    lacks: list[Lack]
    more: int
    to_ask: int
    published: list[Snapshot]

    @property
    def is_ready(self) -> bool:
        return not self.lacks


def standing(one: Round) -> Standing:
    lacks = sorted(lacking(one.pk), key=lambda lack: lack[0] != "still_open")
    shown = lacks[:MOST]
    published = one.snapshots.select_related("by").defer("document").order_by("-n")
    return Standing(_shown(shown), len(lacks) - len(shown), _to_ask(lacks), list(published))


def _shown(lacks: list[tuple[str, Any, int | None]]) -> list[Lack]:
    returns = Return.objects.select_related("service").in_bulk([pk for _code, pk, _question in lacks if pk])
    questions = Question.objects.in_bulk([pk for _code, _return, pk in lacks if pk])
    return [Lack(code, returns.get(of), questions.get(about or 0)) for code, of, about in lacks]


def _to_ask(lacks: list[tuple[str, Any, int | None]]) -> int:
    waiting: set[UUID] = {of for code, of, _question in lacks if code == "no_reply"}
    asked = set(AskedToAnswer.objects.filter(of_return__in=waiting).values_list("of_return", "submission"))
    held = Return.objects.filter(pk__in=waiting, holders__isnull=False).distinct().values_list("pk", "submission")
    return sum(one not in asked for one in held)
