"""The versions of charters that the pledge stands on: shown with its words, frozen with them, kept by who signed."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from charters.actions import withdraw
from charters.models import Charter, Version
from pledges import actions, receipt_files
from pledges.actions.wordings import NotForEverybody, new_version, publish_wording
from pledges.models import PledgeWording, Signature
from pledges.receipts import Receipt
from tests.charters.factories import make_charter, make_draft, make_published
from tests.config.reading_pdfs import text_of
from tests.factories import PledgeFactory, PledgeWordingFactory, make_signature, publish_terms, publish_words_on

from .own_pages import own_address
from .signing_pages import page, words

pytestmark = pytest.mark.django_db

LINE = "This pledge stands on these promises"
EXACT = "/charters/five-ways/versions/1/"


@pytest.fixture
def charter() -> Charter:
    return make_charter("Five Ways We Work", slug="five-ways")


@pytest.fixture
def first(charter: Charter) -> Version:
    return make_published(charter)


@pytest.fixture
def wording(first: Version) -> PledgeWording:
    """The open pledge's words, which stand on the first version."""
    return publish_words_on(first, pledge=PledgeFactory.create(is_open=True), n=1)


def signed() -> Signature:
    publish_terms()
    return make_signature()


# The pledge's page


def test_pledge_leads_to_exactly_the_versions_it_stands_on(client: Client, wording: PledgeWording) -> None:
    shown = client.get("/pledge/")

    assert f'href="{EXACT}">Five Ways We Work, version 1' in page(shown)
    assert client.get(EXACT).status_code == 200
    assert "There is a newer version." not in words(shown)


def test_pledge_that_stands_on_nothing_says_nothing_of_it(client: Client) -> None:
    publish_terms()

    assert LINE not in words(client.get("/pledge/"))
    assert "You can read these promises too." not in client.get("/pledge/easy-read/").content.decode()


def test_newer_version_is_told_of_at_once_and_the_old_link_stays(
    client: Client, charter: Charter, wording: PledgeWording
) -> None:
    client.get("/pledge/")

    make_published(charter)

    shown = page(client.get("/pledge/"))
    assert f'href="{EXACT}"' in shown
    assert "There is a newer version." in shown
    assert 'href="/charters/five-ways/">Read “Five Ways We Work” as it is now' in shown


def test_version_that_was_taken_back_says_so_and_leads_to_the_reason(
    client: Client, first: Version, wording: PledgeWording
) -> None:
    withdraw(version_id=first.pk, reason="It was not agreed after all.")

    shown = page(client.get("/pledge/"))

    assert "It was taken back." in shown
    assert "as it is now" not in shown
    assert client.get(EXACT).status_code == 410


def test_old_words_show_what_they_stood_on(client: Client, charter: Charter, wording: PledgeWording) -> None:
    publish_words_on(make_published(charter), pledge=wording.pledge, n=2)

    assert f'href="{EXACT}"' in page(client.get("/pledge/versions/1/"))
    assert 'href="/charters/five-ways/versions/2/"' in page(client.get("/pledge/"))
    assert f'href="{EXACT}"' not in page(client.get("/pledge/"))


def test_easy_read_ends_with_the_promises_and_then_with_signing(
    client: Client, charter: Charter, first: Version
) -> None:
    other = make_published(make_charter("Our Meeting Agreement", slug="meetings"))
    publish_words_on(first, other, pledge=PledgeFactory.create(is_open=True), n=1)
    make_published(charter)

    screens = [client.get("/pledge/easy-read/")]
    while found := re.search(r'easy-buttons__next" href="([^"]*)">Next', page(screens[-1])):
        screens.append(client.get(found[1]))

    said = [page(screen) for screen in screens if "You can read these promises too." in page(screen)]
    assert 'href="/charters/five-ways/versions/1/easy-read/"' in "".join(said)
    assert 'href="/charters/meetings/versions/1/easy-read/"' in "".join(said)
    assert "Five Ways We Work. There is a newer one." in "".join(said)
    assert max(len(words(screen).split()) for screen in screens) <= 25
    assert 'easy-buttons__next" href="/pledge/sign/easy-read/">Sign' in page(screens[-1])


# Frozen


def test_draft_that_stands_on_a_draft_is_not_published(charter: Charter) -> None:
    draft = PledgeWordingFactory.create(published_at=None)
    draft.charter_versions.set([make_draft(charter)])

    with pytest.raises(NotForEverybody):
        publish_wording(draft)

    assert not PledgeWording.objects.get(pk=draft.pk).is_published


def test_draft_may_stand_on_a_superseded_version_and_not_on_one_that_was_taken_back(
    charter: Charter, first: Version
) -> None:
    make_published(charter)
    old = PledgeWordingFactory.create(published_at=None)
    old.charter_versions.set([first])
    back = PledgeWordingFactory.create(published_at=None)
    back.charter_versions.set([first])

    publish_wording(old)
    withdraw(version_id=first.pk, reason="It was not agreed after all.")

    assert PledgeWording.objects.get(pk=old.pk).is_published
    with pytest.raises(NotForEverybody):
        publish_wording(back)


def test_new_draft_stands_on_the_same_versions_but_those_taken_back(first: Version, wording: PledgeWording) -> None:
    other = make_published()
    stands_on_both = publish_words_on(first, other, pledge=wording.pledge, n=2)
    withdraw(version_id=other.pk, reason="It was not agreed after all.")

    draft = new_version(stands_on_both)

    assert list(draft.charter_versions.all()) == [first]


# What a signatory keeps


def standing(client: Client, signature: Signature) -> dict[str, Any]:
    """What each form of the receipt, and the download, say of the versions."""
    receipt, own = Receipt.of(signature.subject_id), own_address(signature)
    document = json.loads(receipt_files.file(receipt, "json").content)
    return {
        "page": page(client.get(f"{own}receipt/")),
        "held": page(client.get(own)),
        "pdf": " ".join(text_of(receipt_files.in_full(receipt)).split()),
        "easy": " ".join(text_of(receipt_files.in_easy_read(receipt)).split()),
        "json": document["pledge"]["versions"],
        "download": json.loads(client.get(f"{own}download/").content)["pledge"]["stands_on"],
    }


def test_signature_keeps_the_versions_it_was_given_to(
    client: Client, charter: Charter, first: Version, wording: PledgeWording
) -> None:
    signature = signed()
    second = make_published(charter)
    publish_words_on(second, pledge=wording.pledge, n=2)

    found = standing(client, signature)

    exact = f"{settings.SITE_URL}{EXACT}"
    named = {"version": 1, "sha256": first.hex}
    for form in ("page", "held", "pdf", "easy"):
        assert "Five Ways We Work, version 1" in found[form], form
        assert "Five Ways We Work, version 2" not in found[form], form
    assert f'href="{exact}"' in found["page"]
    assert EXACT in found["pdf"].replace(" ", "")
    assert found["json"][0]["standsOn"] == [{"title": "Five Ways We Work", "url": exact, **named}]
    assert found["download"] == [{"charter": "Five Ways We Work", "address": exact, **named}]


def test_receipt_is_the_same_file_whatever_becomes_of_the_charter(charter: Charter, wording: PledgeWording) -> None:
    signature = signed()
    before = [receipt_files.file(Receipt.of(signature.subject_id), kind).content for kind in receipt_files.KINDS]

    make_published(charter)

    after = [receipt_files.file(Receipt.of(signature.subject_id), kind).content for kind in receipt_files.KINDS]
    assert after == before


def test_who_is_asked_about_new_words_sees_what_they_stand_on(
    client: Client, charter: Charter, wording: PledgeWording
) -> None:
    signature = signed()
    publish_words_on(make_published(charter), pledge=wording.pledge, n=2)
    own = own_address(signature)

    in_full = page(client.get(f"{own}words/"))
    easy = [page(client.get(f"{own}words/{n}/easy-read/")) for n in range(1, 8)]

    assert LINE in in_full
    assert "/charters/five-ways/versions/2/" in in_full
    assert any("You promise this too." in screen and "Five Ways We Work, version 2" in screen for screen in easy)


def test_who_agrees_to_new_words_stands_on_both_in_the_receipt(
    client: Client, charter: Charter, wording: PledgeWording
) -> None:
    signature = signed()
    newer = publish_words_on(make_published(charter), pledge=wording.pledge, n=2)
    actions.affirm(subject_id=signature.subject_id, wording=newer)

    found = standing(client, signature)

    assert "Five Ways We Work, version 1" in found["pdf"]
    assert "Five Ways We Work, version 2" in found["pdf"]
    assert [one["standsOn"][0]["version"] for one in found["json"]] == [1, 2]
    assert "Five Ways We Work, version 2" in found["held"]
