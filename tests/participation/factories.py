"""Audits in any state, made through the database's own guards."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from charters.actions import fresh_key
from participation.models import (
    Action,
    Answer,
    Evidence,
    HandBack,
    Holder,
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
from participation.models.kinds import Dimension, EvidenceKind, PanelKind, ReturnState, ServiceKind, Size
from tests.charters.factories import make_charter

_numbers = count(1)
KEYS = ("joining", "missing", "facts", "deciders", "changes", "replies")


def today() -> date:
    return timezone.localdate()


def easy(*texts: str) -> list[dict[str, str]]:
    """Easy-read lines, each with a picture."""
    return [{"picture": "hand-up", "text": text, "alt": "A raised hand"} for text in texts]


def question(the_set: QuestionSet, n: int, key: str, **more: Any) -> Question:
    """The nth question; the first two are in the short form and for panels, unless told otherwise."""
    given: dict[str, Any] = {
        "key": key,
        "position": n,
        # A key is of one part, in whatever set and place it stands.
        "dimension": Dimension.values[(KEYS.index(key) if key in KEYS else n - 1) % 4],
        "text": f"Question {n}: what about {key}?",
        "guidance": "Think of the last year.",
        "not_yet": "We have not begun.",
        "starting": "We have begun.",
        "doing": "We do it.",
        "shared": "We share the power.",
        "easy": easy(f"Do we ask about {key}?"),
        "easy_levels": easy("No.", "A bit.", "Yes.", "We do it together."),
        "in_short_form": n <= 2,
        "for_panels": n <= 2,
    }
    return Question.objects.create(question_set=the_set, **given | more)


def make_set(n: int | None = None, keys: tuple[str, ...] = KEYS, **more: Any) -> QuestionSet:
    """A set of six questions: the third needs evidence, the fourth may not apply."""
    number = n or next(_numbers) + 100
    the_set = QuestionSet.objects.create(n=number, title=f"Questions {number}", **more)
    for place, key in enumerate(keys, 1):
        question(the_set, place, key, needs_evidence=place == 3, may_not_apply=place == 4)
    return the_set


def make_service(name: str = "", *, email: str | None = "lead@quillmere.example", **more: Any) -> Service:
    """A service on the register, with a lead unless `email` is None."""
    n = next(_numbers)
    given = {"kind": ServiceKind.SCHOOL, "size": Size.MEDIUM, "slug": f"service-{n}"} | more
    service = Service.objects.create(name=name or f"Service {n}", **given)
    if email:
        Lead.objects.create(service=service, name="Lee Lead", email=email)
    return service


def make_round(year: int | None = None, the_set: QuestionSet | None = None, *, days: int = 0, **more: Any) -> Round:
    """A round that opened 30 days ago, is due in 30 and closes in 60; all of it `days` later."""
    start = today() + timedelta(days=days)
    given = {
        "opens_on": start - timedelta(days=30),
        "due_on": start + timedelta(days=30),
        "closes_on": start + timedelta(days=60),
    }
    return Round.objects.create(
        year=year or 2100 + next(_numbers) % 800, question_set=the_set or make_set(), **given | more
    )


def make_return(
    the_round: Round | None = None,
    service: Service | None = None,
    *,
    email: str = "lead@quillmere.example",
    **more: Any,
) -> Return:
    """Invited, with one holder of a link."""
    given = {"invited_at": timezone.now()} | more
    made = Return.objects.create(round=the_round or make_round(), service=service or make_service(), **given)
    Holder.objects.create(of_return=made, email=email, name="Lee Lead")
    return made


def asked(the_return: Return) -> list[Question]:
    """The questions of this return, in order."""
    found = the_return.round.question_set.questions.order_by("position")
    return list(found.filter(in_short_form=True) if the_return.is_short else found)


def answer_all(the_return: Return, level: int = 3) -> Return:
    """Every question has a level, and evidence where it needs some."""
    for one in asked(the_return):
        Answer.objects.update_or_create(
            of_return=the_return, question=one, defaults={"level": level, "note": f"What we do about {one.key}."}
        )
        if one.needs_evidence and not Evidence.objects.filter(of_return=the_return, question=one).exists():
            Evidence.objects.create(of_return=the_return, question=one, kind=EvidenceKind.NOTE, text="Minutes of May.")
    return the_return


def make_submitted(the_return: Return | None = None, level: int = 3) -> Return:
    the_return = answer_all(the_return or make_return(), level)
    Return.objects.filter(pk=the_return.pk).update(state=ReturnState.SUBMITTED, submitted_at=timezone.now())
    the_return.refresh_from_db()
    return the_return


def make_handed_back(the_return: Return | None = None, reason: str = "Say more about replies.") -> Return:
    the_return = the_return or make_submitted()
    HandBack.objects.create(of_return=the_return, submission=the_return.submission, reason=reason)
    Return.objects.filter(pk=the_return.pk).update(state=ReturnState.OPEN)
    the_return.refresh_from_db()
    return the_return


def make_panel(the_round: Round | None = None, *services: Service, **more: Any) -> Panel:
    """A panel of young people that is asked about these services, or about one."""
    given = {"name": f"Panel {next(_numbers)}", "kind": PanelKind.YOUNG_PEOPLE, "count": 6} | more
    made = Panel.objects.create(round=the_round or make_round(), **given)
    for place, service in enumerate(services or (make_service(),), 1):
        PanelService.objects.create(panel=made, service=service, position=place)
    Holder.objects.create(of_panel=made, email="group@quillmere.example")
    return made


def rate_all(panel: Panel, level: int = 2) -> Panel:
    """They used every service, and agreed on this level throughout."""
    for one in panel.services.all():
        PanelService.objects.filter(pk=one.pk).update(was_used=True)
        for asked_too in panel.round.question_set.questions.filter(for_panels=True):
            PanelRating.objects.create(panel_service=one, question=asked_too, level=level)
    return panel


def make_sent(panel: Panel | None = None) -> Panel:
    panel = rate_all(panel or make_panel())
    Panel.objects.filter(pk=panel.pk).update(sent_at=timezone.now())
    panel.refresh_from_db()
    return panel


def close(the_round: Round) -> Round:
    """Its days lie in the past."""
    long_ago = today() - timedelta(days=9)
    Round.objects.filter(pk=the_round.pk).update(opens_on=long_ago, due_on=long_ago, closes_on=long_ago)
    the_round.refresh_from_db()
    return the_round


def make_action(service: Service | None = None, **more: Any) -> Action:
    """Something that a service will do in a month, for a promise of a charter."""
    given: dict[str, Any] = {
        "what": "Send easy read a week before.",
        "who": "The head of support",
        "first_due_on": today() + timedelta(days=30),
    } | more
    if "clause_key" not in given:
        given["clause_key"] = fresh_key(make_charter().pk)
    if "question" not in given:
        given["question"] = make_set().questions.order_by("position")[0]
    made = Action.objects.create(service=service or make_service(), due_on=given["first_due_on"], **given)
    Holder.objects.create(of_action=made, email="owner@quillmere.example")
    return made
