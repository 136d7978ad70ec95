"""The questions that a return is asked, as its pages need them.

Read once in each process and kept for some minutes: nothing in a set changes once a round uses it, and nobody answers a
set before one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from config.lib.public_pages import remembered

from .models import Question, Return
from .models.kinds import Dimension, Level


@dataclass(frozen=True)
class Asked:
    """One question. `promises` are the commitments that it is about: a charter's slug, and the key there."""

    pk: int
    key: str
    dimension: str
    text: str
    guidance: str
    levels: tuple[tuple[int, str], ...]
    needs_evidence: bool
    may_not_apply: bool
    in_short_form: bool
    promises: tuple[tuple[str, str], ...]

    @property
    def part(self) -> str:
        return str(Dimension(self.dimension).label)

    def says(self, level: int) -> tuple[str, str]:
        """What a level is called, and what it means here."""
        return str(Level(level).label), dict(self.levels)[level]


def asked(the_return: Return) -> Sequence[Asked]:
    """Those of this return, part by part, in the order they are shown in."""
    set_id = the_return.round.question_set_id
    every: Sequence[Asked] = remembered(f"participation.questions.{set_id}", lambda: _read(set_id))
    return [one for one in every if one.in_short_form or not the_return.is_short]


def _read(set_id: int) -> Sequence[Asked]:
    found = Question.objects.filter(question_set=set_id).prefetch_related("commitments__charter").order_by("position")
    every = [_asked(one) for one in found]
    order = list(dict.fromkeys(one.dimension for one in every))
    return tuple(sorted(every, key=lambda one: order.index(one.dimension)))


def _asked(one: Question) -> Asked:
    return Asked(
        pk=one.pk,
        key=one.key,
        dimension=one.dimension,
        text=one.text,
        guidance=one.guidance,
        levels=tuple((int(level), sentence) for level, sentence in one.levels),
        needs_evidence=one.needs_evidence,
        may_not_apply=one.may_not_apply,
        in_short_form=one.in_short_form,
        promises=tuple((key.charter.slug, key.key) for key in one.commitments.all()),
    )
