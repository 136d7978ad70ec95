"""What came of an action, in order: no day that it was promised for goes out of sight."""

from dataclasses import dataclass
from datetime import date

from .models import Action, ActionStep
from .models.kinds import StepKind


@dataclass(frozen=True)
class Telling:
    """One step; where it moved the day, `was` is the day before."""

    step: ActionStep
    was: date | None = None


@dataclass(frozen=True)
class Story:
    """`old_days` are those that it was promised for before, the first one first."""

    steps: list[Telling]
    old_days: list[date]
    is_shown: bool


def story_of(action: Action) -> Story:
    steps, days = [], [action.first_due_on]
    for step in action.steps.select_related("by").order_by("pk"):
        steps.append(Telling(step, days[-1] if step.kind == StepKind.MOVED else None))
        if step.due_on is not None:
            days.append(step.due_on)
    return Story(steps, days[:-1], any(one.step.kind == StepKind.EVIDENCE for one in steps))
