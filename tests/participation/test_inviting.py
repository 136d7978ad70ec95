"""Services are invited by the worker, once each, and reminded until they answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from participation.actions.inviting import ask_to_invite, invite_due, remind_due, step_of
from participation.models import Holder, Lead, Reminder, Return, Round, Service
from post.models import Outbox, Token
from post.worker import work_once
from tests.participation import factories

pytestmark = pytest.mark.django_db


def invited(the_round: Round) -> list[str]:
    ask_to_invite(round_id=the_round.pk)
    invite_due()
    return sorted(Outbox.objects.filter(template="participation/invited").values_list("recipient", flat=True))


def age(the_return: Return, days: int) -> None:
    """It was invited so many days ago."""
    Return.objects.filter(pk=the_return.pk).update(invited_at=timezone.now() - timedelta(days=days))


def test_every_service_on_the_register_is_invited_once() -> None:
    the_round = factories.make_round()
    factories.make_service("Pebblewing", email="a@quillmere.example")
    factories.make_service("Thistlewick", email="b@quillmere.example", size="small")
    gone = factories.make_service("Old", email="c@quillmere.example")
    Service.objects.filter(pk=gone.pk).update(left_on=factories.today())

    first, second = invited(the_round), invited(the_round)

    assert first == second == ["a@quillmere.example", "b@quillmere.example"]
    forms = dict(Return.objects.filter(round=the_round).values_list("service__name", "is_short"))
    assert forms == {"Pebblewing": False, "Thistlewick": True}
    the_round.refresh_from_db()
    assert the_round.invite_asked_at is None


def test_service_without_an_address_waits_until_it_has_one() -> None:
    the_round = factories.make_round()
    service = factories.make_service(email=None)

    assert invited(the_round) == []
    assert Return.objects.get(service=service).invited_at is None
    Lead.objects.create(service=service, email="late@quillmere.example")
    assert invited(the_round) == ["late@quillmere.example"]
    assert Return.objects.get(service=service).invited_at is not None


def test_nobody_is_invited_before_the_round_opens_or_unasked() -> None:
    later = factories.make_round(days=60)
    factories.make_round()
    factories.make_service()

    assert invited(later) == []
    assert not Return.objects.exists()
    later.refresh_from_db()
    assert later.invite_asked_at is not None


def test_more_than_one_batch_is_invited() -> None:
    the_round = factories.make_round()
    for n in range(3):
        factories.make_service(f"Service {n}", email=f"s{n}@quillmere.example")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("participation.actions.inviting.BATCH", 2)
        assert len(invited(the_round)) == 3


@pytest.mark.django_db(transaction=True)
def test_invitation_opens_the_return() -> None:
    the_round = factories.make_round()
    factories.make_service("Pebblewing Nursery", email="a@quillmere.example")
    ask_to_invite(round_id=the_round.pk)

    work_once()

    (letter,) = mail.outbox
    assert letter.to == ["a@quillmere.example"]
    assert letter.subject == f"Participation audit {the_round.year}: Pebblewing Nursery"
    assert "/participation/return/" in letter.body
    assert "There are 6 questions." in letter.body
    assert "/participation/stop/" in letter.extra_headers["List-Unsubscribe"]
    token = Token.objects.get(scope="return")
    assert token.about_id == Holder.objects.get().pk
    assert token.expires_at is not None


BEFORE = [(40, None), (29, None), (28, 28), (26, 28), (25, None), (14, 14), (7, 7), (5, 7), (4, None), (1, 1), (0, 1)]
AFTER = [(-1, None), (-6, None), (-7, -7), (-13, -7), (-14, -14)]


@pytest.mark.parametrize(("days", "step"), BEFORE + AFTER)
def test_reminder_that_is_due(days: int, step: int | None) -> None:
    assert step_of(days) == step


def test_each_reminder_goes_once() -> None:
    the_return = factories.make_return(factories.make_round())
    age(the_return, 10)
    due = the_return.round.due_on

    sent = [remind_due(on=due - timedelta(days=days)) for days in (28, 28, 27, 14, 7, 1, 0)]

    assert sent == [1, 0, 0, 1, 1, 1, 0]
    assert sorted(Reminder.objects.values_list("days", flat=True)) == [1, 7, 14, 28]


def test_overdue_ones_are_reminded_every_week_until_the_round_closes() -> None:
    the_return = factories.make_return(factories.make_round())
    age(the_return, 10)
    due, closes = the_return.round.due_on, the_return.round.closes_on

    days = [due + timedelta(days=n) for n in range(1, (closes - due).days + 15)]

    assert [(day - due).days for day in days if remind_due(on=day)] == [7, 14, 21, 28]


def test_who_is_not_reminded() -> None:
    the_round = factories.make_round()
    on = the_round.due_on - timedelta(days=28)
    stopped, fresh = factories.make_return(the_round, is_reminded=False), factories.make_return(the_round)
    done, no_thanks = factories.make_submitted(factories.make_return(the_round)), factories.make_return(the_round)
    Holder.objects.filter(of_return=no_thanks).update(is_reminded=False)
    for one in (stopped, done, no_thanks):
        age(one, 10) if one is not done else None

    assert remind_due(on=on) == 0
    assert fresh.invited_at is not None


def test_more_time_moves_the_reminders() -> None:
    the_return = factories.make_return(factories.make_round())
    age(the_return, 10)
    until = the_return.round.closes_on + timedelta(days=20)
    Return.objects.filter(pk=the_return.pk).update(more_time_until=until)

    assert remind_due(on=the_return.round.due_on - timedelta(days=7)) == 0
    assert remind_due(on=until - timedelta(days=7)) == 1


@pytest.mark.django_db(transaction=True)
def test_reminder_says_what_is_due_and_whether_it_was_begun() -> None:
    the_return = factories.make_return(factories.make_round())
    age(the_return, 10)
    remind_due(on=the_return.round.due_on - timedelta(days=7))

    work_once()

    (letter,) = mail.outbox
    assert "Nobody has begun it yet." in letter.body
    assert the_return.service.name in letter.subject


@pytest.mark.django_db(transaction=True)
def test_reminder_is_not_sent_to_who_submitted_meanwhile() -> None:
    the_return = factories.make_return(factories.make_round())
    age(the_return, 10)
    remind_due(on=the_return.round.due_on - timedelta(days=7))
    factories.make_submitted(the_return)

    work_once()

    assert mail.outbox == []
