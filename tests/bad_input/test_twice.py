"""The same thing twice: two presses at once, two tabs, a form sent again after it was answered."""

from typing import Any

import pytest
from django.test import Client

from pledges import drafts
from pledges.kinds import Kind, State
from pledges.models import ConsentEntry, Draft, Person, Signature
from post.models import Outbox
from tests.factories import make_signature, publish_terms
from tests.pledges.signing_pages import SCHOOL, SIGN, answer, begin, choices, fill
from tests.pledges.test_own import confirm_address, own_address
from tests.pledges.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def same_device(client: Client) -> Client:
    """Another tab of the same browser, with the cookies it has now."""
    tab = Client()
    tab.cookies.load(client.cookies.output(header="", sep=";"))
    return tab


def test_double_click_on_sign_signs_once_and_both_are_told(client: Client) -> None:
    publish_terms()
    fill(client)
    told: list[Any] = []
    presses = [same_device(client) for _press in range(4)]

    raised = at_once(*(lambda tab=tab: told.append(answer(tab, "check")) for tab in presses))

    assert list(raised) == [None] * 4
    assert [(response.status_code, response.url) for response in told] == [(303, f"{SIGN}sent/")] * 4
    assert Signature.objects.count() == Person.objects.count() == Outbox.objects.count() == 1


def test_double_click_on_a_question_keeps_one_draft(client: Client) -> None:
    publish_terms()
    begin(client)
    told: list[Any] = []
    presses = [same_device(client) for _press in range(3)]

    at_once(*(lambda tab=tab: told.append(answer(tab, "who", {"kind": Kind.SCHOOL})) for tab in presses))

    assert [response.url for response in told] == [f"{SIGN}you/"] * 3
    assert [draft.answers["kind"] for draft in Draft.objects.all()] == [Kind.SCHOOL]


def test_two_tabs_of_one_form_sign_what_was_sent_last(client: Client) -> None:
    publish_terms()
    fill(client)
    tab = same_device(client)

    older = answer(tab, "you", SCHOOL | {"name": "Ben Wren"})
    answer(client, "check")

    assert older.url == f"{SIGN}check/"
    assert [person.name for person in Person.objects.all()] == ["Ben Wren"]


def test_second_tab_after_signing_begins_anew_and_signs_nothing(client: Client) -> None:
    """An answer sent late starts another form: it keeps what was typed, and says on the way what is missing."""
    publish_terms()
    fill(client)
    tab = same_device(client)
    answer(client, "check")

    late = answer(tab, "promise", {"promise": "We will ask."})

    assert late.url == f"{SIGN}who/"
    assert answer(tab, "check").url == f"{SIGN}who/"
    assert Draft.objects.get().answers["promise"] == "We will ask."
    assert Signature.objects.count() == 1


def test_tab_left_open_signs_nothing_once_the_other_began_again(client: Client) -> None:
    publish_terms()
    fill(client)
    client.post(SIGN, {"act": "start_again"})

    response = answer(client, "check")

    assert response.url == f"{SIGN}who/"
    assert Signature.objects.count() == 0


def test_confirm_twice_at_once_enters_each_choice_once(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED)
    address = confirm_address(signature)
    told: list[Any] = []

    raised = at_once(*(lambda: told.append(Client().post(address)) for _press in range(4)))

    assert list(raised) == [None] * 4
    assert {(response.status_code, response["Location"]) for response in told} == {(303, address)}
    signature.refresh_from_db()
    assert signature.state == State.AWAITING
    assert ConsentEntry.objects.filter(subject_id=signature.subject_id).count() == 2


def test_leave_twice_at_once_leaves_once(client: Client) -> None:
    address = f"{own_address(make_signature())}leave/"
    told: list[Any] = []

    raised = at_once(*(lambda: told.append(Client().post(address)) for _press in range(4)))

    assert list(raised) == [None] * 4
    assert {response.status_code for response in told} <= {303, 410}
    assert 303 in {response.status_code for response in told}
    assert Person.objects.count() == 0
    assert Outbox.objects.filter(template="pledges/left").count() == 1


def test_links_of_one_person_open_nothing_of_another(client: Client) -> None:
    ada, ben = make_signature(), make_signature()
    swapped = own_address(ada).replace("/yours/", "/confirm/")
    longer, shorter = own_address(ben)[:-1] + "x/", own_address(ben)[:-2] + "/"

    assert [client.get(path).status_code for path in (swapped, longer, shorter)] == [410] * 3
    assert [client.post(f"{path}leave/").status_code for path in (longer, shorter)] == [410] * 2
    assert Person.objects.count() == 2


def test_late_cookie_of_a_signed_form_opens_nothing(client: Client) -> None:
    publish_terms()
    fill(client)
    kept = client.cookies[drafts.COOKIE].value
    answer(client, "check")
    client.cookies[drafts.COOKIE] = kept

    assert answer(client, "check").url == f"{SIGN}sent/"
    assert client.get(f"{SIGN}check/")["Location"] == SIGN
    assert answer(client, "choices", choices()).url == f"{SIGN}who/"
    assert Signature.objects.count() == 1
