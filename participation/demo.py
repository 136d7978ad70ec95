"""The demonstration's audits: two published rounds, and an open one with a service in every state. Safe to repeat."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from charters.models import Clause
from charters.models.kinds import VersionState
from pledges.models import Organisation

from .actions.inviting import ask_to_invite, invite_due
from .actions.reviewing import decide_evidence, give_more_time, hand_back, switch_reminders
from .actions.sets import delete_question, make_set
from .demo_making import answer_around, ask_panel, submit
from .demo_past import load_past
from .demo_past_words import NEW_QUESTION, NEW_SET
from .demo_words import HANDED_BACK, PANELS, PROMISES, SERVICES, Told
from .models import (
    Lead,
    QuestionSet,
    Return,
    Round,
    Service,
)

# Days before today on which this year's round opened and was due, and after today on which it closes.
OPENED, DUE, CLOSES = 40, 3, 32


@transaction.atomic
def load_audits(*, by: int) -> None:
    """After charters and signatures: questions are about promises, and services stand behind the pledge."""
    if Round.objects.exists():
        return
    first = _first_set()
    the_set = make_set(note=NEW_SET)
    _link(the_set)
    services = {told.name: _service(told) for told in SERVICES}
    today = timezone.localdate()
    load_past(sets=(first, the_set), services=services, by=by)
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
        ask_panel(this, services, panel, email=f"{slugify(panel.name)}@quillmere.example")


def _first_set() -> QuestionSet:
    """As it was two years ago: one question is new since then."""
    the_set = make_set()
    delete_question(question_id=the_set.questions.get(key=NEW_QUESTION).pk)
    _link(the_set)
    return the_set


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


def _bring_so_far(one: Return, told: Told, by: int) -> None:
    """Through the same stages as in life."""
    if told.more_days:
        give_more_time(return_id=one.pk, until=timezone.localdate() + timedelta(days=told.more_days))
    if not told.is_reminded:
        switch_reminders(return_id=one.pk, on=False)
    if told.stage not in ("invited", "no_address"):
        Return.objects.filter(pk=one.pk).update(opened_at=timezone.now() - timedelta(days=20))
    if told.level:
        answer_around(one, told.level, most=7 if told.stage == "started" else None)
    if told.stage in ("submitted", "submitted_again", "handed_back"):
        submit(one)
    if told.stage in ("submitted_again", "handed_back"):
        hand_back(return_id=one.pk, reason=HANDED_BACK, by=by)
    if told.stage == "submitted_again":
        submit(one)
    if told.stage.startswith("submitted") and told.name != "Thistlewick School":
        for piece in one.evidence.all():
            decide_evidence(evidence_id=piece.pk, may_be_shown=True, by=by)
