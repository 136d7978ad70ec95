"""Changing one's mind on one's own page: the switches, hiding, other words, newer words of the pledge."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from pledges import actions
from pledges.actions import Details
from pledges.kinds import AgeBand, Judgement, Kind, Purpose, Reason, State
from pledges.ledger import first_break
from pledges.models import Affirmation, ConsentEntry, Person, PublicEntry, Revision, Signature
from tests.factories import PledgeWordingFactory, PurposeWordingFactory, StaffMemberFactory, make_signature

from .own_pages import ledger_of, own_address, settle, switch
from .signing_pages import page, row_counts, words
from .test_own import let_expire
from .test_races import at_once

pytestmark = pytest.mark.django_db

PARENT: dict[str, Any] = {"kind": Kind.PARENT_CARER, "name": "Priya Nolan"}
YOUNG: dict[str, Any] = {"kind": Kind.YOUNG_PERSON, "name": "Kit"}


def listed(client: Client) -> str:
    """All that anybody can read of the signatories: the list and both files."""
    pages = [client.get("/pledge/signatories/").content]
    pages += [b"".join(client.get(f"/pledge/signatories.{form}")) for form in ("csv", "json")]
    return b"".join(pages).decode()


# Switches


@pytest.mark.parametrize("purpose", [Purpose.ASK, Purpose.NEWS])
def test_switch_turns_on_and_off_with_an_entry_each(client: Client, purpose: Purpose) -> None:
    signature = make_signature()
    own = own_address(signature)
    before = len(ledger_of(signature))

    on = switch(client, own, purpose, yes=True)
    shown_on = words(client.get(on["Location"]))
    off = switch(client, own, purpose, yes=False)
    shown_off = words(client.get(off["Location"]))

    assert (on.status_code, on["Location"]) == (303, f"{own}?done=on")
    assert "It is turned on." in shown_on
    assert f"{purpose.label}: yes" in shown_on
    assert "It is turned off." in shown_off
    assert ledger_of(signature)[before:] == [(purpose, "give", "standard"), (purpose, "withdraw", "standard")]


def test_switch_pressed_twice_is_done_once_and_said_twice(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)

    answers = [switch(client, own, Purpose.NEWS, yes=True) for _press in range(2)]

    assert [answer["Location"] for answer in answers] == [f"{own}?done=on"] * 2
    assert ledger_of(signature).count((Purpose.NEWS, "give", "standard")) == 1


@pytest.mark.django_db(transaction=True)
def test_switch_pressed_twice_at_once_makes_one_entry() -> None:
    signature = make_signature()
    own = own_address(signature)

    raised = at_once(*(lambda: switch(Client(), own, Purpose.NEWS, yes=True) for _press in range(2)))

    assert list(raised) == [None, None]
    assert ledger_of(signature).count((Purpose.NEWS, "give", "standard")) == 1
    assert first_break() is None


def test_switch_on_words_that_have_changed_says_so_and_records_nothing(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    shown = page(client.get(own))
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2, standard="Send me news\nOnce a year.")
    old = ConsentEntry.objects.count()
    from_page = shown.split("/choices/news/")[1].split('name="wording" value="')[1].split('"')[0]

    answer = client.post(f"{own}choices/news/", {"yes": "1", "wording": from_page})
    again = words(client.get(answer["Location"]))

    assert "We have changed the words" in again
    assert "Once a year." in again
    assert ConsentEntry.objects.count() == old


def test_switch_off_works_whatever_words_are_newest(client: Client) -> None:
    signature = make_signature(agreed=[Purpose.NEWS])
    own = own_address(signature)
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2)

    switch(client, own, Purpose.NEWS, yes=False)

    entry = ConsentEntry.objects.filter(subject_id=signature.subject_id, purpose=Purpose.NEWS).latest("seq")
    assert (entry.act, entry.wording.n) == ("withdraw", 1)


@pytest.mark.parametrize(
    "data",
    [{}, {"yes": "1"}, {"yes": "2", "wording": "1"}, {"yes": "1", "wording": "x"}, {"yes": "1", "wording": "9" * 40}],
)
@pytest.mark.parametrize("path", ["choices/news/", "choices/take_part/", "choices/nonsense/", "choices/%00/"])
def test_switch_with_odd_forms_changes_nothing(client: Client, path: str, data: dict[str, str]) -> None:
    signature = make_signature()
    own = own_address(signature)
    before = row_counts()

    answer = client.post(f"{own}{path}", data)

    assert answer.status_code in (303, 400)
    assert row_counts() == before


def test_switch_with_words_of_another_purpose_changes_nothing(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    other = ConsentEntry.objects.filter(purpose=Purpose.PUBLISH)[0].wording_id

    answer = client.post(f"{own}choices/news/", {"yes": "1", "wording": other})

    assert answer["Location"] == f"{own}?done=nothing"
    assert len(ledger_of(signature)) == 2


def test_take_part_has_no_switch(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)

    answer = switch(client, own, Purpose.TAKE_PART, yes=False)

    assert answer["Location"] == f"{own}?done=nothing"
    assert "choices/take_part/" not in page(client.get(own))
    assert len(ledger_of(signature)) == 2


@pytest.mark.parametrize("done", ["", "x", "<b>", "on%00", "on&done=x", "%ED%A0%80"])
def test_unknown_notices_are_ignored(client: Client, done: str) -> None:
    own = own_address(make_signature())

    answer = client.get(f"{own}?done={done}")

    assert answer.status_code in (200, 400)
    assert "notification-banner" not in page(answer)


# Hiding


def test_hide_takes_the_name_away_at_once_and_leaves_the_organisation(client: Client) -> None:
    own = own_address(make_signature(name="Ada Lark", organisation="Thistlewick School"))
    assert "Ada Lark" in listed(client)

    shown = words(client.get(switch(client, own, Purpose.PUBLISH, yes=False)["Location"]))

    assert "Your name is off the list." in shown
    assert "Ada Lark" not in listed(client)
    assert "Thistlewick School" in listed(client)
    assert "Hide my name" not in shown


@pytest.mark.parametrize("who", [PARENT, YOUNG], ids=["parent carer", "young person"])
def test_hide_takes_a_person_off_the_list(client: Client, who: dict[str, Any]) -> None:
    own = own_address(make_signature(**who))
    button = page(client.get(own))

    switch(client, own, Purpose.PUBLISH, yes=False)

    assert "Hide my name" in button
    assert not PublicEntry.objects.exists()
    assert "We count your signature and do not show it" in words(client.get(own))


def test_group_is_hidden_and_shown_as_a_number(client: Client) -> None:
    signature = make_signature(kind=Kind.GROUP, people=24, organisation="Robin class", name="Miss Ada Lark")
    own = own_address(signature)

    before = words(client.get(own))
    switch(client, own, Purpose.PUBLISH, yes=False)

    assert "Robin class A group of 24" in before
    assert "Hide our group" in before
    assert not PublicEntry.objects.exists()
    switch(client, own, Purpose.PUBLISH, yes=True)
    assert PublicEntry.objects.get().name == ""


def test_nobody_under_16_has_a_switch_to_show_a_name(client: Client) -> None:
    signature = make_signature(age_band=AgeBand.AGE_13_15, publish=False, **YOUNG)
    own = own_address(signature)

    shown = page(client.get(own))
    answer = switch(client, own, Purpose.PUBLISH, yes=True)

    assert "choices/publish/" not in shown
    assert "we never show the name of anybody under 16" in shown
    assert "Age" in shown
    assert "13 to 15" in shown
    assert answer["Location"] == f"{own}?done=nothing"
    assert not PublicEntry.objects.exists()


# Other words


def fields_of(response: Any) -> list[str]:
    return [name for name in ("organisation", "name", "role", "promise", "email") if f'name="{name}"' in page(response)]


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ({}, ["organisation", "name", "role", "promise"]),
        (PARENT, ["name", "promise"]),
        ({"kind": Kind.PROFESSIONAL}, ["name", "role", "promise"]),
        (YOUNG, ["name"]),
        (YOUNG | {"age_band": AgeBand.AGE_13_15, "publish": False}, ["name"]),
        (YOUNG | {"age_band": AgeBand.ADULT}, ["name", "promise"]),
        ({"kind": Kind.GROUP}, ["organisation", "name", "promise"]),
    ],
)
def test_edit_asks_what_kind_and_age_allow(client: Client, who: dict[str, Any], asked: list[str]) -> None:
    response = client.get(f"{own_address(make_signature(**who))}edit/")

    assert fields_of(response) == asked
    assert "To change your e-mail address, write to us" in words(response)


def test_edit_waits_with_the_old_entry_up_until_it_is_approved(client: Client) -> None:
    signature = make_signature(organisation="Thistlewick School", promise="Old words.", name="Ada Lark")
    own = own_address(signature)
    data = {"organisation": "Pebblewing Nursery", "name": "Ada Lark", "role": "Head", "promise": "New words."}

    answer = client.post(f"{own}edit/", data)
    shown = words(client.get(answer["Location"]))

    assert (answer.status_code, answer["Location"]) == (303, f"{own}?done=changed")
    assert "We have your words. A person will look at them." in shown
    assert "The list still shows the old words until somebody has looked." in shown
    assert "New words." in shown
    assert "Thistlewick School" in listed(client)
    assert "Old words." in listed(client)
    assert "Pebblewing Nursery" not in listed(client)
    assert "New words." not in listed(client)
    actions.approve(subject_id=signature.subject_id, by=StaffMemberFactory.create())
    assert "Pebblewing Nursery" in listed(client)
    assert "The list still shows" not in words(client.get(own))


def test_edit_sent_twice_is_kept_once_and_said_twice(client: Client) -> None:
    signature = make_signature(**PARENT)
    own = own_address(signature)

    answers = [client.post(f"{own}edit/", {"name": "Priya Nolan", "promise": "I listen."}) for _press in range(2)]

    assert [answer["Location"] for answer in answers] == [f"{own}?done=changed"] * 2
    assert Revision.objects.filter(signature=signature).count() == 2


def test_edit_with_nothing_new_says_so(client: Client) -> None:
    signature = make_signature(promise="I listen.", **PARENT)
    own = own_address(signature)
    before = row_counts()

    answer = client.post(f"{own}edit/", {"name": "Priya Nolan", "promise": "I listen."})

    assert answer.status_code == 200
    assert "Change something first" in words(answer)
    assert row_counts() == before


@pytest.mark.parametrize(
    ("who", "data", "problem"),
    [
        (PARENT, {"name": "", "promise": "Typed."}, "Enter your name"),
        (PARENT, {"name": "...", "promise": "Typed."}, "Enter your name"),
        (PARENT, {"name": "a" * 101, "promise": "Typed."}, "100 characters or fewer"),
        (PARENT, {"name": "Priya", "promise": "Typed." + "a" * 500}, "500 characters or fewer"),
        (YOUNG, {"name": "Kit Typed."}, "Put a - between them"),
        (YOUNG, {"name": "Typed." + "k" * 35}, "must be 40 characters or fewer"),
        ({"kind": Kind.GROUP}, {"organisation": "", "name": "Ada", "promise": "Typed."}, "Enter where the group is"),
    ],
)
def test_edit_refusals_lose_nothing_typed(
    client: Client, who: dict[str, Any], data: dict[str, str], problem: str
) -> None:
    signature = make_signature(**who)
    before = row_counts()

    answer = client.post(f"{own_address(signature)}edit/", data)

    assert answer.status_code == 200
    assert problem in words(answer)
    assert "Typed." in page(answer)
    assert row_counts()["pledges.Revision"] == before["pledges.Revision"]


def test_edit_to_a_name_that_is_taken_says_so_and_loses_nothing(client: Client) -> None:
    make_signature(kind=Kind.PARENT_CARER, name="Sam Nolan", email="home@example.org")
    signature = make_signature(email="home@example.org", **PARENT)

    answer = client.post(f"{own_address(signature)}edit/", {"name": "Sam Nolan", "promise": "Typed."})

    assert "Somebody has signed with this name and your e-mail address already" in words(answer)
    assert "Typed." in page(answer)
    assert Person.objects.get(subject_id=signature.subject_id).name == "Priya Nolan"


def test_edit_keeps_no_field_that_was_not_asked(client: Client) -> None:
    signature = make_signature(**YOUNG)

    client.post(f"{own_address(signature)}edit/", {"name": "Robin", "role": "Pupil", "promise": "x", "email": "a@b.c"})

    change = Revision.objects.latest_of(signature)
    assert (change.name_shown, change.role, change.promise) == ("Robin", "", "")
    assert Person.objects.get(subject_id=signature.subject_id).email != "a@b.c"


@pytest.mark.parametrize("path", ["", "edit/", "words/", "download/", "leave/"])
def test_pages_of_somebody_who_left_are_gone_in_both_forms(client: Client, path: str) -> None:
    signature = make_signature()
    own = own_address(signature)
    actions.leave(subject_id=signature.subject_id)

    forms = [f"{own}{path}"] + ([] if path == "download/" else [f"{own}{path}easy-read/"])
    statuses = [client.get(form).status_code for form in forms]

    assert statuses == [410] * len(forms)


@pytest.mark.parametrize("path", ["choices/news/", "edit/", "words/", "leave/"])
def test_acts_of_somebody_who_left_are_gone(client: Client, path: str) -> None:
    signature = make_signature()
    own = own_address(signature)
    actions.leave(subject_id=signature.subject_id)
    before = row_counts()

    answers = [client.post(f"{own}{path}{form}", {"name": "x"}) for form in ("", "easy-read/")]

    assert {answer.status_code for answer in answers} <= {410, 405}
    assert row_counts() == before


@pytest.mark.parametrize("path", ["choices/news/", "edit/", "words/"])
def test_acts_before_confirming_change_nothing(client: Client, path: str) -> None:
    own = own_address(make_signature(state=State.UNCONFIRMED, **PARENT))
    PledgeWordingFactory.create(pledge=Signature.objects.get().pledge, n=2)
    data = {"name": "Sam", "promise": "", "yes": "1", "wording": Signature.objects.get().wording_id}
    if "news" in path:
        data["wording"] = PurposeWordingFactory.create(purpose=Purpose.NEWS, n=2).pk
    before = row_counts()

    answer = client.post(f"{own}{path}", data)

    assert answer.status_code in (303, 410)
    assert row_counts() == before


# What our staff decided


def test_asked_to_change_is_said_with_its_reason_when_it_can_no_longer_be_undone(client: Client, settings: Any) -> None:
    signature = make_signature(state=State.CHANGES_ASKED, **PARENT)
    own = own_address(signature)

    at_once_shown = words(client.get(own)) + words(client.get(f"{own}easy-read/")) + page(client.get(f"{own}edit/"))
    settings.UNDO_WINDOW = timedelta(0)
    later, edit = words(client.get(own)), words(client.get(f"{own}edit/"))

    assert "Please change" not in at_once_shown
    assert str(Reason.PERSONAL_DETAILS.label) not in at_once_shown
    for shown in (later, edit):
        assert "Please change something. The reason: It names or describes a child or another person." in shown
    client.post(f"{own}edit/", {"name": "Priya Nolan", "promise": "I listen."})
    assert "Please change something." not in words(client.get(own)).split("The record of your choices")[0]
    assert Signature.objects.get(pk=signature.pk).state == State.AWAITING


@pytest.mark.parametrize("act", [Judgement.REJECT, Judgement.ASK])
@pytest.mark.parametrize("is_edit", [True, False], ids=["a change", "a signature"])
def test_decision_that_can_be_undone_leaves_no_trace_on_the_page(
    client: Client, settings: Any, act: Judgement, is_edit: bool
) -> None:
    signature = make_signature(state=State.APPROVED if is_edit else State.AWAITING, **PARENT)
    own = own_address(signature)
    settle()
    if is_edit:
        actions.edit(subject_id=signature.subject_id, details=Details(name="Priya N"))
    before = _all_of(client, own)

    decide = actions.ask if act == Judgement.ASK else actions.reject
    decide(subject_id=signature.subject_id, by=StaffMemberFactory.create(), reason=Reason.ADVERTISING)
    after = _all_of(client, own)
    settings.UNDO_WINDOW = timedelta(0)
    told = _all_of(client, own)

    assert after == before
    assert "It advertises something" in told


def _all_of(client: Client, own: str) -> str:
    """The page, the screens and the file, without the moment it was made and the split seconds of waiting."""
    paths = ["", "edit/", "easy-read/", "edit/easy-read/", *(f"known/{n}/easy-read/" for n in range(1, 9))]
    pages = [page(client.get(own + path)) for path in paths]
    file = json.loads(client.get(f"{own}download/").content)
    file["made"], file["signature"]["waiting_since"] = "", (file["signature"]["waiting_since"] or "")[:17]
    return "".join(pages) + json.dumps(file)


def test_change_that_was_refused_is_said_with_its_reason(client: Client, settings: Any) -> None:
    signature = make_signature(promise="Old words.", **PARENT)
    settle()
    actions.edit(subject_id=signature.subject_id, details=Details(name="Priya Nolan", promise="Buy this."))
    actions.reject(subject_id=signature.subject_id, by=StaffMemberFactory.create(), reason=Reason.ADVERTISING)
    settings.UNDO_WINDOW = timedelta(0)

    shown = words(client.get(own_address(signature)))

    assert "We did not use your changes. The reason: It advertises something." in shown
    assert "Priya Nolan Old words." in shown


def test_notes_are_shown_without_who_wrote_them(client: Client) -> None:
    signature = make_signature()
    staff = StaffMemberFactory.create(username="mo.derator", first_name="Morag", email="morag@quillmere.example")
    actions.note(subject_id=signature.subject_id, by=staff, text="Called to say <thanks>.")
    own = own_address(signature)

    shown = page(client.get(own)) + page(client.get(f"{own}download/"))

    assert shown.count("Called to say <thanks>.") == 2
    assert "Called to say <thanks>" not in client.get(own).content.decode()
    assert not any(secret in shown for secret in ("mo.derator", "Morag", "morag@"))


# Newer words of the pledge


def test_new_words_are_shown_word_by_word_and_stood_by(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    newer = PledgeWordingFactory.create(
        pledge=signature.pledge, n=2, standard=signature.wording.standard.replace("one contact", "two contacts")
    )

    first = words(client.get(own))
    changes = page(client.get(f"{own}words/"))
    answer = client.post(f"{own}words/", {"wording": newer.pk})

    assert "The pledge has new words: version 2. You signed version 1" in first
    assert "one contact.</del>" in changes
    assert "two contacts.</ins>" in changes
    assert answer["Location"] == f"{own}?done=affirmed"
    assert Affirmation.objects.get().wording == newer
    assert PublicEntry.objects.get().version == 2
    shown = words(client.get(own))
    assert "The pledge has new words" not in shown
    assert "Version you stand by 2" in shown
    assert client.get(f"{own}words/")["Location"] == own


def test_new_words_stood_by_twice_count_once(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)

    answers = [client.post(f"{own}words/", {"wording": newer.pk})["Location"] for _press in range(2)]

    assert answers == [f"{own}?done=affirmed"] * 2
    assert Affirmation.objects.count() == 1


def test_new_words_that_moved_on_are_shown_again(client: Client) -> None:
    signature = make_signature()
    own = own_address(signature)
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    PledgeWordingFactory.create(pledge=signature.pledge, n=3)

    answer = client.post(f"{own}words/", {"wording": newer.pk})

    assert answer["Location"] == f"{own}words/?done=words"
    assert "We have changed the words" in words(client.get(answer["Location"]))
    assert not Affirmation.objects.exists()


@pytest.mark.parametrize("wording", ["", "x", "0", "9" * 30, "\x00"])
def test_new_words_with_odd_forms_change_nothing(client: Client, wording: str) -> None:
    signature = make_signature()
    PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    before = row_counts()

    answer = client.post(f"{own_address(signature)}words/", {"wording": wording})

    assert answer.status_code == 303
    assert row_counts() | {"post.Token": 0} == before | {"post.Token": 0}


def test_new_words_of_another_pledge_are_not_theirs(client: Client) -> None:
    signature = make_signature()
    other = PledgeWordingFactory.create(n=7)

    answer = client.post(f"{own_address(signature)}words/", {"wording": other.pk})

    assert answer.status_code == 303
    assert not Affirmation.objects.exists()


# A link that ran out


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_expired_link_says_whom_to_call(client: Client, form: str) -> None:
    own = own_address(make_signature())
    let_expire("own")

    shown = words(client.get(f"{own}{form}"))

    assert "01632" in shown
    assert "Send me a new link" in shown
