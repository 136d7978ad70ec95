"""Opening and closing pledges at the desk."""

import pytest
from django.urls import reverse

from desk.roles import Role
from pledges.models import Pledge
from pledges.terms import current_terms
from tests.factories import PledgeFactory, publish_terms

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
