"""Young people, groups and older versions on the public list: what it says of them, and what it never says."""

import pytest
from django.test import Client
from django.utils import timezone

from pledges.actions import affirm, count_signatures
from pledges.kinds import AgeBand, Kind
from pledges.terms import current_terms
from tests.factories import PledgeWordingFactory, make_signature
from tests.pledges.signing_pages import words

pytestmark = pytest.mark.django_db

LIST = "/pledge/signatories/"
OPEN_DATA = ("/pledge/signatories.csv", "/pledge/signatories.json")


def listed(client: Client) -> str:
    return words(client.get(LIST))


def open_data(client: Client) -> str:
    return "".join(b"".join(client.get(address)).decode() for address in OPEN_DATA)


def test_group_is_a_number_and_a_place_and_no_adult(client: Client) -> None:
    make_signature(kind=Kind.GROUP, people=24, name="Nia Penrose", organisation="Class 2, Thistlewick School")

    shown = listed(client)

    assert "24 children and young people" in shown
    assert "Class 2, Thistlewick School" in shown
    assert "Penrose" not in shown


def test_small_group_shows_neither_number_nor_place(client: Client) -> None:
    make_signature(kind=Kind.GROUP, people=4, organisation="Pebblewing Nursery")

    shown = listed(client)

    assert "Fewer than 5 children and young people" in shown
    assert "Pebblewing" not in shown


def test_group_without_consent_is_counted_not_shown(client: Client) -> None:
    make_signature(kind=Kind.GROUP, people=24, publish=False)
    count_signatures()

    shown = listed(client)

    assert "24 have signed" in shown
    assert "Nobody is on the list yet" in shown


def test_count_has_every_child_of_a_group(client: Client) -> None:
    make_signature(kind=Kind.GROUP, people=24)
    make_signature(kind=Kind.SCHOOL)
    count_signatures()

    assert "25 have signed" in listed(client)


def test_sixteen_year_old_is_a_first_name_alone(client: Client) -> None:
    make_signature(kind=Kind.YOUNG_PERSON, age_band=AgeBand.AGE_16_17, name="Remi")

    assert "Remi Young person Signed on" in listed(client)


def test_fifteen_year_old_is_counted_and_never_named(client: Client) -> None:
    make_signature(kind=Kind.YOUNG_PERSON, age_band=AgeBand.AGE_13_15, name="Remi", publish=False)
    count_signatures()

    shown = listed(client)

    assert "A few people have signed so far" in shown
    assert "Remi" not in shown


def test_open_data_has_neither_young_people_nor_groups(client: Client) -> None:
    make_signature(kind=Kind.YOUNG_PERSON, name="Remi")
    make_signature(kind=Kind.GROUP, organisation="Class 2")

    found = open_data(client)

    assert "Remi" not in found
    assert "Class 2" not in found


def test_older_version_is_said_until_they_stand_by_the_new_one(client: Client) -> None:
    signature = make_signature()
    assert "current version" not in listed(client)

    PledgeWordingFactory.create(pledge=signature.pledge, n=2, published_at=timezone.now())
    assert "Signed version 1, current version 2" in listed(client)

    terms = current_terms()
    assert terms
    affirm(subject_id=signature.pk, wording=terms.wording)
    assert "current version" not in listed(client)
