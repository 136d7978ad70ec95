"""The demonstration's audits: a round of last year's, an open one with a service in every state, and panels."""

import pytest
from django.utils import timezone

from charters.demo import load_charters
from participation import board
from participation.demo import load_audits
from participation.models import Panel, Return, Round
from tests.factories import StaffMemberFactory


@pytest.mark.django_db
def test_open_round_has_a_service_in_every_state() -> None:
    load_charters()
    by = StaffMemberFactory.create().pk

    load_audits(by=by)
    load_audits(by=by)

    today = timezone.localdate()
    last, this = Round.objects.order_by("year")
    figures = {one.name: one.n for one in board.figures(this, on=today)}
    assert sum(figures.values()) - figures["overdue"] == 14
    assert all(figures.values())
    assert not last.is_open(on=today)
    assert set(last.returns.values_list("state", flat=True)) == {"submitted"}
    assert this.question_set.questions.filter(links__isnull=False).distinct().count() >= 12
    assert Panel.objects.exclude(sent_at=None).count() == 1
    assert Return.objects.filter(round=this, hand_backs__isnull=False).count() == 2
