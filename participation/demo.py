"""The demonstration's audits: last year's round, and an open one with a service in every state. Safe to repeat."""

from datetime import date, timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from charters.models import Clause
from charters.models.kinds import VersionState
from pledges.models import Organisation

from .actions.inviting import ask_to_invite, invite_due
from .actions.panel_making import invite_panel
from .actions.reviewing import decide_evidence, give_more_time, hand_back, switch_reminders
from .actions.sets import make_set
from .demo_words import CHANGED, EVIDENCE, HANDED_BACK, NOTES, PANELS, PROMISES, SERVICES, Told, ToldPanel
from .models import (
    Answer,
    Evidence,
    Lead,
    Panel,
    PanelRating,
    PanelService,
    Question,
    QuestionSet,
    Return,
    Round,
    Service,
)
from .models.kinds import SHOWS_EVIDENCE, ReturnState

# Days before today on which this year's round opened and was due, and after today on which it closes.
OPENED, DUE, CLOSES = 40, 3, 32


@transaction.atomic
def load_audits(*, by: int) -> None:
    """After charters and signatures: questions are about promises, and services stand behind the pledge."""
    if Round.objects.exists():
        return
    the_set = make_set()
    _link(the_set)
    services = {told.name: _service(told) for told in SERVICES}
    today = timezone.localdate()
    _last_year(the_set, services, today)
    this = Round.objects.create(
        year=today.year,
        question_set=the_set,
        opens_on=today - timedelta(days=OPENED),
        due_on=today - timedelta(days=DUE),
        closes_on=today + timedelta(days=CLOSES),
    )
    ask_to_invite(round_id=this.pk)
    invite_due()
    Return.objects.filter(round=this).exclude(invited_at=None).update(
        invited_at=timezone.now() - timedelta(days=OPENED - 1)
    )
    for told in SERVICES:
        _bring_so_far(Return.objects.get(round=this, service=services[told.name]), told, by)
    for panel in PANELS:
        _panel(this, services, panel)


def _link(the_set: QuestionSet) -> None:
    """Each question to the promises of the charters in force that it is about."""
    keys = dict(Clause.objects.filter(version__state=VersionState.PUBLISHED).values_list("text", "key"))
    for question in the_set.questions.all():
        question.commitments.set([keys[text] for text in PROMISES.get(question.key, ()) if text in keys])


def _service(told: Told) -> Service:
    made = Service.objects.create(
        name=told.name,
        slug=slugify(told.name),
        kind=told.kind,
        size=told.size,
        organisation=Organisation.objects.filter(name=told.name).first(),
        asked_on=timezone.localdate() - timedelta(days=120),
    )
    if told.lead:
        mailbox = f"{slugify(told.lead).replace('-', '.')}@{slugify(told.name)}.example"
        Lead.objects.create(service=made, name=told.lead, email=mailbox)
    return made


def _last_year(the_set: QuestionSet, services: dict[str, Service], today: date) -> None:
    """Answered while it was open; then its days are moved to where they were."""
    days = {"opens_on": today - timedelta(days=1), "due_on": today, "closes_on": today}
    last = Round.objects.create(year=today.year - 1, question_set=the_set, **days)
    for told in SERVICES:
        if told.last_year:
            one = Return.objects.create(round=last, service=services[told.name], invited_at=timezone.now())
            _answer(one, told.last_year, evidence=False)
            _submit(one)
    Evidence.objects.filter(of_return__round=last).update(state="approved", decided_at=timezone.now())
    Round.objects.filter(pk=last.pk).update(**{day: value - timedelta(days=365) for day, value in days.items()})


def _bring_so_far(one: Return, told: Told, by: int) -> None:
    """Through the same stages as in life."""
    if told.more_days:
        give_more_time(return_id=one.pk, until=timezone.localdate() + timedelta(days=told.more_days))
    if not told.is_reminded:
        switch_reminders(return_id=one.pk, on=False)
    if told.stage not in ("invited", "no_address"):
        Return.objects.filter(pk=one.pk).update(opened_at=timezone.now() - timedelta(days=20))
    if told.level:
        _answer(one, told.level, most=7 if told.stage == "started" else None)
    if told.stage in ("submitted", "submitted_again", "handed_back"):
        _submit(one)
    if told.stage in ("submitted_again", "handed_back"):
        hand_back(return_id=one.pk, reason=HANDED_BACK, by=by)
    if told.stage == "submitted_again":
        _submit(one)
    if told.stage.startswith("submitted") and told.name != "Thistlewick School":
        for piece in one.evidence.all():
            decide_evidence(evidence_id=piece.pk, may_be_shown=True, by=by)


def _answer(one: Return, level: int, *, evidence: bool = True, most: int | None = None) -> None:
    """Around this level, a step lower and higher in turn; where it needs evidence there is some."""
    steps, pieces, changes = cycle((0, 0, -1, 0, 1)), cycle(EVIDENCE), cycle(CHANGED)
    asked = one.round.question_set.questions.order_by("position")
    for question in (asked.filter(in_short_form=True) if one.is_short else asked)[:most]:
        here = min(4, max(1, level + next(steps)))
        changed = next(changes) if evidence else ""
        note = NOTES[question.key][here >= SHOWS_EVIDENCE]
        Answer.objects.create(of_return=one, question=question, level=here, note=note, changed=changed)
        if question.needs_evidence and here >= SHOWS_EVIDENCE:
            kind, text, url = next(pieces)
            Evidence.objects.create(of_return=one, question=question, kind=kind, text=text, url=url)


def _submit(one: Return) -> None:
    Return.objects.filter(pk=one.pk).update(state=ReturnState.SUBMITTED)


def _panel(this: Round, services: dict[str, Service], told: ToldPanel) -> None:
    panel = Panel.objects.create(round=this, name=told.name, kind=told.kind, count=told.people)
    asked = list(Question.objects.filter(question_set=this.question_set, for_panels=True).order_by("position"))
    for position, (called, levels) in enumerate(told.said.items(), 1):
        used = bool(levels) or (False if told.is_sent else None)
        one = PanelService.objects.create(panel=panel, service=services[called], position=position, was_used=used)
        for question, level in zip(asked, levels, strict=False):
            PanelRating.objects.create(panel_service=one, question=question, level=level or None)
    invite_panel(panel_id=panel.pk, email=f"{slugify(told.name)}@quillmere.example")
    if told.is_sent:
        Panel.objects.filter(pk=panel.pk).update(sent_at=timezone.now())
