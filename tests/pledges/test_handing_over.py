"""An organisation's signature goes on under a colleague's name: the school stays, the old name is gone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from desk.models import StaffMember
from desk.roles import Role, make_roles
from pledges.actions import (
    Details,
    approve,
    edit,
    forget_invitations,
    invite,
    leave,
    reject,
    take_back_invitation,
    undo,
)
from pledges.kinds import Kind, Purpose, Reason, State
from pledges.ledger import first_break
from pledges.models import (
    ConsentEntry,
    HandOver,
    Person,
    PublicEntry,
    Revision,
    Signature,
)
from pledges.models.signatures import WrongState
from post import links
from post.models import Outbox, Token
from post.worker import work_once
from tests.factories import PurposeWordingFactory, StaffMemberFactory, make_signature

from .own_pages import ledger_of, own_address, settle
from .signing_pages import page, row_counts, words

pytestmark = pytest.mark.django_db

BEA = "bea@thistlewick.example"


def a_school(**fields: Any) -> Signature:
    given = {
        "name": "Ada Lark",
        "role": "SENCO",
        "organisation": "Thistlewick School",
        "promise": "We ask first.",
        "email": "ada@thistlewick.example",
    }
    return make_signature(**(given | fields))


def asked(signature: Signature, email: str = BEA) -> str:
    """The address in the letter to the colleague."""
    row = invite(subject_id=signature.subject_id, email=email, network="")
    return link_of(row)


def link_of(row: HandOver) -> str:
    secret = links.issue(about_app="pledges", about_id=row.pk, scope="hand_over", lifetime=timedelta(days=14))
    return f"/pledge/hand-over/{secret}/"


def answers(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    """What the colleague sends: the words that stood on their page, and what they typed."""
    shown = client.get(address).context["terms"].key
    return {"name": "Bea Wren", "role": "Deputy head", "shown": shown, "agreed": ["publish"]} | typed


def successor_of(signature: Signature) -> Signature:
    return Signature.objects.get(succeeds=signature)


def taken_over(client: Client, signature: Signature, **typed: Any) -> Signature:
    address = asked(signature)
    response = client.post(address, answers(client, address, **typed))
    assert response.status_code == 303
    settle()
    return successor_of(signature)


# The whole way


def test_school_stays_and_the_old_name_goes(client: Client) -> None:
    signature = a_school()
    since = signature.confirmed_at

    new = taken_over(client, signature)

    entry = PublicEntry.objects.get()
    assert (entry.signature_id, entry.organisation, entry.since) == (new.pk, "Thistlewick School", since)
    assert (entry.name, entry.role, entry.promise) == ("", "", "We ask first.")
    signature.refresh_from_db()
    assert signature.state == State.HANDED_OVER
    person = Person.objects.get()
    assert (person.name, person.email) == ("Bea Wren", BEA)
    assert not HandOver.objects.exists()
    listed = words(client.get("/pledge/signatories/"))
    assert "Thistlewick School" in listed
    assert "Ada Lark" not in listed


def test_new_name_is_shown_once_a_moderator_has_looked(client: Client) -> None:
    new = taken_over(client, a_school())
    staff = StaffMemberFactory.create()
    assert new.is_edit

    approve(subject_id=new.pk, by=staff)

    entry = PublicEntry.objects.get()
    assert (entry.name, entry.role) == ("Bea Wren", "Deputy head")
    undo(subject_id=new.pk, by=staff)
    assert PublicEntry.objects.get().name == ""
    assert list(Signature.objects.awaiting_moderation()) == [new]
    settle()


def test_new_name_that_is_turned_down_leaves_the_school_on_the_list(client: Client) -> None:
    new = taken_over(client, a_school())
    staff = StaffMemberFactory.create()

    reject(subject_id=new.pk, by=staff, reason=Reason.NOT_GENUINE)
    settle()

    assert PublicEntry.objects.get().organisation == "Thistlewick School"
    assert Person.objects.get().name == "Bea Wren"
    undo(subject_id=new.pk, by=staff)
    settle()
    new.refresh_from_db()
    assert (new.state, new.is_edit) == (State.APPROVED, True)
    assert client.get(own_address(new)).status_code == 200


def test_ledger_shows_both_acts_and_holds(client: Client) -> None:
    signature = a_school(agreed=[Purpose.NEWS])

    new = taken_over(client, signature, agreed=["ask"])

    purposes = ("news", "publish", "take_part")
    assert sorted(ledger_of(signature)) == sorted(
        (p, act, "standard") for p in purposes for act in ("give", "withdraw")
    )
    assert sorted(ledger_of(new)) == [("ask", "give", "standard"), ("take_part", "give", "standard")]
    assert first_break() is None


def test_nobody_inherits_somebody_elses_yes(client: Client) -> None:
    new = taken_over(client, a_school(), agreed=[])

    assert set(ConsentEntry.objects.in_force(new.pk)) == {"take_part"}
    approve(subject_id=new.pk, by=StaffMemberFactory.create())
    assert PublicEntry.objects.get().name == ""


def test_change_that_waited_waits_on(client: Client) -> None:
    signature = a_school()
    changed = Details(name="Ada Lark", role="SENCO", organisation="Thistlewick Academy", promise="We ask twice.")
    edit(subject_id=signature.pk, details=changed)

    new = taken_over(client, signature)

    waiting = Revision.objects.get(signature=new, state="pending")
    assert (waiting.organisation_typed, waiting.promise) == ("Thistlewick Academy", "We ask twice.")
    assert PublicEntry.objects.get().organisation == "Thistlewick School"


def test_signature_can_be_handed_on_again(client: Client) -> None:
    first = a_school()
    second = taken_over(client, first)

    address = asked(second, email="cal@thistlewick.example")
    client.post(address, answers(client, address, name="Cal Finch"))
    settle()

    third = successor_of(second)
    assert third.first_signed_at == first.confirmed_at
    assert PublicEntry.objects.get().since == first.confirmed_at
    assert Person.objects.get().name == "Cal Finch"


def test_office_that_shares_one_address_can_hand_over_within_it(client: Client) -> None:
    """Same mailbox, written otherwise: refused, because nobody hands over to themselves."""
    signature = a_school(email="office@thistlewick.example")

    response = client.post(f"{own_address(signature)}hand-over/", {"email": "Office+bea@thistlewick.example"})

    assert "This is your own address" in words(response)
    assert 'value="Office+bea@thistlewick.example"' in page(response)
    assert not HandOver.objects.exists()


# Letters


@pytest.mark.django_db(transaction=True)
def test_letters_to_both_and_none_to_the_old_one_afterwards(client: Client) -> None:
    signature = a_school()
    Outbox.objects.all().delete()
    client.post(f"{own_address(signature)}hand-over/", {"email": BEA})
    work_once()
    letter = mail.outbox[-1]
    assert letter.to == [BEA]
    assert "Thistlewick School" in letter.subject
    assert "Ada Lark" not in str(letter.message())
    address = next(word for word in str(letter.body).split() if "/pledge/hand-over/" in word)
    address = address[address.index("/pledge/") :]
    mail.outbox.clear()

    client.post(address, answers(client, address))
    work_once()

    told = {tuple(one.to): one for one in mail.outbox}
    assert set(told) == {("ada@thistlewick.example",), (BEA,)}
    assert "Bea Wren" not in str(told["ada@thistlewick.example",].message())
    assert "Your reference was" in str(told["ada@thistlewick.example",].body)
    assert "/pledge/yours/" in str(told[(BEA,)].body)
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_invitation_taken_back_before_its_letter_went_is_not_sent(client: Client) -> None:
    signature = a_school()
    invite(subject_id=signature.pk, email=BEA, network="")
    take_back_invitation(subject_id=signature.pk)
    mail.outbox.clear()

    work_once()

    assert [one.to for one in mail.outbox if BEA in one.to] == []
    assert not Outbox.objects.filter(recipient=BEA).exists()


# Links


def test_get_changes_nothing(client: Client) -> None:
    address = asked(a_school())
    before = row_counts()

    shown = words(client.get(address))
    client.head(address)

    assert "Take over the signature of Thistlewick School" in shown
    assert "Ada" not in shown
    assert row_counts() == before


def test_pressed_twice_it_is_done_once_and_said_twice(client: Client) -> None:
    signature = a_school()
    address = asked(signature)
    sent = answers(client, address)
    client.post(address, sent)

    again = client.post(address, sent)

    assert (again.status_code, again["Location"]) == (303, address)
    assert "You have taken over" in words(client.get(address))
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("how", ["taken_back", "another", "left", "run_out"])
def test_void_invitation_answers_410_and_changes_nothing(client: Client, how: str) -> None:
    signature = a_school()
    address = asked(signature)
    sent = answers(client, address)
    if how == "taken_back":
        client.post(f"{own_address(signature)}hand-over/stop/")
    elif how == "another":
        invite(subject_id=signature.pk, email="cal@thistlewick.example", network="")
    elif how == "left":
        leave(subject_id=signature.pk)
    else:
        past = timezone.now() - timedelta(days=1)
        HandOver.objects.update(created_at=past - timedelta(days=14), expires_at=past)

    assert client.get(address).status_code == 410
    assert client.post(address, sent).status_code == 410
    assert not Signature.objects.filter(succeeds=signature).exists()


@pytest.mark.django_db(transaction=True)
def test_pledge_that_has_closed_is_handed_to_nobody(client: Client) -> None:
    """The colleague could not say yes: there is nothing to sign any more."""
    signature = a_school()
    address = asked(signature)
    signature.pledge.is_open = False
    signature.pledge.save()

    assert client.get(address).status_code == 410
    work_once()
    assert not any(letter.to == [BEA] for letter in mail.outbox)
    own = own_address(signature)
    assert "Hand over to a colleague" not in words(client.get(own))
    assert client.post(f"{own}hand-over/", {"email": "cal@thistlewick.example"}).status_code == 303
    with pytest.raises(WrongState):
        invite(subject_id=signature.pk, email="cal@thistlewick.example", network="")
    assert HandOver.objects.get().email == BEA


@pytest.mark.django_db(transaction=True)
def test_colleague_who_is_asked_twice_stops_it_with_either_letter(client: Client) -> None:
    signature = a_school()
    asked(signature)
    work_once()
    (first,) = [str(letter.body) for letter in mail.outbox if letter.to == [BEA]]
    asked(signature, email="Bea@Thistlewick.example")
    stop = re.search(r"http://\S+?(/pledge/stop/\S+)", first)
    assert stop
    mail.outbox.clear()

    client.post(stop[1], {"List-Unsubscribe": "One-Click"})
    work_once()

    assert not HandOver.objects.exists()
    assert mail.outbox == []
    asked(signature)
    work_once()
    assert mail.outbox == []


def test_no_link_of_an_invitation_outlives_it_but_to_say_that_it_is_over() -> None:
    signature = a_school()
    invite(subject_id=signature.pk, email=BEA, network="")
    row = HandOver.objects.get()
    for scope in ("stop", "hand_over"):
        links.lasting(about_app="pledges", about_id=row.pk, scope=scope)

    take_back_invitation(subject_id=signature.pk)

    assert list(Token.objects.about("pledges", row.pk).values_list("scope", flat=True)) == ["hand_over"]


def test_address_of_a_colleague_goes_after_two_weeks() -> None:
    invite(subject_id=a_school().pk, email=BEA, network="")

    assert forget_invitations(on=timezone.now() + timedelta(days=13)) == 0
    assert forget_invitations(on=timezone.now() + timedelta(days=14, minutes=1)) == 1
    assert not HandOver.objects.exists()


def test_leaving_takes_the_invitation_and_its_letter_along() -> None:
    signature = a_school()
    invite(subject_id=signature.pk, email=BEA, network="")

    leave(subject_id=signature.pk)

    assert not HandOver.objects.exists()
    assert not Outbox.objects.filter(recipient=BEA).exists()


# What is typed


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client) -> None:
    address = asked(a_school())

    response = client.post(address, answers(client, address, role="", name="Bea Wren"))

    shown = words(response)
    assert "Enter your role" in shown
    assert 'value="Bea Wren"' in page(response)
    assert HandOver.objects.exists()


def test_words_that_changed_meanwhile_are_shown_and_asked_again(client: Client) -> None:
    address = asked(a_school())
    sent = answers(client, address)
    PurposeWordingFactory.create(purpose="publish", n=2, standard="Show it\nEverywhere.")

    response = client.post(address, sent)

    assert "We have changed the words" in words(response)
    assert 'value="Bea Wren"' in page(response)
    assert " checked" not in page(response)
    assert not Signature.objects.filter(succeeds__isnull=False).exists()


def test_colleague_who_signed_for_the_school_already_is_told(client: Client) -> None:
    signature = a_school()
    a_school(name="Bea Wren", email=BEA)
    address = asked(signature)

    response = client.post(address, answers(client, address))

    assert "You have signed for this organisation already" in words(response)
    signature.refresh_from_db()
    assert signature.state == State.APPROVED
    assert Person.objects.count() == 2


def test_form_the_colleague_never_confirmed_is_not_in_the_way(client: Client) -> None:
    signature = a_school()
    a_school(name="Bea Wren", email=BEA, state=State.UNCONFIRMED)

    taken_over(client, signature)

    assert Person.objects.get().name == "Bea Wren"


@pytest.mark.parametrize(
    "fields", [{"kind": Kind.PARENT_CARER}, {"kind": Kind.GROUP}, {"state": State.AWAITING}, {"state": State.REJECTED}]
)
def test_only_an_approved_organisation_is_handed_over(client: Client, fields: dict[str, Any]) -> None:
    signature = make_signature(**fields)
    own = own_address(signature)

    assert "Hand over" not in words(client.get(own))
    assert client.get(f"{own}hand-over/").status_code == 303
    assert client.get(f"{own}hand-over/easy-read/").status_code == 303
    with pytest.raises(WrongState), transaction.atomic():
        invite(subject_id=signature.pk, email=BEA, network="")


def test_own_page_says_who_is_asked_and_stops_it(client: Client) -> None:
    signature = a_school()
    own = own_address(signature)
    client.post(f"{own}hand-over/", {"email": BEA})

    assert f"We wrote to {BEA}" in words(client.get(own))
    assert "We have written" not in words(client.get(own))
    client.post(f"{own}hand-over/stop/")
    assert BEA not in words(client.get(own))


def test_easy_read_asks_one_question_and_stops_it(client: Client) -> None:
    own = own_address(a_school())
    assert "Give it to a colleague" in words(client.get(f"{own}edit/easy-read/"))

    wrong = client.post(f"{own}hand-over/easy-read/", {"email": "bea"})
    done = client.post(f"{own}hand-over/easy-read/", {"email": BEA})

    assert "An e-mail looks like sam@example.org" in words(wrong)
    assert 'value="bea"' in page(wrong)
    assert done["Location"].endswith("easy-read/?done=invited")
    assert "We wrote to a colleague" in words(client.get(f"{own}hand-over/easy-read/"))
    client.post(f"{own}hand-over/stop/easy-read/")
    assert not HandOver.objects.exists()


# By staff


def moderator() -> tuple[Client, StaffMember]:
    make_roles()
    staff = StaffMemberFactory.create()
    staff.groups.set(Group.objects.filter(name=str(Role.MODERATOR)))
    client = Client()
    client.force_login(staff)
    return client, staff


def test_staff_hand_over_and_the_ledger_says_who_told_them(client: Client) -> None:
    signature = a_school()
    desk, staff = moderator()
    screen = reverse("admin:pledges_signature_change", args=[signature.pk])
    assert "Hand over to a colleague" in words(desk.get(screen))

    desk.post(reverse("admin:pledges_signature_hand_over", args=[signature.pk]), {"email": BEA, "channel": "telephone"})

    row = HandOver.objects.get()
    assert (row.by_id, row.channel) == (staff.pk, "telephone")
    assert set(Outbox.objects.values_list("template", "recipient")) >= {
        ("pledges/hand_over", BEA),
        ("pledges/hand_over_asked", "ada@thistlewick.example"),
    }
    address = link_of(row)
    client.post(address, answers(client, address))
    settle()
    told = ConsentEntry.objects.filter(subject_id=signature.pk, act="withdraw").values_list("channel", "given_by")
    assert set(told) == {("telephone", "organisation")}
    assert "Handed over to a colleague" in words(desk.get(screen))
    assert signature.reference in words(
        desk.get(reverse("admin:pledges_signature_change", args=[successor_of(signature).pk]))
    )


def test_moderator_sees_the_day_that_the_list_shows(client: Client) -> None:
    signed = timezone.now() - timedelta(days=400)
    new = taken_over(client, a_school(confirmed_at=signed))
    desk, _staff = moderator()

    shown = words(desk.get(reverse("admin:pledges_signature_change", args=[new.pk])))

    assert f"Since {date_format(timezone.localtime(signed), 'j F Y')}" in shown


@pytest.mark.parametrize("sent", [{}, {"email": "bea", "channel": "telephone"}, {"email": BEA, "channel": "pigeon"}])
def test_staff_are_told_what_is_wrong(sent: dict[str, str]) -> None:
    signature = a_school()
    desk, _staff = moderator()

    response = desk.post(reverse("admin:pledges_signature_hand_over", args=[signature.pk]), sent, follow=True)

    assert response.status_code == 200
    assert not HandOver.objects.exists()
    assert "Enter" in words(response) or "Choose how they told us" in words(response)


def test_only_who_may_decide_hands_over() -> None:
    signature = a_school()
    staff = StaffMemberFactory.create()
    staff.groups.set([])
    desk = Client()
    desk.force_login(staff)

    response = desk.post(reverse("admin:pledges_signature_hand_over", args=[signature.pk]), {"email": BEA})

    assert response.status_code == 403
    assert not HandOver.objects.exists()


# What is left


def test_only_the_receipt_is_left_of_the_old_person(client: Client) -> None:
    signature = a_school()
    taken_over(client, signature)

    people = Person.objects.values_list("name", "email")
    details = Revision.objects.values_list("name_shown", "role")
    letters = Outbox.objects.filter(recipient__startswith="ada").values_list("template", flat=True)

    assert list(people) == [("Bea Wren", BEA)]
    assert sorted(details) == [("", ""), ("Bea Wren", "Deputy head")]
    assert list(letters) == ["pledges/handed_over"]
    assert not Revision.objects.filter(signature=signature).exists()
    assert client.get(own_address(signature)).status_code == 410
