"""Two at the same moment, on the real database: the acts may wait for each other, but none may be lost or break."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from pledges.actions import TooLate, approve, confirm, leave, remind_unconfirmed, sign, undo
from pledges.kinds import State
from pledges.ledger import first_break
from pledges.models import ConsentEntry, Person, PublicEntry, Signature
from pledges.models.signatures import REMIND_AFTER, WrongState
from post.caps import MAILBOX_A_DAY
from post.models import Outbox
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> Sequence[BaseException | None]:
    """Runs these acts, each in a thread and on a connection of its own; what each of them raised."""
    raised: list[BaseException | None] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(n: int) -> None:
        try:
            ready.wait(timeout=10)
            acts[n]()
        except BaseException as error:
            raised[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def test_one_person_signs_many_times_at_once() -> None:
    forms = [factories.make_answers(name="Ada Lark", email="ada@example.org", kind="parent_carer") for _n in range(8)]

    raised = at_once(*(lambda form=form: sign(answers=form) for form in forms))

    assert list(raised) == [None] * 8
    assert Signature.objects.count() == Person.objects.count() == 1


def test_one_form_is_sent_many_times_at_once_with_another_name_each_time() -> None:
    form = factories.make_answers(name="Ada Lark", email="ada@example.org", kind="parent_carer")
    forms = [replace(form, name=f"Ada {n}", agreed=list(form.agreed)) for n in range(8)]

    raised = at_once(*(lambda form=form: sign(answers=form) for form in forms))

    assert list(raised) == [None] * 8
    assert Signature.objects.count() == Person.objects.count() == Outbox.objects.count() == 1


def test_sixteen_of_one_mailbox_sign_at_once_under_its_caps() -> None:
    forms = [
        factories.make_answers(name=f"Ada {n}", email=f"a+{n}@example.org", kind="parent_carer") for n in range(16)
    ]

    raised = at_once(*(lambda form=form: sign(answers=form) for form in forms))

    assert list(raised) == [None] * 16
    assert Signature.objects.count() == Person.objects.count() == Outbox.objects.count() == MAILBOX_A_DAY


@pytest.mark.parametrize("turn", range(8))
def test_signing_again_while_confirming_the_first(turn: int) -> None:
    first, again = (factories.make_answers(name="Ada Lark", email="a@example.org", kind="parent_carer") for _n in "ab")
    sign(answers=first)
    subject_id = Signature.objects.get().subject_id

    raised = at_once(lambda: confirm(subject_id=subject_id), lambda: sign(answers=again))

    assert raised[1] is None
    assert raised[0] is None or isinstance(raised[0], Signature.DoesNotExist)
    assert Signature.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize("turn", range(8))
def test_signing_again_while_being_reminded_leaves_no_letter_about_nobody(turn: int) -> None:
    first, again = (factories.make_answers(name="Ada Lark", email="a@example.org", kind="parent_carer") for _n in "ab")
    sign(answers=first)
    soon = timezone.now() + REMIND_AFTER

    raised = at_once(lambda: remind_unconfirmed(on=soon), lambda: sign(answers=again))

    assert list(raised) == [None, None]
    assert {letter.about_id for letter in Outbox.objects.all()} == {Person.objects.get().pk}


@pytest.mark.parametrize("turn", range(6))
def test_signing_again_while_leaving_breaks_neither(turn: int) -> None:
    again = factories.make_answers(name="Ada Lark", email="a@example.org", kind="parent_carer")
    subject_id = factories.make_signature(name="Ada Lark", email="a@example.org", kind="parent_carer").subject_id

    raised = at_once(lambda: leave(subject_id=subject_id), lambda: sign(answers=again))

    assert list(raised) == [None, None]
    assert not Person.objects.filter(pk=subject_id).exists()
    assert Person.objects.count() == Signature.objects.unconfirmed().count()


def test_one_confirms_many_times_at_once() -> None:
    subject_id = factories.make_signature(state=State.UNCONFIRMED).subject_id

    raised = at_once(*(lambda: confirm(subject_id=subject_id) for _n in range(6)))

    assert sorted(type(error).__name__ for error in raised) == ["NoneType"] + ["WrongState"] * 5
    assert ConsentEntry.objects.filter(subject_id=subject_id).count() == 2
    assert first_break() is None


def test_five_of_one_address_confirm_at_once() -> None:
    new = [factories.make_signature(state=State.UNCONFIRMED, email="all@example.org").subject_id for _n in range(5)]

    raised = at_once(*(lambda one=one: confirm(subject_id=one) for one in new))

    assert list(raised) == [None] * 5
    taken = Person.objects.exclude(slot=None).order_by("slot")
    assert list(taken.values_list("slot", flat=True)) == [1, 2, 3]
    assert Signature.objects.filter(state=State.HELD).count() == 2


@pytest.mark.parametrize("turn", range(4))
def test_approving_and_leaving_at_once(turn: int) -> None:
    subject_id = factories.make_signature(state=State.AWAITING).subject_id
    staff = factories.StaffMemberFactory.create()

    raised = at_once(lambda: approve(subject_id=subject_id, by=staff), lambda: leave(subject_id=subject_id))

    assert raised[1] is None
    assert raised[0] is None or isinstance(raised[0], WrongState)
    assert not PublicEntry.objects.exists()
    assert not Person.objects.exists()


def test_undo_after_the_letter_has_gone_is_too_late() -> None:
    signature = factories.make_signature()
    # As when the worker, a moment ahead of us, sends while a colleague presses the button.
    Outbox.objects.filter(about_id=signature.subject_id, template="pledges/approved").delete()

    with pytest.raises(TooLate):
        undo(subject_id=signature.subject_id, by=factories.StaffMemberFactory.create())

    assert PublicEntry.objects.filter(signature=signature).exists()
