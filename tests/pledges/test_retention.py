"""What is kept no longer than the privacy notice says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from pledges.actions import forget_drafts, forget_unconfirmed, renew_own_link, sign
from pledges.kinds import State
from pledges.models import Draft, Person, Signature, Subject
from post.models import Outbox
from post.worker import work_once
from tests.factories import make_answers, make_signature

pytestmark = pytest.mark.django_db


def aged(state: State, **age: int) -> Signature:
    signature = make_signature(state=state)
    Signature.objects.filter(pk=signature.pk).update(created_at=timezone.now() - timedelta(**age))
    return signature


def test_unconfirmed_for_a_week_is_forgotten_with_its_letter() -> None:
    signature = aged(State.UNCONFIRMED, days=7, minutes=1)

    forgotten = forget_unconfirmed(on=timezone.now())

    assert forgotten == 1
    assert not Person.objects.filter(pk=signature.pk).exists()
    assert not Subject.objects.filter(pk=signature.pk).exists()
    assert not Outbox.objects.filter(about_id=signature.pk).exists()


@pytest.mark.parametrize(
    ("state", "days"), [(State.UNCONFIRMED, 6), (State.AWAITING, 30), (State.APPROVED, 400)], ids=str
)
def test_what_is_young_or_confirmed_stays(state: State, days: int) -> None:
    signature = aged(state, days=days)

    assert forget_unconfirmed(on=timezone.now()) == 0
    assert Person.objects.filter(pk=signature.pk).exists()


def test_drafts_live_for_a_day() -> None:
    old = Draft.objects.create(key=b"old", expires_at=timezone.now() - timedelta(seconds=1))
    young = Draft.objects.create(key=b"young")

    assert forget_drafts(on=timezone.now()) == 1
    assert not Draft.objects.filter(pk=old.pk).exists()
    assert Draft.objects.filter(pk=young.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_signing_again_and_again_mails_once() -> None:
    signature = make_signature(kind="parent_carer", name="Priya Nolan", email="priya@example.org")
    Outbox.objects.all().delete()

    for _ in range(3):
        sign(answers=make_answers(kind="parent_carer", name="Priya Nolan", email="priya+again@example.org"))
    work_once()

    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("You have already signed", [Person.objects.get(pk=signature.pk).email])
    ]


def test_new_link_is_mailed_once_however_often_it_is_asked_for() -> None:
    signature = make_signature()
    Outbox.objects.all().delete()

    for _ in range(3):
        renew_own_link(subject_id=signature.subject_id)

    assert Outbox.objects.filter(template="pledges/own_link").count() == 1
