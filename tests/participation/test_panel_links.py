"""The link to a panel's pages: in which letter it goes, and what it opens when it is old or taken away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from participation.actions import panel_making, panels
from participation.models import Holder, Panel
from participation.models.kinds import PanelKind
from post import links
from post.models import Outbox, Token
from tests.charters.agreeing_pages import post_now
from tests.participation import factories
from tests.participation.panel_pages import close, link, make_group, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_group()


def test_link_that_is_unknown_or_taken_away_does_not_work(client: Client, panel: Panel) -> None:
    address = link(panel)
    Holder.objects.all().delete()

    pages = [client.get(one) for one in (address, "/participation/panel/nothing/", f"{address}check/")]

    assert [page.status_code for page in pages] == [410] * 3
    assert all("This link does not work. Call us:" in text(page) for page in pages)


def test_link_to_a_return_opens_no_panel(client: Client) -> None:
    holder = factories.make_return().holders.get()
    secret = links.issue(about_app="participation", about_id=holder.pk, scope="return", lifetime=timedelta(days=1))

    assert client.get(f"/participation/panel/{secret}/").status_code == 410


def test_old_link_is_renewed_once_to_the_same_address(client: Client, panel: Panel) -> None:
    address = link(panel)
    expired = timezone.now() - timedelta(minutes=1)
    Token.objects.update(created_at=expired - timedelta(days=90), expires_at=expired)

    old = client.get(address)
    first = client.post(f"{address}new-link/", follow=True)
    second = client.post(f"{address}new-link/", follow=True)
    queued = list(Outbox.objects.values_list("recipient", "template"))
    post_now()
    third = client.post(f"{address}new-link/", follow=True)

    assert (old.status_code, "This link is old. We can send a new link." in text(old)) == (410, True)
    assert all("Look in your e-mail." in text(one) for one in (first, second, third))
    assert queued == [("group@quillmere.example", "participation/panel")]
    assert not Outbox.objects.exists()
    assert "/participation/panel/" in mail.outbox[0].body


def test_old_link_after_the_round_is_not_renewed(client: Client, panel: Panel) -> None:
    address = link(panel)
    Token.objects.update(created_at=timezone.now() - timedelta(days=90), expires_at=timezone.now() - timedelta(days=1))
    close(panel)

    page = client.get(address)
    client.post(f"{address}new-link/")

    assert "It is over." in text(page)
    assert not Outbox.objects.exists()


def test_new_link_for_a_link_we_do_not_know_says_the_same(client: Client, panel: Panel) -> None:
    answer = client.post("/participation/panel/nothing/new-link/", follow=True)

    assert "Look in your e-mail." in text(answer)
    assert client.get(f"{link(panel)}new-link/").status_code == 405
    assert not Outbox.objects.exists()


def letter() -> Any:
    post_now()
    return mail.outbox[-1]


def test_young_people_get_the_letter_in_easy_read(panel: Panel) -> None:
    panel_making.invite_panel(panel_id=panel.pk, email="GROUP@quillmere.example")

    sent = letter()

    assert sent.to == ["group@quillmere.example"]
    assert "Your group used some services.\nPlease tell us how they listen.\nYou answer together." in sent.body
    assert panel.name not in sent.body


def test_parent_carers_get_it_in_plain_words_and_its_link_works(client: Client) -> None:
    panel = make_group(kind=PanelKind.PARENT_CARERS)
    panel_making.invite_panel(panel_id=panel.pk, email="group@quillmere.example")

    sent = letter()
    address = next(word for word in sent.body.split() if "/participation/panel/" in word)

    assert "Your panel of parent carers used some services" in sent.body
    assert "stands beside it and is never mixed" in sent.body
    assert "You used some services." in text(client.get("/" + address.split("/", 3)[3]))


def test_letter_does_not_go_once_the_round_has_closed(panel: Panel) -> None:
    panel_making.invite_panel(panel_id=panel.pk, email="group@quillmere.example")
    close(panel)

    post_now()

    assert mail.outbox == []
    with pytest.raises(panels.Closed):
        panel_making.invite_panel(panel_id=panel.pk, email="group@quillmere.example")
