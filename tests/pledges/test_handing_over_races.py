"""Handing over while somebody else does something to the same signature: one of them is first, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from pledges.actions import Agreed, Colleague, approve, decline, edit, invite, leave, merge, sign, take_over
from pledges.actions.editing import Details
from pledges.kinds import State
from pledges.ledger import first_break
from pledges.models import HandOver, Organisation, Person, PublicEntry, Signature
from pledges.models.signatures import WrongState
from post.actions import suppress
from post.models import Suppression
from tests import factories

from .test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

BEA = "bea@thistlewick.example"


@pytest.fixture
def school() -> Signature:
    return factories.make_signature(name="Ada Lark", organisation="Thistlewick School", email="ada@thistlewick.example")


def asked(signature: Signature) -> HandOver:
    return invite(subject_id=signature.pk, email=BEA, network="")


def taking_over(row: HandOver) -> Callable[[], Any]:
    terms = factories.publish_terms()
    agreed = [Agreed(wording=terms.taking_part, given_at=timezone.now())]
    colleague = Colleague(name="Bea Wren", role="Deputy head", agreed=agreed)
    return lambda: take_over(hand_over_id=row.pk, colleague=colleague, terms=terms)


def stands() -> Signature:
    """The one that is on the list, with its person and the page of its organisation."""
    (new,) = Signature.objects.filter(state=State.APPROVED)
    assert (Person.objects.get().pk, PublicEntry.objects.get().pk) == (new.pk, new.pk)
    assert first_break() is None
    return new


@pytest.mark.parametrize("turn", range(5))
def test_taking_over_while_the_other_leaves(turn: int, school: Signature) -> None:
    raised = at_once(taking_over(asked(school)), lambda: leave(subject_id=school.pk))

    assert [isinstance(error, (WrongState, HandOver.DoesNotExist)) for error in raised].count(True) == 1
    assert raised.count(None) == 1
    assert first_break() is None
    gone = raised[1] is None
    assert Person.objects.count() == Organisation.objects.count() == (0 if gone else 1)
    assert gone or stands().succeeds_id == school.pk


@pytest.mark.parametrize("turn", range(5))
def test_two_take_over_at_once(turn: int, school: Signature) -> None:
    row = asked(school)

    raised = at_once(taking_over(row), taking_over(row))

    assert sorted(type(error).__name__ for error in raised) in (
        ["DoesNotExist", "NoneType"],
        ["NoneType", "WrongState"],
    )
    assert stands().succeeds_id == school.pk


@pytest.mark.parametrize("turn", range(5))
def test_taking_over_while_saying_stop_in_another_window(turn: int, school: Signature) -> None:
    suppress(mailbox=BEA, reason=Suppression.Reason.NOT_ME)
    row = asked(school)

    raised = at_once(taking_over(row), lambda: decline(hand_over_id=row.pk))

    assert raised[1] is None
    assert raised[0] is None or isinstance(raised[0], HandOver.DoesNotExist)
    assert stands().pk == school.pk or raised[0] is None


@pytest.mark.parametrize("turn", range(5))
def test_taking_over_while_two_organisations_are_merged(turn: int, school: Signature) -> None:
    other = factories.make_signature(organisation="Thistlewick School and Nursery")
    numbers = [Organisation.objects.get(signatures=signature).pk for signature in (school, other)]
    row = asked(school)

    raised = at_once(taking_over(row), lambda: merge(organisation_id=numbers[0], into_id=numbers[1]))

    assert list(raised) == [None, None]
    new = Signature.objects.get(succeeds=school)
    assert new.organisation == Signature.objects.get(pk=other.pk).organisation == Organisation.objects.get()


@pytest.mark.parametrize("turn", range(5))
def test_taking_over_while_the_colleague_signs_by_themselves(turn: int, school: Signature) -> None:
    form = factories.make_answers(name="Bea Wren", organisation="Thistlewick School", email=BEA)

    raised = at_once(taking_over(asked(school)), lambda: sign(answers=form))

    assert list(raised) == [None, None]
    assert stands().succeeds_id == school.pk


@pytest.mark.parametrize("turn", range(5))
def test_taking_over_while_a_change_is_approved(turn: int, school: Signature) -> None:
    edit(
        subject_id=school.pk, details=Details(name="Ada Lark", organisation="Thistlewick School", promise="We listen.")
    )
    staff = factories.StaffMemberFactory.create()

    raised = at_once(taking_over(asked(school)), lambda: approve(subject_id=school.pk, by=staff))

    assert raised[0] is None
    assert raised[1] is None or isinstance(raised[1], WrongState)
    new = stands()
    assert PublicEntry.objects.get().promise == ("We listen." if raised[1] is None else "We will ask families first.")
    assert new.revisions.get(state="pending").promise == "We listen."
