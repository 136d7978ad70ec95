"""The desk: which organisation a signature is of, two that are one, and those signed before side by side."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.roles import Role
from pledges.actions import Details, edit, leave
from pledges.kinds import Kind, State
from pledges.models import FormerOrganisation, Organisation, Revision, Signature
from pledges.queue import key_of
from tests.factories import make_signature
from tests.pledges.own_pages import settle

from .conftest import SignIn, seen


def act(name: str, signature: Signature) -> str:
    return reverse(f"admin:pledges_signature_{name}", args=[signature.pk])


def screen(client: Client, signature: Signature) -> Any:
    return client.get(act("change", signature))


def send(client: Client, signature: Signature, name: str = "approve", **data: str) -> str:
    answer = client.post(act(name, signature), {"seen": seen(signature)} | data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def school(organisation: str = "Thistlewick School", state: State = State.AWAITING, **fields: Any) -> Signature:
    signature = make_signature(organisation=organisation, state=state, **fields)
    settle()
    return signature


def of(signature: Signature) -> Organisation | None:
    return Signature.objects.get(pk=signature.pk).organisation


def test_new_organisation_is_ticked_where_nothing_is_like_it(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    school("Netherby Academy", State.APPROVED)
    signature = school()

    words = screen(client, signature).content.decode()

    assert 'name="organisation" value="new" required checked' in words
    send(client, signature, organisation="new")
    made = of(signature)
    assert made is not None
    assert made.name == "Thistlewick School"


def test_same_name_and_kind_is_ticked(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    there, signature = school(state=State.APPROVED), school("THISTLEWICK school")

    offer = screen(client, signature).context["screen"].offer

    organisation = of(there)
    assert organisation is not None
    assert offer.ticked == str(organisation.pk)
    send(client, signature, organisation=offer.ticked)
    assert of(signature) == organisation


def test_nearly_the_same_name_must_be_chosen(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    there, signature = school(state=State.APPROVED), school("Thistlewick Primary School")
    words = screen(client, signature).content.decode()
    assert " checked" not in words.replace("to be checked", "")
    assert "We know one that is called nearly the same." in words

    words = send(client, signature)

    assert "Choose first which organisation it is." in words
    assert of(signature) is None
    send(client, signature, organisation=str(Signature.objects.get(pk=there.pk).organisation_id))
    assert of(signature) == of(there)


@pytest.mark.parametrize("value", ["x", "0", "999999", "new renamed", "12 away", "\u0663", "9" * 40, "<b>"])
def test_organisation_that_was_not_offered_is_refused(signed_in: SignIn, value: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school()

    words = send(client, signature, organisation=value)

    assert "Choose first which organisation it is." in words
    assert Signature.objects.get(pk=signature.pk).state == State.AWAITING


def test_people_are_not_asked(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    person = make_signature(kind=Kind.PARENT_CARER, state=State.AWAITING)

    assert screen(client, person).context["screen"].offer is None
    send(client, person)
    assert Signature.objects.get(pk=person.pk).state == State.APPROVED


def test_changed_name_is_asked_about(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school("Alpha House", State.APPROVED)
    live = Revision.objects.get(signature=signature)
    edit(subject_id=signature.pk, details=Details(name=live.name_shown, organisation="Omega Hall", promise="More."))
    settle()
    organisation = of(signature)
    assert organisation is not None

    words = screen(client, signature).content.decode()

    assert f'value="{organisation.pk} renamed" required checked' in words
    assert "The old one was Alpha House." in words
    send(client, signature, organisation=f"{organisation.pk} renamed")
    organisation.refresh_from_db()
    assert organisation.name == "Omega Hall"


def test_signature_without_an_organisation_is_listed_and_matched(signed_in: SignIn) -> None:
    client, staff = signed_in(Role.MODERATOR)
    signature, _other = school(state=State.APPROVED), school("Netherby Academy", State.APPROVED)
    Signature.objects.filter(pk=signature.pk).update(organisation=None)
    settle()

    listed = client.get(reverse("admin:pledges_signature_changelist"), {"stage": "no-organisation"})
    words = send(client, signature, "match", organisation="new")

    assert [row.pk for row in listed.context["cl"].result_list] == [signature.pk]
    assert "The page of the organisation shows it now." in words
    assert of(signature) is not None
    entry = LogEntry.objects.get()
    assert (entry.user_id, entry.object_repr) == (staff.pk, str(signature))


def test_only_moderators_match_and_merge(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
    signature = school(state=State.APPROVED)
    merging = reverse("admin:pledges_organisation_merge", args=[Signature.objects.get().organisation_id])

    assert client.post(act("match", signature), {"organisation": "new"}).status_code == 403
    assert client.post(merging, {"address": "x"}).status_code == 403


def test_those_in_doubt_are_not_ticked_when_several_are_approved(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    school(state=State.APPROVED)
    doubtful, plain = school("Thistlewick Primary School"), school("Netherby Academy")
    together = reverse("admin:pledges_signature_together")
    ticks = [key_of(doubtful), key_of(plain)]

    approving = client.post(together, {"act": "approve", "tick": ticks})
    asking = client.post(together, {"act": "ask", "tick": ticks})

    assert [ticked for _card, ticked in approving.context["rows"]] == [False, True]
    assert "Thistlewick Primary School</a>: which organisation?" in approving.content.decode()
    assert [ticked for _card, ticked in asking.context["rows"]] == [True, True]


# Organisations themselves


def address(signature: Signature, name: str = "change") -> str:
    return reverse(f"admin:pledges_organisation_{name}", args=[Signature.objects.get(pk=signature.pk).organisation_id])


def test_organisation_is_renamed_and_keeps_its_address(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school(state=State.APPROVED)

    answer = client.post(address(signature), {"name": "  Thistlewick   College ", "kind": Kind.COLLEGE})

    organisation = of(signature)
    assert answer.status_code == 302
    assert organisation is not None
    assert (organisation.name, organisation.name_norm) == ("Thistlewick College", "thistlewick college")
    assert (organisation.kind, organisation.slug) == (Kind.COLLEGE, "thistlewick-school")
    assert "Thistlewick" not in LogEntry.objects.get().object_repr + LogEntry.objects.get().change_message


@pytest.mark.parametrize(
    "data", [{}, {"name": "", "kind": "school"}, {"name": "...", "kind": "school"}, {"name": "A", "kind": "robot"}]
)
def test_organisation_is_not_renamed_to_nonsense(signed_in: SignIn, data: dict[str, str]) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school(state=State.APPROVED)

    assert client.post(address(signature), data).status_code == 200

    organisation = of(signature)
    assert organisation is not None
    assert organisation.name == "Thistlewick School"


@pytest.mark.parametrize(
    "data", [{"other": "alpha-house"}, {"address": "alpha-house"}, {"address": "/a/b/alpha-house/"}]
)
def test_two_that_are_one_are_merged(signed_in: SignIn, data: dict[str, str]) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    stays, goes = school("Alpha House", State.APPROVED), school("Alpha House Nursery", State.APPROVED)
    assert "alpha-house" in client.get(address(goes)).content.decode()

    answer = client.post(address(goes, "merge"), data, follow=True)
    settle()

    assert "The two are one now." in answer.content.decode()
    assert of(goes) == of(stays)
    assert FormerOrganisation.objects.get().organisation == of(stays)


@pytest.mark.parametrize("data", [{}, {"other": "nobody"}, {"address": "alpha-house"}, {"address": "\u0130" * 300}])
def test_merging_with_nobody_or_itself_changes_nothing(signed_in: SignIn, data: dict[str, str]) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school("Alpha House", State.APPROVED)

    answer = client.post(address(signature, "merge"), data, follow=True)

    assert "Nothing changed." in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_nobody_adds_or_deletes_an_organisation(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school(state=State.APPROVED)

    assert client.get(reverse("admin:pledges_organisation_add")).status_code == 403
    assert client.post(address(signature, "delete"), {"post": "yes"}).status_code == 403


# Side by side


def beside(client: Client, signature: Signature) -> Any:
    return screen(client, signature).context["screen"].beside


def same(table: Any) -> dict[str, list[bool]]:
    return {str(line.label): [cell.same for _number, cell in line.others] for line in table.lines}


def test_fourth_of_an_address_is_held_and_shown_beside_the_others(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    held = make_signature(organisation="Wren House", email="Family+x@example.org", state=State.HELD)

    table = beside(client, held)
    words = screen(client, held).content.decode()

    assert len(table.others) == 3
    assert table.why[0] == "This e-mail address has signed three times already. So this signature is held."
    assert "Are they different people? A family or an office often shares an address. Then approve." in words
    assert "Turn it down, and choose “This organisation or person has already signed”." in words
    assert set(same(table)["E-mail"]) == {True}
    assert "Family+x@example.org" in words
    assert "the same</b>" in words


def test_colleague_of_one_school_is_shown_beside_the_other(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    first = school(state=State.APPROVED, name="Tom Okafor", email="tom@example.org", promise="Ask first!")
    second = school("Thistlewíck  SCHOOL.", name="Mia Marsh", email="mia@example.org", promise="ask  first")

    table = beside(client, second)

    assert [one.pk for _number, one in table.others] == [first.pk]
    assert table.why == ["The same organisation has signed from another e-mail address."]
    assert {label for label, cells in same(table).items() if cells == [True]} == {
        *("Organisation, or where the group is", "Who signs", "Role", "What they will do"),
    }


@pytest.mark.parametrize("sign", ["'", "\u2019", "\u02bc", "`"])
def test_apostrophe_makes_no_other_school(signed_in: SignIn, sign: str) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    first = school(f"St Oswald{sign}s School", state=State.APPROVED, email="tom@example.org")

    table = beside(client, school("St. Oswalds School", email="mia@example.org"))

    assert [one.pk for _number, one in table.others] == [first.pk]


def test_person_of_the_same_name_is_shown_but_not_every_young_person_of_one_first_name(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    for kind, name in ((Kind.PARENT_CARER, "Ada Lark"), (Kind.YOUNG_PERSON, "Sam")):
        make_signature(kind=kind, name=name)
    again = make_signature(kind=Kind.PARENT_CARER, name="ADA  LARK", state=State.AWAITING)
    young = make_signature(kind=Kind.YOUNG_PERSON, name="Sam", state=State.AWAITING)

    table = beside(client, again)

    assert table.why == ["Somebody of the same name has signed from another e-mail address."]
    assert "Are they two people of one name? Then approve." in table.then
    assert beside(client, young) is None


def test_nobody_is_beside_somebody_who_is_alone(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    school("Netherby Academy")

    assert beside(client, school()) is None


def test_those_who_left_or_never_confirmed_are_not_shown(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    school(state=State.UNCONFIRMED)
    leave(subject_id=school(state=State.APPROVED).pk)
    settle()

    assert beside(client, school()) is None


def test_screen_asks_as_much_of_the_database_with_many_others_as_with_one(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)
    signature = school()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            screen(client, signature)
        return len(queries)

    school(state=State.APPROVED)
    few = asked()
    for _n in range(8):
        school(state=State.APPROVED)

    assert asked() == few
    assert len(beside(client, signature).others) == 5
