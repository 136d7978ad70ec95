"""A moderator's acts: every act on every state, taken back exactly, told once, and never about words nobody saw."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from pledges.actions import (
    AT_ONCE,
    Details,
    Overtaken,
    TooLate,
    TooMany,
    approve,
    ask,
    decide_together,
    edit,
    leave,
    note,
    reject,
    undo,
    undo_together,
)
from pledges.kinds import AgeBand, Judgement, Kind, Reason, State
from pledges.models import Decision, Note, Person, PublicEntry, Revision, Signature
from pledges.models.signatures import WrongState
from post.actions import drop_letters
from post.models import Outbox
from tests.factories import StaffMemberFactory, make_signature

from .test_races import at_once

pytestmark = pytest.mark.django_db

Act = Callable[[Signature], Signature]


def by() -> Any:
    return StaffMemberFactory.create()


def settled(signature: Signature) -> Signature:
    """What is checked when an act's transaction ends is checked now, as each act has one of its own in life."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return signature


def yes(signature: Signature, **more: Any) -> Signature:
    return settled(approve(subject_id=signature.pk, by=by(), **more))


def no(signature: Signature, **more: Any) -> Signature:
    return settled(reject(subject_id=signature.pk, by=by(), reason=Reason.ADVERTISING, **more))


def please(signature: Signature, **more: Any) -> Signature:
    return settled(ask(subject_id=signature.pk, by=by(), reason=Reason.PERSONAL_DETAILS, **more))


def back(signature: Signature, **more: Any) -> Signature:
    return settled(undo(subject_id=signature.pk, by=by(), **more))


ACTS: dict[str, Act] = {"approve": yes, "reject": no, "ask": please}


def change(signature: Signature, promise: str = "We will listen.", name: str = "New Name") -> None:
    settled(signature)
    details = Revision.objects.latest_of(signature)
    edit(
        subject_id=signature.pk,
        details=Details(
            name=name if signature.kind != Kind.YOUNG_PERSON else details.name_shown,
            role=details.role,
            organisation=details.organisation_typed,
            promise=promise,
        ),
    )


def sent(signature: Signature) -> None:
    """The worker has sent what was decided, ten minutes ago."""
    drop_letters(about_app="pledges", about_id=signature.pk)


def letters(signature: Signature) -> list[tuple[str, dict[str, str], datetime]]:
    about = Outbox.objects.about("pledges", signature.pk).exclude(template="pledges/confirmed")
    rows = about.exclude(template="pledges/confirm").order_by("template")
    return list(rows.values_list("template", "ids", "not_before"))


def templates(signature: Signature) -> list[str]:
    return [template.removeprefix("pledges/") for template, _ids, _at in letters(signature)]


class Near:
    """A moment, give or take a second."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and abs(other.moment - self.moment) < timedelta(seconds=1)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"near {self.moment}"


def picture(signature: Signature) -> dict[str, Any]:
    """Everything that an undo must bring back."""
    now = Signature.objects.get(pk=signature.pk)
    return {
        "state": now.state,
        # The details of a change are written a moment before the signature says that it waits.
        "waiting": now.waiting_since and Near(now.waiting_since),
        "decided": now.decided_at,
        "entry": list(PublicEntry.objects.filter(signature=now).values()),
        "details": sorted(
            Revision.objects.filter(signature=now, state__in=["pending", "live"]).values_list(
                "state", "name_shown", "role", "organisation_typed", "promise"
            )
        ),
        "person": list(Person.objects.filter(subject_id=now.pk).values("name", "name_norm")),
        "letters": [(template, ids.get("reason"), at) for template, ids, at in letters(now)],
    }


def waiting_ones() -> dict[str, Callable[[], Signature]]:
    """Each way in which something can wait for a moderator."""

    def edited(**fields: Any) -> Signature:
        signature = make_signature(**fields)
        sent(signature)
        change(signature)
        return signature

    def edited_at_once() -> Signature:
        signature = make_signature()
        change(signature)
        return signature

    def edited_twice() -> Signature:
        signature = edited()
        yes(signature)
        change(signature, "Third words.")
        return signature

    def edited_after(act: Act) -> Callable[[], Signature]:
        def made() -> Signature:
            signature = edited()
            act(signature)
            change(signature, "Third words.")
            return signature

        return made

    def first_after(state: State) -> Callable[[], Signature]:
        def made() -> Signature:
            signature = make_signature(state=state)
            change(signature)
            return signature

        return made

    return {
        "first": lambda: make_signature(state=State.AWAITING),
        "first, changed while it waits": first_after(State.AWAITING),
        "first, after being asked": first_after(State.CHANGES_ASKED),
        "first, after being turned down": first_after(State.REJECTED),
        "group": lambda: make_signature(state=State.AWAITING, kind=Kind.GROUP),
        "young person": lambda: make_signature(state=State.AWAITING, kind=Kind.YOUNG_PERSON),
        "change": edited,
        "change of somebody not shown": lambda: edited(kind=Kind.PARENT_CARER, publish=False),
        "change before the approval was told": edited_at_once,
        "second change, the first not told yet": edited_twice,
        "change after one was turned down": edited_after(no),
        "change after one was asked for": edited_after(please),
    }


WAITING = waiting_ones()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("what", WAITING)
def test_undo_brings_everything_back(what: str, act: str) -> None:
    signature = WAITING[what]()
    before = picture(signature)
    decisions = Decision.objects.filter(signature=signature).count()

    ACTS[act](signature)
    assert picture(signature) != before
    assert len(letters(signature)) == 1
    back(signature)

    assert picture(signature) == before
    recorded = Decision.objects.filter(signature=signature).order_by("id").values_list("act", flat=True)
    assert list(recorded)[decisions:] == [act, "undo"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("what", ["first", "change", "second change, the first not told yet"])
def test_undone_can_be_decided_again(what: str, act: str) -> None:
    signature = WAITING[what]()
    ACTS[act](signature)
    decided = picture(signature)
    back(signature)

    ACTS[act](signature)

    again = picture(signature)
    for one in (decided, again):  # the same but for when, and for the name of the entry's row
        one["decided"] = one["letters"] = None
        one["entry"] = [{**entry, "public_id": None} for entry in one["entry"]]
    assert again == decided
    assert templates(signature) != []


def test_held_counts_as_waiting_and_comes_back_into_the_queue() -> None:
    signature = make_signature(state=State.HELD)

    yes(signature)
    back(signature)

    signature.refresh_from_db()
    # A decision cannot make "held" again; that it is the fourth of its address is known from the missing place.
    assert signature.state == State.AWAITING
    assert Person.objects.get(subject_id=signature.pk).slot is None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "state", [State.UNCONFIRMED, State.CHANGES_ASKED, State.APPROVED, State.REJECTED, State.WITHDRAWN]
)
def test_nothing_is_decided_that_does_not_wait(state: State, act: str) -> None:
    signature = make_signature(state=state)
    before = picture(signature)

    with pytest.raises(WrongState):
        ACTS[act](signature)

    assert picture(signature) == before


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.AWAITING, State.HELD, State.WITHDRAWN])
def test_nothing_is_undone_that_was_not_decided(state: State) -> None:
    signature = make_signature(state=state)

    with pytest.raises(WrongState):
        back(signature)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("what", ["first", "change", "group"])
def test_decision_tells_once_and_after_ten_minutes(what: str, act: str, settings: Any) -> None:
    signature = WAITING[what]()
    is_edit = signature.state == State.APPROVED

    ACTS[act](signature)

    ((template, ids, at),) = letters(signature)
    told = {"approve": "edit_approved", "reject": "edit_refused"} if is_edit else {}
    expected = {"approve": "approved", "reject": "rejected", "ask": "changes_asked"} | told
    assert template == f"pledges/{expected[act]}"
    assert ("reason" in ids) == (act != "approve")
    assert timedelta(0) <= timezone.now() + settings.UNDO_WINDOW - at < timedelta(seconds=20)


@pytest.mark.parametrize("act", ["reject", "ask"])
def test_old_words_stay_up_while_a_change_is_not_approved(act: str) -> None:
    signature = WAITING["change"]()
    entry = PublicEntry.objects.get(signature=signature)

    ACTS[act](signature)

    assert PublicEntry.objects.get(signature=signature).promise == entry.promise
    signature.refresh_from_db()
    assert signature.state == State.APPROVED


def test_approved_change_replaces_the_entry_and_keeps_its_place() -> None:
    signature = WAITING["change"]()
    old = PublicEntry.objects.get(signature=signature)

    yes(signature)

    new = PublicEntry.objects.get(signature=signature)
    assert (new.public_id, new.since) == (old.public_id, old.since)
    assert (new.promise, new.name) == ("We will listen.", "New Name")


def test_change_turned_down_gives_the_old_name_back() -> None:
    signature = WAITING["change"]()
    live = Revision.objects.get(signature=signature, state="live")

    no(signature)

    assert Person.objects.get(subject_id=signature.pk).name == live.name_shown


def test_new_words_take_back_that_the_old_ones_were_turned_down() -> None:
    signature = WAITING["change"]()
    no(signature)

    change(signature, "Third words.")

    assert templates(signature) == []


def test_undo_says_what_would_have_been_said_without_the_decision() -> None:
    signature = make_signature()
    unsaid = letters(signature)
    change(signature)
    # The worker is behind: the approval should have been told by now, and was not.
    Outbox.objects.about("pledges", signature.pk).update(not_before=timezone.now() - timedelta(minutes=1))
    no(signature)

    back(signature)

    ((template, ids, at),) = letters(signature)
    assert (template, ids) == unsaid[0][:2]
    assert at < timezone.now()


@pytest.mark.parametrize("age", [AgeBand.AGE_13_15, AgeBand.AGE_16_17])
def test_young_people_are_shown_as_they_may_be(age: AgeBand) -> None:
    named = age == AgeBand.AGE_16_17
    signature = make_signature(state=State.AWAITING, kind=Kind.YOUNG_PERSON, age_band=age, publish=named, name="Ada")

    yes(signature)

    shown = PublicEntry.objects.filter(signature=signature).values_list("name", "role", "organisation", "promise")
    assert list(shown) == ([("Ada", "", "", "")] if named else [])


@pytest.mark.parametrize(("people", "place"), [(4, ""), (5, "Class 3, Thistlewick")])
def test_small_group_is_shown_without_its_place(people: int, place: str) -> None:
    signature = make_signature(
        state=State.AWAITING, kind=Kind.GROUP, people=people, organisation="Class 3, Thistlewick", name="Ms Adult"
    )

    yes(signature)

    entry = PublicEntry.objects.get(signature=signature)
    assert (entry.organisation, entry.people, entry.name) == (place, people, "")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("what", ["first", "change"])
def test_words_changed_after_the_look_are_not_decided_about(what: str, act: str) -> None:
    signature = WAITING[what]()
    seen = Revision.objects.latest_of(signature).created_at
    change(signature, "Quite other words.")
    before = picture(signature)

    with pytest.raises(Overtaken):
        ACTS[act](signature, seen=seen)  # type: ignore[call-arg]

    assert picture(signature) == before
    ACTS[act](signature, seen=Revision.objects.latest_of(signature).created_at)  # type: ignore[call-arg]


def test_undo_of_one_decision_leaves_a_later_one_alone() -> None:
    signature = make_signature(state=State.AWAITING)
    yes(signature)
    mine = Decision.objects.latest("id").pk
    back(signature)
    no(signature)

    with pytest.raises(WrongState):
        back(signature, decision=mine)

    signature.refresh_from_db()
    assert signature.state == State.REJECTED


def test_undo_is_too_late_once_the_letter_has_gone() -> None:
    signature = make_signature(state=State.AWAITING)
    yes(signature)
    sent(signature)

    with pytest.raises(TooLate):
        back(signature)

    assert PublicEntry.objects.filter(signature=signature).exists()


def test_undo_is_too_late_once_the_old_words_are_forgotten() -> None:
    signature = WAITING["change"]()
    yes(signature)
    Revision.objects.filter(signature=signature, state="replaced").delete()

    with pytest.raises(TooLate):
        back(signature)

    assert PublicEntry.objects.get(signature=signature).promise == "We will listen."


def test_undo_twice_takes_back_one_decision() -> None:
    signature = WAITING["change"]()
    no(signature)
    back(signature)

    with pytest.raises(WrongState):
        back(signature)

    assert picture(signature)["state"] == State.APPROVED


# Several together


def seen(*signatures: Signature) -> dict[UUID, datetime | None]:
    return {one.pk: Revision.objects.filter(signature=one).latest("id").created_at for one in signatures}


def test_together_decides_each_and_names_those_it_was_too_late_for() -> None:
    first, second, third, gone = (make_signature(state=State.AWAITING) for _n in range(4))
    looked_at = seen(first, second, third, gone)
    no(second)
    leave(subject_id=gone.pk)
    change(third)

    result = decide_together(seen=looked_at, by=by(), act=Judgement.APPROVE)

    assert list(Decision.objects.filter(pk__in=result.decided).values_list("signature", "act")) == [
        (first.pk, "approve")
    ]
    assert set(result.missed) == {second.pk, third.pk, gone.pk}
    second.refresh_from_db()
    assert second.state == State.REJECTED


@pytest.mark.parametrize("act", [Judgement.REJECT, Judgement.ASK])
def test_together_gives_each_the_reason(act: Judgement) -> None:
    two = [make_signature(state=State.AWAITING) for _n in range(2)]

    result = decide_together(seen=seen(*two), by=by(), act=act, reason=Reason.ADVERTISING)

    made = Decision.objects.filter(pk__in=result.decided).values_list("act", "reason")
    assert list(made) == [(act, Reason.ADVERTISING)] * 2


@pytest.mark.parametrize(
    ("act", "reason"),
    [(Judgement.APPROVE, Reason.ADVERTISING), (Judgement.REJECT, None), (Judgement.ASK, None), (Judgement.UNDO, None)],
)
def test_together_needs_a_reason_where_one_is_told_before_anything_is_done(
    act: Judgement, reason: Reason | None
) -> None:
    signature = make_signature(state=State.AWAITING)

    with pytest.raises(ValueError, match="reason"):
        decide_together(seen=seen(signature), by=by(), act=act, reason=reason)

    signature.refresh_from_db()
    assert signature.state == State.AWAITING


def test_together_is_about_fifty_at_most() -> None:
    many = {UUID(int=n): None for n in range(AT_ONCE + 1)}

    with pytest.raises(TooMany):
        decide_together(seen=many, by=by(), act=Judgement.APPROVE)
    with pytest.raises(TooMany):
        undo_together(decisions=range(AT_ONCE + 1), by=by())


def test_undo_together_leaves_alone_what_came_since() -> None:
    first, second, third = (make_signature(state=State.AWAITING) for _n in range(3))
    result = decide_together(seen=seen(first, second, third), by=by(), act=Judgement.APPROVE)
    back(second)
    no(second)
    sent(third)

    undone, missed = undo_together(decisions=result.decided, by=by())

    assert undone == [first.pk]
    assert set(missed) == {second.pk, third.pk}
    second.refresh_from_db()
    assert second.state == State.REJECTED


# Notes


@pytest.mark.parametrize("state", [State.AWAITING, State.APPROVED, State.REJECTED, State.CHANGES_ASKED, State.HELD])
def test_note_is_kept_until_they_leave(state: State) -> None:
    signature = make_signature(state=state)

    note(subject_id=signature.pk, by=by(), text="Rang the school: it is genuine.")
    assert Note.objects.get(signature=signature).text.startswith("Rang")
    leave(subject_id=signature.pk)

    assert not Note.objects.exists()


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.WITHDRAWN])
def test_nothing_is_noted_of_who_is_not_there(state: State) -> None:
    signature = make_signature(state=state)

    with pytest.raises(WrongState):
        note(subject_id=signature.pk, by=by(), text="x")


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["first", "change"])
def test_two_moderators_at_once_decide_once(what: str) -> None:
    signature = WAITING[what]()
    one, other = by(), by()
    decisions = Decision.objects.count()

    raised = at_once(
        lambda: approve(subject_id=signature.pk, by=one),
        lambda: reject(subject_id=signature.pk, by=other, reason=Reason.ADVERTISING),
    )

    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "WrongState"]
    assert Decision.objects.count() == decisions + 1
    assert len(letters(signature)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_about_the_same_ones_at_once() -> None:
    some = [make_signature(state=State.AWAITING) for _n in range(6)]
    looked_at, one, other = seen(*some), by(), by()
    results: list[Any] = []

    raised = at_once(
        lambda: results.append(decide_together(seen=looked_at, by=one, act=Judgement.APPROVE)),
        lambda: results.append(
            decide_together(
                seen=dict(reversed(looked_at.items())), by=other, act=Judgement.REJECT, reason=Reason.ADVERTISING
            )
        ),
    )

    assert list(raised) == [None, None]
    assert sorted(len(result.decided) + len(result.missed) for result in results) == [6, 6]
    assert sum(len(result.decided) for result in results) == Decision.objects.count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_approving_while_they_change_their_words_shows_no_words_nobody_saw(turn: int) -> None:
    signature = make_signature(state=State.AWAITING)
    looked_at, staff = seen(signature)[signature.pk], by()

    raised = at_once(
        lambda: approve(subject_id=signature.pk, by=staff, seen=looked_at),
        lambda: change(signature, "Words nobody saw."),
    )

    assert raised[1] is None
    assert raised[0] is None or isinstance(raised[0], Overtaken)
    assert not PublicEntry.objects.filter(promise="Words nobody saw.").exists()
    signature.refresh_from_db()
    assert signature.waiting_since is not None


@pytest.mark.django_db(transaction=True)
def test_two_undo_at_once_undo_once() -> None:
    signature = WAITING["change"]()
    yes(signature)
    one, other = by(), by()

    raised = at_once(lambda: undo(subject_id=signature.pk, by=one), lambda: undo(subject_id=signature.pk, by=other))

    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "WrongState"]
