"""Opening and closing pledges at the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from desk.roles import Role
from pledges.actions import end_signatures, tell_of_the_end
from pledges.models import Pledge
from pledges.models.signatures import TELL_AHEAD
from pledges.models.wordings import KEEP_CLOSED
from pledges.terms import current_terms
from tests.factories import PledgeFactory, make_signature, publish_terms

from .conftest import SignIn


@pytest.mark.django_db
def test_new_portal_gets_its_pledge_at_the_desk(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)

    answer = client.post(
        reverse("admin:pledges_pledge_add"), {"title": "Our pledge", "slug": "ours", "is_open": "on"}, follow=True
    )

    assert answer.status_code == 200
    assert Pledge.objects.open().get().title == "Our pledge"


@pytest.mark.django_db
def test_second_open_pledge_is_refused_with_a_reason(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    PledgeFactory.create(is_open=True)

    answer = client.post(reverse("admin:pledges_pledge_add"), {"title": "Another", "slug": "b", "is_open": "on"})

    assert answer.status_code == 200
    assert "Another pledge is open. Close it first." in answer.content.decode()


@pytest.mark.django_db
def test_pledge_with_published_words_can_be_closed_but_not_renamed(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    pledge = publish_terms().wording.pledge

    client.post(reverse("admin:pledges_pledge_change", args=[pledge.pk]), {"title": "Renamed", "slug": "renamed"})

    kept = Pledge.objects.get(pk=pledge.pk)
    assert (kept.title, kept.slug, kept.is_open) == (pledge.title, pledge.slug, False)
    assert current_terms() is None


@pytest.mark.django_db
def test_moderator_opens_no_pledge(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.MODERATOR)

    assert client.get(reverse("admin:pledges_pledge_add")).status_code == 403


@pytest.mark.django_db
def test_closing_says_what_it_starts_before_and_after(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    pledge = publish_terms().wording.pledge
    address = reverse("admin:pledges_pledge_change", args=[pledge.pk])

    before = client.get(address).content.decode()
    after = client.post(address, {}, follow=True).content.decode()

    pledge.refresh_from_db()
    assert pledge.kept_until is not None
    assert "6 months later the details of everybody who signed it are deleted" in before
    assert f"On {pledge.kept_until.day} {pledge.kept_until:%B %Y} the details of everybody" in after
    assert "We write to them a month before" in after


@pytest.mark.django_db
def test_opening_again_says_that_the_clock_has_stopped(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    pledge = PledgeFactory.create(is_open=False)

    answer = client.post(
        reverse("admin:pledges_pledge_change", args=[pledge.pk]),
        {"title": pledge.title, "slug": pledge.slug, "is_open": "on"},
        follow=True,
    )

    assert "The pledge is open again." in answer.content.decode()
    pledge.refresh_from_db()
    assert (pledge.is_open, pledge.closed_at) == (True, None)


@pytest.mark.django_db
def test_saving_a_closed_pledge_once_more_says_nothing_new(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.ADMINISTRATOR)
    pledge = PledgeFactory.create(is_open=False)

    answer = client.post(
        reverse("admin:pledges_pledge_change", args=[pledge.pk]),
        {"title": "Renamed", "slug": pledge.slug},
        follow=True,
    )

    assert "The pledge is closed. On" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_ledger_says_that_a_pledge_had_ended_and_that_nobody_answered(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.DATA_PROTECTION_OFFICER)
    signature = make_signature(publish=False)
    Pledge.objects.update(is_open=False)
    later = timezone.now() + KEEP_CLOSED * 2
    tell_of_the_end(on=later)
    end_signatures(on=later + TELL_AHEAD)

    answer = client.post(reverse("admin:pledges_consententry_changelist"), {"q": signature.reference})

    page = html.document_fromstring(answer.content.decode())
    said = [
        [cell.text_content() for cell in row.cssselect(".field-channel, .field-who")]
        for row in page.cssselect("tbody tr")
    ]
    assert said == [["because the pledge had ended", "-"], ["on this website", "the person"]]
