"""The demonstration's audits: two published rounds, an open one with a service in every state, panels, and actions."""

import pytest
from django.utils import timezone

from charters.demo import load_charters
from participation import board
from participation.demo import load_audits
from participation.models import Action, Panel, Return, Round, Snapshot
from tests.factories import StaffMemberFactory


@pytest.mark.django_db
def test_open_round_has_a_service_in_every_state() -> None:
    load_charters()
    by = StaffMemberFactory.create().pk

    load_audits(by=by)
    load_audits(by=by)

    today = timezone.localdate()
    _first, last, this = Round.objects.order_by("year")
    figures = {one.name: one.n for one in board.figures(this, on=today)}
    assert sum(figures.values()) - figures["overdue"] == 14
    assert all(figures.values())
    assert not last.is_open(on=today)
    assert this.question_set.questions.filter(links__isnull=False).distinct().count() >= 12
    assert Panel.objects.filter(round=this).exclude(sent_at=None).count() == 1
    assert Return.objects.filter(round=this, hand_backs__isnull=False).count() == 2


@pytest.mark.django_db
def test_two_rounds_are_published_and_what_was_promised_stands_in_every_state() -> None:
    load_charters()

    load_audits(by=StaffMemberFactory.create().pk)

    first, last = Snapshot.objects.order_by("round__year")
    assert last.round.year - first.round.year == 1
    assert [len(one.document["questions"]) for one in (first, last)] == [15, 16]
    assert all(one.document["not_sent"] for one in (first, last))
    assert all(one["reply"] for one in last.document["differences"])
    agreed = [
        answer
        for result in last.services.all()
        for answer in result.document["answers"]
        if answer["reason"] and answer["agreed"] != answer["own"]
    ]
    assert len(agreed) == 3
    today = timezone.localdate()
    actions = Action.objects.all()
    assert (actions.count(), actions.open().count(), actions.overdue(on=today).count()) == (7, 6, 2)
    moved = actions.get(steps__kind="moved")
    assert (moved.first_due_on.month, moved.due_on.month, moved.due_on > today) == (3, 6, True)
    assert actions.exclude(done_at=None).get().steps.filter(kind="evidence").exists()
