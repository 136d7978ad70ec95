"""The demonstration's past rounds: answered, reviewed and published; and what services do about low answers."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify

from .actions.acting import Promised, Told, finish, make_action, tell
from .actions.agreeing_levels import Looked, agree_level, answer_in_public
from .actions.publishing import ask_to_publish, publish
from .demo_making import answer_around, ask_panel, submit
from .demo_past_words import ACTIONS, AGREED, MOVED, MOVED_WHY, PANELS, REPLY, SILENT, ToldAction
from .demo_words import SERVICES
from .models import Evidence, QuestionSet, Return, Round, Service
from .models.kinds import StepKind


def load_past(*, sets: tuple[QuestionSet, QuestionSet], services: dict[str, Service], by: int) -> None:
    """Two years ago with the first set, last year with the second."""
    today = timezone.localdate()
    for years, the_set in zip((2, 1), sets, strict=True):
        the_round = _lived(the_set, services, today, years)
        if years == 1:
            _reviewed(the_round, by)
            for told in ACTIONS:
                _acted(the_round, told, today + timedelta(days=told.days), by)
            _moved(the_round, today, by)
        ask_to_publish(round_id=the_round.pk)
        publish(round_id=the_round.pk)


def _lived(the_set: QuestionSet, services: dict[str, Service], today: date, years: int) -> Round:
    """Answered while it was open; then its days are moved to where they were."""
    days = {"opens_on": today - timedelta(days=1), "due_on": today, "closes_on": today}
    one = Round.objects.create(year=today.year - years, question_set=the_set, **days)
    silent = SILENT[2 - years]
    for told in SERVICES:
        level = max(1, told.last_year - years + 1) if told.last_year else 0
        if told.name in silent:
            Return.objects.create(round=one, service=services[told.name], invited_at=timezone.now())
        elif level:
            made = Return.objects.create(round=one, service=services[told.name], invited_at=timezone.now())
            answer_around(made, level, says_changes=years == 1)
            submit(made)
    for panel in PANELS[2 - years]:
        ask_panel(one, services, panel)
    Evidence.objects.filter(of_return__round=one).update(state="approved", decided_at=timezone.now())
    moved = {day: value - timedelta(days=365 * years) for day, value in days.items()}
    Round.objects.filter(pk=one.pk).update(**moved)
    return one


def _reviewed(the_round: Round, by: int) -> None:
    for told in AGREED:
        agree_level(looked=_looked(the_round, told.service, told.question), level=told.level, reason=told.reason, by=by)
    service, question, text = REPLY
    answer_in_public(looked=_looked(the_round, service, question), text=text, seen=None)


def _looked(the_round: Round, service: str, question: str) -> Looked:
    found = Return.objects.get(round=the_round, service__name=service)
    return Looked(found.pk, found.submission, the_round.question_set.questions.get(key=question).pk)


def _acted(the_round: Round, told: ToldAction, due_on: date, by: int) -> None:
    """Without a promise there is nothing to act for: a portal may hold other charters."""
    question = the_round.question_set.questions.get(key=told.question)
    link = question.links.order_by("pk").first()
    if link is None:
        return
    promised = Promised(
        service_id=Service.objects.get(name=told.service).pk,
        question_id=question.pk,
        clause_key_id=link.clause_key_id,
        what=told.what,
        who=told.who,
        due_on=due_on,
    )
    email = f"{slugify(told.who.removeprefix('The '))}@{slugify(told.service)}.example"
    made = make_action(promised=promised, email=email, by=by)
    for note in told.notes:
        tell(action_id=made.pk, told=Told(StepKind.NOTE, note))
    if told.shown[0]:
        finish(action_id=made.pk, shown=Told(StepKind.EVIDENCE, told.shown[0], url=told.shown[1]))
    if told is MOVED:
        later = date(due_on.year, 6, 30)
        tell(action_id=made.pk, told=Told(StepKind.MOVED, MOVED_WHY, due_on=later))


def _moved(the_round: Round, today: date, by: int) -> None:
    """To a June that is still to come."""
    year = today.year + (today >= date(today.year, 6, 1))
    _acted(the_round, MOVED, date(year, 3, 31), by)
