"""After review: a level that staff and the panel agree on, and what a service says in public to a difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from config.lib.texts import clean_text
from participation.disagreements import differences_of, unanswered
from participation.models import AgreedLevel, AskedToAnswer, Holder, PublicReply, Return
from participation.models.kinds import ReturnState
from participation.result_document import lacking
from post.actions import Addressed, queue_letters

from .refusals import refusals

DIFFERENCES = "participation/differences"


class Changed(Exception):
    """It went back to the service, or came in anew, since it was looked at."""


class Stale(Exception):
    """Somebody else has answered since the page was shown: `reply` is what stands there now."""

    def __init__(self, reply: PublicReply) -> None:
        super().__init__()
        self.reply = reply


class NothingToAnswer(Exception):
    """No panel sees this otherwise, or the service has answered."""


class AskedAlready(Exception):
    """A letter has gone about this submission."""


class NobodyHoldsIt(Exception):
    """Nobody has a link to this return: there is nobody to write to."""


@dataclass(frozen=True)
class Looked:
    """An answer as somebody looked at it: of which return, in which of its submissions, to which question."""

    return_id: UUID
    submission: int | None
    question_id: int


@transaction.atomic
def agree_level(*, looked: Looked, level: int, reason: str, by: int | None) -> None:
    """From now on this level counts; the service's own stays beside it. The same twice is once.

    Raises Return.DoesNotExist, Changed, NotAsked.
    """
    found = _standing(looked)
    about = {"of_return_id": looked.return_id, "question_id": looked.question_id}
    cleaned = clean_text(reason)
    last = AgreedLevel.objects.filter(**about, submission=found.submission).last()
    if last is not None and (last.level, last.reason) == (level, cleaned):
        return
    with refusals():
        AgreedLevel.objects.create(**about, level=level, reason=cleaned, by_id=by)


@transaction.atomic
def answer_in_public(*, looked: Looked, text: str, seen: int | None) -> None:
    """What the service says to a difference; `seen` is the answer that the page showed. The same twice is once.

    Raises Return.DoesNotExist, Changed, NothingToAnswer, Stale.
    """
    found = next((one for one in differences_of(_standing(looked)) if one.question.pk == looked.question_id), None)
    if found is None:
        raise NothingToAnswer
    cleaned = clean_text(text)
    if found.reply is not None and found.reply.text == cleaned:
        return
    if found.reply is not None and found.reply.pk != seen:
        raise Stale(found.reply)
    with refusals():
        PublicReply.objects.create(of_return_id=looked.return_id, question_id=looked.question_id, text=cleaned)


@transaction.atomic
def ask_to_answer(*, return_id: UUID) -> None:
    """A letter to whoever has a link: please answer in public. Once for each submission.

    Raises Return.DoesNotExist, NothingToAnswer, AskedAlready, NobodyHoldsIt.
    """
    found = Return.objects.select_for_update(no_key=True).get(pk=return_id)
    if found.state != ReturnState.SUBMITTED or not unanswered(found):
        raise NothingToAnswer
    if AskedToAnswer.objects.filter(of_return=found, submission=found.submission).exists():
        raise AskedAlready
    if not found.holders.exists():
        raise NobodyHoldsIt
    _ask([found])


@transaction.atomic
def ask_all_to_answer(*, round_id: int) -> int:
    """The same to every service of a round that has not answered and was not asked; how many services were."""
    waiting = {return_id for code, return_id, _question in lacking(round_id) if code == "no_reply"}
    found = Return.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=waiting).order_by("pk")
    asked = set(AskedToAnswer.objects.filter(of_return__in=waiting).values_list("of_return", "submission"))
    held = set(Holder.objects.filter(of_return__in=waiting).values_list("of_return", flat=True))
    due = [one for one in found if (one.pk, one.submission) not in asked and one.pk in held]
    _ask(due)
    return len(due)


def _ask(returns: Iterable[Return]) -> None:
    due = list(returns)
    AskedToAnswer.objects.bulk_create([AskedToAnswer(of_return=one, submission=one.submission) for one in due])
    holders = Holder.objects.filter(of_return__in=due).order_by("pk")
    letters = [Addressed(one.email, one.pk) for one in holders]
    if letters:
        queue_letters(about_app="participation", template=DIFFERENCES, letters=letters)


def _standing(looked: Looked) -> Return:
    """Locked, so that it goes back before this or after it."""
    found = Return.objects.select_for_update(no_key=True).get(pk=looked.return_id)
    if found.state != ReturnState.SUBMITTED or found.submission != looked.submission:
        raise Changed
    return found
