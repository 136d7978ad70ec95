"""The receipt for machines has every field of the specification with the right type, and only what is true in it."""

import copy
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from pytest_django import Settings

from pledges import actions, kantara, receipt_files
from pledges.actions import How
from pledges.kinds import Channel, GivenBy, Kind, Purpose, ShownIn, State
from pledges.models import ConsentEntry, PurposeWording, Signature
from pledges.receipts import NothingAgreed, Receipt
from tests.charters.factories import make_published
from tests.factories import (
    NoticeVersionFactory,
    PledgeFactory,
    PledgeWordingFactory,
    make_signature,
    publish_words_on,
)

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(kantara.__file__).parent / "schemas/consent-receipt.json").read_text())
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
# FACTS: what Kantara Consent Receipt 1.1 asks for, by where it stands.
ROOT = (
    *("version", "jurisdiction", "consentTimestamp", "collectionMethod", "consentReceiptID", "piiPrincipalId"),
    *("piiControllers", "policyUrl", "services", "sensitive", "spiCat"),
)
CONTROLLER = ("piiController", "contact", "address", "email", "phone")
SERVICE = ("service", "purposes")
PURPOSE = ("consentType", "purposeCategory", "piiCategory", "termination", "thirdPartyDisclosure")
KANTARA = [
    *((name,) for name in ROOT),
    *(("piiControllers", 0, name) for name in CONTROLLER),
    *(("services", 0, name) for name in SERVICE),
    *(("services", 0, "purposes", 0, name) for name in PURPOSE),
    # Of showing a name, which is given on.
    ("services", 0, "purposes", 1, "thirdPartyName"),
]
# What ISO/IEC TS 27560 adds.
ISO = [
    *(("record", name) for name in ("schemaVersion", "recordId", "state")),
    *(
        ("piiProcessing", name)
        for name in ("noticeVersion", "language", "storageLocation", "retention", "recipients", "withdrawalMethod")
    ),
    *(("events", 0, name) for name in ("state", "validUntil", "time", "words", "hash")),
]
Path_ = tuple[str | int, ...]


def document(signature: Signature) -> dict[str, Any]:
    """As it is read back from the file."""
    return dict(json.loads(kantara.written(Receipt.of(signature.subject_id))))


def full() -> dict[str, Any]:
    """Everything is in it: all purposes, one taken back, newer words of the pledge."""
    return dict(json.loads(_full()))


@cache
def _full() -> str:
    """Made once: a file has no more to do with the database."""
    publish_words_on(make_published(), pledge=PledgeFactory.create(is_open=True), n=1)
    signature = make_signature(agreed=[Purpose.ASK, Purpose.NEWS])
    news = PurposeWording.objects.get(purpose=Purpose.NEWS)
    actions.choose(subject_id=signature.subject_id, wording=news, yes=False)
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    actions.affirm(subject_id=signature.subject_id, wording=newer)
    return kantara.written(Receipt.of(signature.subject_id))


def faults(receipt: Any) -> list[str]:
    return [f"{list(fault.instance_path)}: {fault.message}" for fault in VALIDATOR.iter_errors(receipt)]


def required(schema: dict[str, Any], place: Path_ = ()) -> Iterator[Path_]:
    """Where every field stands that our schema asks for."""
    for name in schema.get("required", []):
        yield (*place, name)
    for name, inner in schema.get("properties", {}).items():
        yield from required(inner, (*place, name))
    if "items" in schema:
        yield from required(schema["items"], (*place, 0))


def parent_of(receipt: Any, place: Path_) -> Any:
    for step in place[:-1]:
        receipt = receipt[step]
    return receipt


def other_type(value: Any) -> Any:
    """A value of a type that the field must not have."""
    if isinstance(value, bool) or value is None:
        return 7
    if isinstance(value, int):
        return str(value)
    return {"of": value} if isinstance(value, list) else [value]


ALL = sorted({*KANTARA, *ISO, *required(SCHEMA)}, key=str)


def test_receipt_holds_against_our_schema_and_the_schema_against_its_own() -> None:
    jsonschema_rs.meta.validate(SCHEMA)

    assert faults(full()) == []


@pytest.mark.parametrize("place", ALL, ids=lambda place: ".".join(map(str, place)))
def test_field_that_is_missing_is_found(place: Path_) -> None:
    receipt = full()
    del parent_of(receipt, place)[place[-1]]

    assert faults(receipt) != []


@pytest.mark.parametrize("place", ALL, ids=lambda place: ".".join(map(str, place)))
def test_field_of_a_wrong_type_is_found(place: Path_) -> None:
    receipt = full()
    parent = parent_of(receipt, place)
    parent[place[-1]] = other_type(parent[place[-1]])

    assert faults(receipt) != []


def test_kantara_fields_have_the_types_of_the_specification() -> None:
    receipt = full()
    kinds: dict[str, type] = {"piiControllers": list, "services": list, "spiCat": list, "sensitive": bool}

    assert {name: type(receipt[name]) for name in ROOT} == {
        name: kinds.get(name, int if name == "consentTimestamp" else str) for name in ROOT
    }
    assert type(receipt["piiControllers"][0]["address"]) is dict
    for purpose in receipt["services"][0]["purposes"]:
        assert {name: type(purpose[name]) for name in PURPOSE} == {
            "consentType": str,
            "purposeCategory": list,
            "piiCategory": list,
            "termination": str,
            "thirdPartyDisclosure": bool,
        }


def test_receipt_says_whose_where_when_and_who_is_in_charge(settings: Settings) -> None:
    signature = make_signature()
    last = ConsentEntry.objects.filter(subject_id=signature.subject_id).order_by("-seq")[0]

    receipt = document(signature)

    assert receipt["version"] == "KI-CR-v1.1.0"
    assert receipt["piiPrincipalId"] == str(signature.subject_id)
    assert receipt["consentTimestamp"] == int(last.given_at.timestamp())
    assert receipt["sensitive"] is True
    assert receipt["policyUrl"] == f"{settings.SITE_URL}/privacy/versions/{last.notice.n}/"
    assert receipt["piiControllers"][0]["piiController"] == settings.AREA["council"]
    assert receipt["piiControllers"][0]["email"] == settings.AREA["dpo_email"]
    assert receipt["language"] == "en-GB"
    assert receipt["collectionMethod"] == "Web form"


def test_public_task_is_not_called_consent_and_only_publishing_is_given_on() -> None:
    purposes = {one["purposeId"]: one for one in full()["services"][0]["purposes"]}

    assert set(purposes) == {Purpose.TAKE_PART, Purpose.PUBLISH, Purpose.ASK}
    assert "NOT CONSENT" in purposes[Purpose.TAKE_PART]["consentType"]
    assert purposes[Purpose.ASK]["consentType"] == "EXPLICIT"
    assert [name for name, one in purposes.items() if one["thirdPartyDisclosure"]] == [Purpose.PUBLISH]
    assert [name for name, one in purposes.items() if "thirdPartyName" in one] == [Purpose.PUBLISH]


def test_events_hold_the_exact_words_and_the_chain() -> None:
    signature = make_signature(shown_in=ShownIn.EASY, agreed=[Purpose.NEWS])
    entries = list(ConsentEntry.objects.filter(subject_id=signature.subject_id).order_by("seq"))

    receipt = document(signature)

    for event, entry in zip(receipt["events"], entries, strict=True):
        assert event["words"] == "\n".join(line["text"] for line in entry.wording.easy)
        assert event["wordsSha256"] == hashlib.sha256(event["words"].encode()).hexdigest()
        assert (event["hash"], event["follows"]) == (bytes(entry.hash).hex(), bytes(entry.prev).hex())
        assert datetime.fromisoformat(event["time"]) == entry.given_at
        assert (event["shownIn"], event["channel"], event["givenBy"]) == ("easy", "web", "self")
    assert receipt["ledger"] == {"entries": 3, "head": bytes(entries[-1].hash).hex()}
    assert receipt["notices"][0]["words"] == entries[0].notice.standard
    assert receipt["pledge"]["versions"][0]["words"] == "\n".join(line["text"] for line in signature.wording.easy)


def test_event_is_valid_until_the_next_of_its_purpose() -> None:
    receipt = full()
    news = [event for event in receipt["events"] if event["purposeId"] == Purpose.NEWS]

    assert [event["state"] for event in news] == ["given", "withdrawn"]
    assert [event["validUntil"] for event in news] == [news[1]["recorded"], None]


def test_answer_by_telephone_with_help_says_so() -> None:
    signature = make_signature(given_by=GivenBy.HELPED)
    how = actions.How(channel=Channel.TELEPHONE)
    publish = PurposeWording.objects.get(purpose=Purpose.PUBLISH)
    actions.choose(subject_id=signature.subject_id, wording=publish, yes=False, how=how)

    receipt = document(signature)

    assert receipt["collectionMethod"] == "Web form, Telephone"
    assert receipt["events"][0]["givenBy"] == "helped"
    assert receipt["events"][-1]["channel"] == "telephone"
    assert receipt["piiProcessing"]["recipients"] == ["A few people at Quillmere Council"]


def test_policy_is_the_newest_notice_that_anything_in_force_was_given_with() -> None:
    signature = make_signature()
    NoticeVersionFactory.create(n=2)
    news = PurposeWording.objects.get(purpose=Purpose.NEWS)
    actions.choose(subject_id=signature.subject_id, wording=news, yes=True)
    with_news = document(signature)
    actions.choose(subject_id=signature.subject_id, wording=news, yes=False)

    assert with_news["policyUrl"].endswith("/privacy/versions/2/")
    assert document(signature)["policyUrl"].endswith("/privacy/versions/1/")
    assert [notice["version"] for notice in document(signature)["notices"]] == [1, 2]


@pytest.mark.parametrize("kind", [Kind.SCHOOL, Kind.YOUNG_PERSON, Kind.GROUP])
def test_receipt_of_who_has_left_has_no_purpose_and_every_event(kind: Kind) -> None:
    signature = make_signature(kind=kind)
    before = document(signature)
    actions.leave(subject_id=signature.subject_id)

    receipt = document(signature)

    assert faults(receipt) == []
    assert receipt["services"] == [{"service": signature.pledge.title, "purposes": []}]
    assert receipt["record"]["state"] == "withdrawn"
    assert receipt["pledge"]["left"] is not None
    kept = [{**event, "validUntil": None} for event in receipt["events"][: len(before["events"])]]
    assert kept == before["events"]
    assert [event["state"] for event in receipt["events"][len(before["events"]) :]] == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize(
    "how",
    [How(channel=Channel.ENDED), How(channel=Channel.TELEPHONE, given_by=GivenBy.ORGANISATION)],
    ids=["ended", "told"],
)
def test_receipt_of_who_did_not_take_it_back_themselves_holds_and_says_how(how: How) -> None:
    signature = make_signature()
    actions.leave(subject_id=signature.subject_id, how=how)

    receipt = document(signature)

    assert faults(receipt) == []
    assert {(event["channel"], event["givenBy"]) for event in receipt["events"][-2:]} == {(how.channel, how.given_by)}
    assert receipt["collectionMethod"] == ("Web form" if how.channel == Channel.ENDED else "Web form, Telephone")
    assert receipt_files.in_full(Receipt.of(signature.subject_id)).startswith(b"%PDF")


def test_purposes_beside_withdrawn_and_none_beside_in_force_are_found() -> None:
    in_force = full()
    withdrawn = copy.deepcopy(in_force)
    in_force["services"][0]["purposes"] = []
    withdrawn["record"]["state"] = "withdrawn"

    assert faults(in_force) != []
    assert faults(withdrawn) != []


def test_same_state_of_the_ledger_gives_the_same_file_and_another_state_another_number() -> None:
    signature = make_signature()
    one, same = (kantara.written(Receipt.of(signature.subject_id)) for _time in range(2))
    actions.choose(subject_id=signature.subject_id, wording=PurposeWording.objects.get(purpose=Purpose.NEWS), yes=True)
    other = document(signature)

    assert one == same
    assert json.loads(one)["consentReceiptID"] == json.loads(one)["record"]["recordId"] != other["consentReceiptID"]


def test_nothing_personal_is_in_it() -> None:
    signature = make_signature(name="Ada Lark", email="ada@example.org", organisation="Thistlewick School")

    file = kantara.written(Receipt.of(signature.subject_id))

    assert not [said for said in ("Ada", "Lark", "example.org", "Thistlewick") if said in file]


def test_there_is_no_receipt_before_anything_was_confirmed() -> None:
    signature = make_signature(state=State.UNCONFIRMED)

    with pytest.raises(NothingAgreed):
        Receipt.of(signature.subject_id)


def test_schema_is_served_where_the_receipt_says(client: Client, settings: Settings) -> None:
    address = full()["record"]["schema"].removeprefix(settings.SITE_URL)

    response = client.get(address)

    assert json.loads(response.content) == SCHEMA
    assert "public" in response["Cache-Control"]
    assert SCHEMA["properties"].keys() >= set(ROOT)
