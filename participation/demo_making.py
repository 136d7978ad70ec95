"""How the demonstration's services answer, and its panels rate: one round as another."""

from itertools import cycle

from django.utils import timezone

from .actions.panel_making import invite_panel
from .demo_words import CHANGED, EVIDENCE, NOTES, ToldPanel
from .models import Answer, Evidence, Panel, PanelRating, PanelService, Question, Return, Round, Service
from .models.kinds import SHOWS_EVIDENCE, ReturnState


def answer_around(one: Return, level: int, *, says_changes: bool = True, most: int | None = None) -> None:
    """Around this level, a step lower and higher in turn; where it needs evidence there is some."""
    steps, pieces, changes = cycle((0, 0, -1, 0, 1)), cycle(EVIDENCE), cycle(CHANGED)
    asked = one.round.question_set.questions.order_by("position")
    for question in (asked.filter(in_short_form=True) if one.is_short else asked)[:most]:
        here = min(4, max(1, level + next(steps)))
        changed = next(changes) if says_changes else ""
        note = NOTES[question.key][here >= SHOWS_EVIDENCE]
        Answer.objects.create(of_return=one, question=question, level=here, note=note, changed=changed)
        if question.needs_evidence and here >= SHOWS_EVIDENCE:
            kind, text, url = next(pieces)
            Evidence.objects.create(of_return=one, question=question, kind=kind, text=text, url=url)


def submit(one: Return) -> None:
    Return.objects.filter(pk=one.pk).update(state=ReturnState.SUBMITTED)


def ask_panel(this: Round, services: dict[str, Service], told: ToldPanel, *, email: str = "") -> None:
    panel = Panel.objects.create(round=this, name=told.name, kind=told.kind, count=told.people)
    asked = list(Question.objects.filter(question_set=this.question_set, for_panels=True).order_by("position"))
    for position, (called, levels) in enumerate(told.said.items(), 1):
        used = bool(levels) or (False if told.is_sent else None)
        one = PanelService.objects.create(panel=panel, service=services[called], position=position, was_used=used)
        for question, level in zip(asked, levels, strict=False):
            PanelRating.objects.create(panel_service=one, question=question, level=level or None)
    if email:
        invite_panel(panel_id=panel.pk, email=email)
    if told.is_sent:
        Panel.objects.filter(pk=panel.pk).update(sent_at=timezone.now())
