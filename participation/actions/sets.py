"""Question sets: begun as a copy, changed until a round uses them, and from then on left as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Max, ProtectedError, When

from config.lib.broken_rules import name_of
from participation import shipped_set
from participation.models import Question, QuestionCommitment, QuestionSet
from post.locks import take_turns

# What goes along from set to set: all but where a question stands.
COPIED = (
    *("key", "position", "dimension", "text", "guidance", "not_yet", "starting", "doing", "shared"),
    *("easy", "easy_levels", "needs_evidence", "may_not_apply", "in_short_form", "for_panels"),
)


class Frozen(Exception):
    """A round uses this set: nothing in it changes any more."""


class MeansSomethingElse(Exception):
    """A round has asked another question under this key: years would be compared that cannot be."""


class SetGone(Exception):
    """The set, or the question in it, is not there any more."""


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """All that staff say of a question. `promises` are keys of clauses."""

    key: str
    dimension: str
    text: str
    guidance: str
    not_yet: str
    starting: str
    doing: str
    shared: str
    easy: list[dict[str, str]]
    easy_levels: list[dict[str, str]]
    needs_evidence: bool = False
    may_not_apply: bool = False
    in_short_form: bool = False
    for_panels: bool = False
    promises: frozenset[int] = field(default_factory=frozenset)

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "promises"}


def lacking(*, set_id: int) -> list[str]:
    """What a set lacks before a round can use it, in codes: the rule is the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM participation_set_lacks(%s)", [set_id])
        return [code for (code,) in cursor.fetchall()]


@transaction.atomic
def make_set(*, copy_of: int | None = None, title: str = "", note: str = "") -> QuestionSet:
    """A new set with the questions of another, or with those that ship, under the same keys. Raises SetGone."""
    source = None if copy_of is None else QuestionSet.objects.filter(pk=copy_of).first()
    if copy_of is not None and source is None:
        raise SetGone
    take_turns("question sets")
    n = (QuestionSet.objects.aggregate(n=Max("n"))["n"] or 0) + 1
    made = QuestionSet.objects.create(n=n, title=title or (source.title if source else shipped_set.TITLE), note=note)
    if source is None:
        Question.objects.bulk_create(_shipped(made))
    else:
        _copy(source, made)
    return made


def _shipped(made: QuestionSet) -> Iterator[Question]:
    for position, one in enumerate(shipped_set.QUESTIONS, 1):
        not_yet, starting, doing, shared = one.levels
        yield Question(
            question_set=made,
            key=one.key,
            position=position,
            dimension=one.dimension,
            text=one.text,
            guidance=one.guidance,
            not_yet=not_yet,
            starting=starting,
            doing=doing,
            shared=shared,
            easy=shipped_set.lines(one.easy),
            easy_levels=shipped_set.lines(one.easy_levels),
            needs_evidence=one.needs_evidence,
            may_not_apply=one.may_not_apply,
            in_short_form=one.is_short,
            for_panels=one.is_short,
        )


def _copy(source: QuestionSet, made: QuestionSet) -> None:
    """Question by question, and the promises each is about."""
    links = list(QuestionCommitment.objects.filter(question__question_set=source).select_related("question"))
    Question.objects.bulk_create(
        Question(question_set=made, **{name: getattr(one, name) for name in COPIED})
        for one in source.questions.order_by("position")
    )
    by_key = dict(made.questions.values_list("key", "pk"))
    QuestionCommitment.objects.bulk_create(
        QuestionCommitment(question_id=by_key[link.question.key], clause_key_id=link.clause_key_id) for link in links
    )


@transaction.atomic
def change_set(*, set_id: int, title: str, note: str) -> None:
    """Calls it something else. Raises Frozen, SetGone."""
    with _unused():
        if not QuestionSet.objects.filter(pk=set_id).update(title=title, note=note):
            raise SetGone


@transaction.atomic
def delete_set(*, set_id: int) -> None:
    """Takes away a set that no round uses, with its questions. Raises Frozen."""
    with _unused():
        QuestionSet.objects.filter(pk=set_id).delete()


@transaction.atomic
def add_question(*, set_id: int, words: QuestionWords) -> Question:
    """At the end of its set. Raises Frozen, MeansSomethingElse, SetGone; the database refuses a key twice."""
    with _unused():
        if not QuestionSet.objects.select_for_update().filter(pk=set_id).exists():
            raise SetGone
        last = Question.objects.filter(question_set=set_id).aggregate(last=Max("position"))["last"] or 0
        made = Question.objects.create(question_set_id=set_id, position=last + 1, **words.columns())
        _set_promises(made, words.promises)
    return made


@transaction.atomic
def change_question(*, question_id: int, words: QuestionWords) -> None:
    """Says it differently. Raises Frozen, MeansSomethingElse, SetGone; the database refuses a key twice."""
    with _unused():
        question = Question.objects.select_for_update().filter(pk=question_id).first()
        if question is None:
            raise SetGone
        Question.objects.filter(pk=question_id).update(**words.columns())
        _set_promises(question, words.promises)


@transaction.atomic
def delete_question(*, question_id: int) -> None:
    """Takes a question out of a set that no round uses. Raises Frozen."""
    with _unused():
        Question.objects.filter(pk=question_id).delete()


@transaction.atomic
def move_question(*, question_id: int, up: bool) -> None:
    """Past the question before or after it in its part. At the end it stays. Raises Frozen, SetGone."""
    with _unused():
        question = Question.objects.filter(pk=question_id).first()
        if question is None:
            raise SetGone
        QuestionSet.objects.select_for_update().get(pk=question.question_set_id)
        question.refresh_from_db(fields=["position"])
        beside = Question.objects.filter(question_set=question.question_set_id, dimension=question.dimension)
        other = (
            beside.filter(position__lt=question.position).order_by("-position").first()
            if up
            else beside.filter(position__gt=question.position).order_by("position").first()
        )
        if other is not None:
            swapped = Case(When(pk=question.pk, then=other.position), default=question.position)
            Question.objects.filter(pk__in=[question.pk, other.pk]).update(position=swapped)


def _set_promises(question: Question, promises: frozenset[int]) -> None:
    links = QuestionCommitment.objects.filter(question=question)
    links.exclude(clause_key__in=promises).delete()
    had = set(links.values_list("clause_key_id", flat=True))
    QuestionCommitment.objects.bulk_create(
        QuestionCommitment(question=question, clause_key_id=key) for key in sorted(promises - had)
    )


@contextmanager
def _unused() -> Iterator[None]:
    """What the database refuses about a set becomes a word."""
    try:
        with transaction.atomic():
            yield
    except ProtectedError as error:
        raise Frozen from error
    except IntegrityError as error:
        if name_of(error) == "participation_questionset_frozen":
            raise Frozen from error
        if name_of(error) == "participation_question_means_the_same":
            raise MeansSomethingElse from error
        raise
