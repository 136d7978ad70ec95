"""How many statements it takes to sign and to confirm: few, and as many for who has signed as for anybody."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pledges import drafts, shown
from pledges.actions import leave, sign
from pledges.kinds import AgeBand, Kind, Purpose, State
from pledges.models import Draft, Signature
from pledges.terms import current_terms
from post.models import Outbox
from tests.factories import PledgeWordingFactory, make_answers, make_signature, publish_terms

from .signing_pages import SIGN, fill, row_counts
from .test_own import confirm_address

# As in life: no transaction around the request.
pytestmark = pytest.mark.django_db(transaction=True)


def press(email: str, form: str = "") -> tuple[list[str], Any]:
    """What the last press sends to the database, on a device where everything is filled in."""
    client = Client()
    fill(client, kind=Kind.PARENT_CARER, name="Ada Lark", email=email)
    sent = {shown.FIELD: shown.stamp(Draft.objects.get())}
    with CaptureQueriesContext(connection) as queries:
        response = client.post(f"{SIGN}check/{form}", sent)
    return [query["sql"] for query in queries.captured_queries], response


@pytest.mark.parametrize("form", ["", "easy-read/"])
def test_signing_takes_two_statements_whoever_signs(form: str) -> None:
    publish_terms()
    for state in (State.APPROVED, State.UNCONFIRMED):
        make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", email=f"{state}@example.org", state=state)
    gone = make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", email="gone@example.org")
    leave(subject_id=gone.pk)

    for who in ("new", "approved", "unconfirmed", "gone"):
        statements, response = press(f"{who}@example.org", form)
        assert response["Location"] == f"{SIGN}sent/{form}"
        assert len(statements) == 2, who
        assert "FROM pledges_draft" in statements[0]
        assert "SELECT pledges_sign(" in statements[1]

    assert Signature.objects.unconfirmed().count() == 3
    assert Outbox.objects.filter(template="pledges/already").count() == 1


def test_pressing_again_takes_three_statements_and_signs_nothing(client: Client) -> None:
    publish_terms()
    fill(client, kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    cookie, sent = client.cookies[drafts.COOKIE].value, {shown.FIELD: shown.stamp(Draft.objects.get())}
    client.post(f"{SIGN}check/", sent)
    client.cookies[drafts.COOKIE] = cookie

    with CaptureQueriesContext(connection) as queries:
        response = client.post(f"{SIGN}check/", sent)

    assert response["Location"] == f"{SIGN}sent/"
    assert len(queries) == 3
    assert Signature.objects.count() == 1


def test_confirming_takes_twenty_statements_whoever_confirms() -> None:
    """Two of them for the two things that were said yes to: each enters the ledger by itself."""
    make_signature(email="ada@example.org")
    signature = make_signature(state=State.UNCONFIRMED, email="ada@example.org")
    address = confirm_address(signature)

    with CaptureQueriesContext(connection) as queries:
        response = Client().post(address)

    assert response.status_code == 303
    assert Signature.objects.get(pk=signature.pk).state == State.AWAITING
    assert len(queries) == 20


def test_form_that_breaks_a_rule_of_the_database_keeps_nothing_and_queues_nothing(client: Client) -> None:
    publish_terms()
    fill(client, kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    draft = Draft.objects.get()
    answers = replace(make_answers(kind=Kind.YOUNG_PERSON, name="Sam"), draft_id=draft.pk)
    asked = [*answers.agreed]
    before = row_counts()

    for wrong in ({"age_band": AgeBand.AGE_13_15}, {"role": "Pupil"}, {"name": ""}, {"kind": "robot"}, {"people": 4}):
        with pytest.raises(IntegrityError):
            sign(answers=replace(answers, agreed=asked, **wrong))

    assert Purpose.PUBLISH in {said.wording.purpose for said in asked}
    assert row_counts() == before


# The words that are kept by each process


def test_new_words_are_shown_to_the_next_reader(client: Client) -> None:
    terms = publish_terms()
    fill(client, kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    sent = {shown.FIELD: shown.stamp(Draft.objects.get())}

    PledgeWordingFactory.create(pledge=terms.wording.pledge, n=2, standard="Other words.")
    response: Any = client.post(f"{SIGN}check/", sent)

    assert response["Location"] == f"{SIGN}choices/"
    assert not Signature.objects.exists()


def test_pledge_that_is_closed_is_signed_by_nobody_any_more(client: Client) -> None:
    terms = publish_terms()
    fill(client, kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    sent = {shown.FIELD: shown.stamp(Draft.objects.get())}

    terms.wording.pledge.is_open = False
    terms.wording.pledge.save()
    response: Any = client.post(f"{SIGN}check/", sent)

    assert response["Location"] == SIGN
    assert not Signature.objects.exists()


def test_words_that_were_never_committed_are_not_kept() -> None:
    """Another change may count up to the same number as the one that was taken back."""
    terms = publish_terms()
    with transaction.atomic():
        PledgeWordingFactory.create(pledge=terms.wording.pledge, n=2, standard="Never said.")
        seen = current_terms()
        transaction.set_rollback(True)

    terms.wording.pledge.save()

    assert seen
    assert seen.wording.n == 2
    assert current_terms() == terms


def test_words_are_read_once_and_then_kept(client: Client) -> None:
    publish_terms()
    client.get(SIGN)
    with CaptureQueriesContext(connection) as queries:
        client.get(SIGN)

    assert len(queries) == 1, "the words are read again although nothing has changed"
    assert "post_generation" in queries[0]["sql"]
