"""One's own page and its download are everything: what hangs on a person in any table is in them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, GeneratedField, Model, OneToOneField
from django.test import Client
from django.utils import timezone

from pledges import actions
from pledges.actions import Details
from pledges.download import PARTS
from pledges.held_parts import LETTERS
from pledges.kinds import AgeBand, Kind, Purpose, Reason, State
from pledges.models import ConsentEntry, ErasureNote, Person, Signature, Subject
from post import letters
from post.models import Outbox, Token
from tests.factories import PledgeWordingFactory, StaffMemberFactory, make_signature

from .own_pages import own_address, settle
from .signing_pages import words

pytestmark = pytest.mark.django_db

# What the file leaves out, and why.
LEFT_OUT = {
    "by": "about a member of staff",
    "hash of post.Token": "a fingerprint of a secret that only the letter had",
    "pgh_id": "the number of a row",
    "pgh_label": "how the database's note came about",
    "pgh_context": "how the database's note came about",
    "id": "the number of a row",
    "about_app": "always pledges",
    "state of pledges.Revision": "given as `stage`, which is not told before a decision is",
}


def hanging_models() -> list[type[Model]]:
    """Every model with a row that leads to a person: by a key to them, or by `about_id`."""
    found: list[type[Model]] = [Subject, Person, Signature, Outbox, Token]
    while True:
        more = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found and model._meta.managed and any(f.related_model in found for f in keys_of(model))
        ]
        if not more:
            return found
        found += more


def keys_of(model: type[Model]) -> list[Any]:
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey | OneToOneField)]


def about(model: type[Model], subject_id: Any) -> Iterator[Model]:
    """The rows of this model that are about one person, by whichever way they hang on them."""
    if model in (Outbox, Token):
        yield from model._default_manager.filter(about_id=subject_id)
        return
    if model is ErasureNote:
        yield from model._default_manager.filter(entry__subject_id=subject_id)
        return
    for row in model._default_manager.all():
        named = [getattr(row, key.name) for key in keys_of(model)]
        keys = (getattr(row, key.attname) for key in keys_of(model))
        if subject_id in (row.pk, *keys, *(getattr(one, "subject_id", None) for one in named)):
            yield row


def put(value: Any) -> str:
    """A value as the file writes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value)


def is_left_out(field: "Field[Any, Any]") -> bool:
    # Generated: other forms of what is there already.
    return isinstance(field, GeneratedField) or bool(
        {field.name, f"{field.name} of {field.model._meta.label}"} & set(LEFT_OUT)
    )


def full_life() -> Signature:
    """Somebody about whom every table holds something."""
    signature = make_signature(
        name="Ada Lark", role="Head", organisation="Thistlewick School", promise="We listen.", agreed=[Purpose.NEWS]
    )
    settle()
    staff = StaffMemberFactory.create()
    newer = PledgeWordingFactory.create(pledge=signature.pledge, n=2)
    with_nothing_yet = Signature.objects.filter(pk=signature.pk)
    with_nothing_yet.update(told_of=newer, reminded_at=timezone.now(), ends_at=timezone.now())
    actions.affirm(subject_id=signature.subject_id, wording=newer)
    actions.note(subject_id=signature.subject_id, by=staff, text="Called to ask.")
    actions.invite(subject_id=signature.subject_id, email="bea@example.org", network="")
    news = ConsentEntry.objects.in_force(signature.subject_id)[Purpose.NEWS]
    actions.choose(subject_id=signature.subject_id, wording=news.wording, yes=False)
    actions.edit(
        subject_id=signature.subject_id,
        details=Details(name="Ada Wren", role="Head", organisation="Pebblewing Nursery", promise="We act."),
    )
    actions.ask(subject_id=signature.subject_id, by=staff, reason=Reason.ADVERTISING)
    return Signature.objects.get(pk=signature.pk)


def download(client: Client, signature: Signature) -> Any:
    return json.loads(client.get(f"{own_address(signature)}download/").content)


def values_in(node: Any) -> Iterator[str]:
    """Every value of the file, however deep, as it is written."""
    if isinstance(node, dict | list):
        yield json.dumps(node)
        for child in node.values() if isinstance(node, dict) else node:
            yield from values_in(child)
    else:
        yield put(node)


def test_download_has_every_column_of_every_row_about_somebody(client: Client, settings: Any) -> None:
    settings.UNDO_WINDOW = timedelta(0)
    confirmed, unconfirmed = full_life(), make_signature(state=State.UNCONFIRMED, agreed=[Purpose.ASK])
    missing, empty = [], {model._meta.label for model in hanging_models()}

    for signature in (confirmed, unconfirmed):
        file = set(values_in(download(client, signature)))
        for model in hanging_models():
            for row in about(model, signature.subject_id):
                empty.discard(model._meta.label)
                missing += [
                    f"{model._meta.label}.{field.name}"
                    for field in model._meta.concrete_fields
                    if not is_left_out(field)
                    and not isinstance(field, ForeignKey | OneToOneField)
                    and getattr(row, field.attname) not in (None, "")
                    and put(getattr(row, field.attname)) not in file
                ]

    assert missing == []
    assert empty == set(), "this test has no row of these, so it does not know whether the file has them"


def test_download_names_all_that_it_holds_and_is_not_kept_by_caches(client: Client) -> None:
    signature = make_signature(name="Ada Lark")

    response = client.get(f"{own_address(signature)}download/")

    file = json.loads(response.content)
    assert set(file) - {"format", "area", "parts"} == set(PARTS) == set(file["parts"])
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="what-we-hold.json"'
    assert response["Cache-Control"] == "no-store"
    assert file["person"]["name"] == "Ada Lark"
    assert file["consents"][0]["words"].startswith("Take part")
    assert file["pledge"]["words"] == signature.wording.standard
    assert datetime.fromisoformat(file["signature"]["signed"]) == signature.confirmed_at


def test_page_shows_all_that_is_personal(client: Client, settings: Any) -> None:
    settings.UNDO_WINDOW = timedelta(0)
    signature = full_life()
    person = Person.objects.get(subject_id=signature.subject_id)

    shown = words(client.get(own_address(signature)))

    for said in (
        *(
            "Ada Lark",
            "Ada Wren",
            "Thistlewick School",
            "Pebblewing Nursery",
            "We listen.",
            "We act.",
            "Called to ask.",
        ),
        *(
            person.email,
            person.canonical,
            person.name_norm,
            "18 or over",
            signature.reference,
            "Version you stand by 2",
        ),
        *("Asked for a change".lower(), "It advertises something", "Please change something", "Thank you for signing"),
        "private link",
    ):
        assert said in shown, said


def test_page_of_a_group_says_how_many_and_keeps_the_adult_apart(client: Client) -> None:
    signature = make_signature(kind=Kind.GROUP, people=24, name="Miss Ada Lark", organisation="Robin class")

    shown = words(client.get(own_address(signature)))

    assert "How many 24" in shown
    assert "The adult's name, which we never show Miss Ada Lark" in shown
    assert "Miss Ada Lark" not in shown.split("What do you want to do?")[0]


def test_page_of_somebody_of_14_shows_their_age_and_no_more_than_they_gave(client: Client) -> None:
    signature = make_signature(kind=Kind.YOUNG_PERSON, name="Kit", age_band=AgeBand.AGE_13_15, publish=False)

    shown = words(client.get(own_address(signature)))

    assert "Age 13 to 15" in shown
    assert "Role" not in shown
    assert "Organisation" not in shown


def test_every_letter_has_words_for_the_page() -> None:
    known = {name for name in letters.known() if name.startswith("pledges/")}

    assert known == set(LETTERS)
